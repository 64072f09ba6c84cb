import { type Http, type LiveShow, OnsaleError } from '@onsale/client';
import type { HoldBody, OrderBody, PaymentMethod } from '@onsale/contracts';
import type { MessageKey } from '../messages/en.ts';
import type { Contact } from './contact.ts';
import { Payments } from './payment.ts';
import { pageOf } from './payment-page.ts';
import type { Checkout } from './state.ts';

export interface PayingTools {
  readonly live: Pick<LiveShow, 'pay' | 'serverNowMs'>;
  readonly http: Pick<Http, 'order'>;
  readonly activeHolds: () => readonly HoldBody[];
  readonly onCheckout: (checkout: Checkout) => void;
  readonly onHold: (hold: HoldBody) => void;
  readonly say: (key: MessageKey, seats: readonly number[]) => void;
  /** Leaves for the provider's page. */
  readonly leave: (address: string) => void;
  /** A payment has ended, or has come to nothing. */
  readonly onEnd: () => void;
}

/** The way from the basket to the orders. */
export class Paying {
  readonly #tools: PayingTools;
  readonly #payments: Payments;
  #checkout: Checkout = { kind: 'closed' };
  #hold: string | null = null;

  constructor(tools: PayingTools) {
    this.#tools = tools;
    this.#payments = new Payments({
      live: tools.live,
      http: tools.http,
      pause: (waitMs) => new Promise((resolve) => setTimeout(resolve, waitMs)),
      onHold: tools.onHold,
      onWaiting: () => this.#set({ kind: 'waiting' }),
    });
  }

  /** Whether a hold waits for its payment, which may move its deadline. */
  isPaying(hold: string): boolean {
    return hold === this.#hold;
  }

  open(): void {
    if (this.#tools.activeHolds().length > 0) this.#set({ kind: 'choosing', refusal: null });
  }

  /** Leaves the choice of a method, or the confirmation. A payment under way cannot be left. */
  close(): void {
    if (this.#checkout.kind === 'choosing' || this.#checkout.kind === 'paid') this.#set({ kind: 'closed' });
  }

  /** The buyer has come back from the provider's page by the browser's own way. */
  comeBack(): void {
    if (this.#checkout.kind === 'leaving') this.#set({ kind: 'closed' });
  }

  /**
   * Pays for every hold, one after the other; stops at the first that is refused, or that is paid on the provider's
   * page.
   */
  async pay(method: PaymentMethod, contact: Contact | null): Promise<void> {
    if (this.#checkout.kind !== 'choosing') return;
    this.#set({ kind: 'paying' });
    const orders: OrderBody[] = [];
    try {
      for (const { id } of this.#tools.activeHolds()) {
        this.#hold = id;
        const order = await this.#payments.pay(id, method, contact);
        const page = pageOf(order);
        if (page !== null) {
          this.#set({ kind: 'leaving' });
          return this.#tools.leave(page);
        }
        if (order.state === 'paid') orders.push(order);
        else this.#tools.say('saidRefunded', order.seats);
      }
      if (orders.length > 0) this.#tools.say('saidPaid', []);
      this.#set(orders.length > 0 ? { kind: 'paid', orders } : { kind: 'closed' });
    } catch (error) {
      const code = error instanceof OnsaleError ? error.code : 'INTERNAL';
      this.#set({ kind: 'choosing', refusal: code });
    } finally {
      this.#hold = null;
      this.#tools.onEnd();
    }
    if (this.#checkout.kind === 'choosing' && this.#tools.activeHolds().length === 0) this.close();
  }

  #set(checkout: Checkout): void {
    this.#checkout = checkout;
    this.#tools.onCheckout(checkout);
  }
}
