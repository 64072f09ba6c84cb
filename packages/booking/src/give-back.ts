import {
  type BuyerId,
  isUuidV7,
  type Order,
  type OrderId,
  type Outcome,
  type PaymentProvider,
  refuse,
  type SaleStore,
} from '@onsale/domain';
import { repay } from './settle.ts';
import type { Submit } from './submit.ts';

export interface GiveBackOptions {
  readonly store: Pick<SaleStore, 'order'>;
  readonly submit: Submit;
  readonly payments: PaymentProvider;
  /** Makes an answer of what is thrown on the way. */
  readonly caught: (work: () => Promise<Outcome>) => Promise<Outcome>;
}

/** Taking paid orders back, as the house or their buyers ask. */
export function createGiveBack({ store, submit, payments, caught }: GiveBackOptions) {
  async function refund(id: OrderId): Promise<Outcome> {
    const order = await store.order(id);
    if (order === null) return refuse('ORDER_NOT_FOUND');
    return repaid(await submit(order.hold, { kind: 'refund', order: id, hold: order.hold }));
  }

  async function giveBack(buyer: BuyerId, id: OrderId): Promise<Outcome> {
    const order = await ownOrder(buyer, id);
    if (order === null) return refuse('ORDER_NOT_FOUND');
    return repaid(await submit(order.hold, { kind: 'return', order: id, hold: order.hold, buyer }));
  }

  async function ownOrder(buyer: BuyerId, id: OrderId): Promise<Order | null> {
    const order = isUuidV7(id) ? await store.order(id) : null;
    return order?.buyer === buyer ? order : null;
  }

  /**
   * The seats are given back whatever becomes of the money's way: while the provider or the database is silent it
   * stays due, on record, and upkeep returns it.
   */
  async function repaid(due: Outcome): Promise<Outcome> {
    if (!due.ok || due.order?.state !== 'refund_due') return due;
    const { order } = due;
    const returned = await caught(() => repay(submit, payments, order));
    return returned.ok && returned.order !== null ? { ...due, order: returned.order } : due;
  }

  return { refund, giveBack };
}
