import type { ChargeState, Order, PaymentProvider, SaleStore } from '@onsale/domain';
import { repay, settle } from './settle.ts';
import type { Submit } from './submit.ts';
import { repeat, type Timers } from './timers.ts';

export interface UpkeepOptions {
  readonly store: Pick<SaleStore, 'overdueHolds' | 'openOrders' | 'trimLog'>;
  readonly submit: Submit;
  readonly payments: PaymentProvider;
  readonly timers: Timers;
  readonly onError: (error: unknown) => void;
  /** How often overdue holds are looked for. @default 500 */
  readonly sweepEveryMs?: number;
  /** How often open orders are taken up. @default 5000 */
  readonly settleEveryMs?: number;
  /** How old a pending order is before it is taken up. @default 15000 */
  readonly settleAfterMs?: number;
  /** How often old log entries are dropped. @default 60000 */
  readonly trimEveryMs?: number;
  /** Log entries kept per section. @default 10000 */
  readonly logKept?: number;
}

/** Items that one round takes up at most; the next round goes on. */
const roundMax = 200;
const trimMax = 20_000;

/**
 * What any process does now and then for all: writes down holds past their deadline, settles orders that a
 * crash left open, and drops old log entries. Every step repeats safely, so that any number of processes,
 * or none for a while, may do it.
 */
export function startUpkeep(options: UpkeepOptions): { stop(): Promise<void> } {
  const { store, submit, payments, timers, onError } = options;

  async function sweep(): Promise<void> {
    const overdue = await store.overdueHolds(roundMax);
    await Promise.all(overdue.map((hold) => submit(hold.id, { kind: 'expire', hold: hold.id })));
  }

  async function settleOpen(): Promise<void> {
    const open = await store.openOrders(options.settleAfterMs ?? 15_000, roundMax);
    for (const order of open)
      if (order.state === 'refund_due') await repay(submit, payments, order);
      else await settle(submit, payments, order, await endOf(order));
  }

  /**
   * How an old attempt ended. One that the provider never heard of may still be under way to it, from a
   * process that stands still: it is voided, so that it cannot begin after it was written off [P1].
   */
  async function endOf(order: Order): Promise<ChargeState> {
    const charge = await payments.lookup(order);
    return charge === 'absent' ? payments.void(order) : charge;
  }

  async function trim(): Promise<void> {
    await store.trimLog(options.logKept ?? 10_000, trimMax);
  }

  const rounds = [
    repeat(timers, options.sweepEveryMs ?? 500, sweep, onError),
    repeat(timers, options.settleEveryMs ?? 5_000, settleOpen, onError),
    repeat(timers, options.trimEveryMs ?? 60_000, trim, onError),
  ];
  return {
    async stop() {
      await Promise.all(rounds.map((round) => round.stop()));
    },
  };
}
