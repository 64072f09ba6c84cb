import type { ChargeState, EpochMs, Order, PaymentProvider, SaleStore } from '@onsale/domain';
import { OpenOrderCount, type UpkeepFigures } from './open-order-count.ts';
import { repay, settle } from './settle.ts';
import type { Submit } from './submit.ts';
import { repeat, type Timers } from './timers.ts';

export interface UpkeepOptions {
  readonly store: Pick<SaleStore, 'overdueHolds' | 'openOrders' | 'trimLog' | 'nowMs'>;
  readonly submit: Submit;
  readonly payments: PaymentProvider;
  readonly timers: Timers;
  readonly onError: (error: unknown) => void;
  /** How often overdue holds are looked for. @default 500 */
  readonly sweepEveryMs?: number;
  /** How old a pending order is before it is taken up. @default 15000 */
  readonly settleAfterMs?: number;
  /** How often open orders are taken up. As often as they come of age, every 5000 at least, unless given. */
  readonly settleEveryMs?: number;
  /** How old a pending order is before its charge, still pending too, is voided. @default 600000 */
  readonly giveUpMs?: number;
  /** How often old log entries are dropped. @default 60000 */
  readonly trimEveryMs?: number;
  /** Log entries kept per section. @default 10000 */
  readonly logKept?: number;
}

export interface Upkeep {
  figures(): UpkeepFigures;
  stop(): Promise<void>;
}

/** Items that are read at a time. A full page is followed by the next at once. */
const pageMax = 200;
/** Pages that one round takes up at most; the next round goes on. */
const pagesMax = 50;
/** Open orders that are taken up at once: a provider that is silent costs its time-out once for all of them. */
const settlingMax = 10;
const trimMax = 20_000;

/**
 * What any process does now and then for all: writes down holds past their deadline, settles orders that a
 * crash left open, and drops old log entries. Every step repeats safely, so that any number of processes,
 * or none for a while, may do it.
 */
export function startUpkeep(options: UpkeepOptions): Upkeep {
  const { store, submit, payments, timers, onError } = options;
  const { settleAfterMs = 15_000, giveUpMs = 600_000 } = options;
  let stopping = false;
  /** Where the last page of open orders ended, so that those that stay open do not hide the others. */
  let settledUpTo: Order | null = null;
  const seen = new OpenOrderCount();

  /** Repeats a piece of work while it says that there is more, within bounds. */
  async function inPages(work: () => Promise<boolean>): Promise<void> {
    for (let pages = 0; pages < pagesMax && !stopping; pages++) if (!(await work())) return;
  }

  async function sweep(): Promise<boolean> {
    const overdue = await store.overdueHolds(pageMax);
    const outcomes = await Promise.all(
      overdue.map((hold) => submit(hold.id, { kind: 'expire', hold: hold.id })),
    );
    // Holds that could not be swept would be the first of the next page too.
    return overdue.length === pageMax && outcomes.every(({ ok }) => ok);
  }

  async function settleOpen(): Promise<void> {
    const open = await store.openOrders(settleAfterMs, pageMax, settledUpTo);
    settledUpTo = open.length < pageMax ? null : (open.at(-1) ?? null);
    const nowMs = open.length === 0 ? 0 : await store.nowMs();
    seen.add(open, nowMs, settledUpTo === null);
    for (let first = 0; first < open.length && !stopping; first += settlingMax)
      await Promise.all(open.slice(first, first + settlingMax).map((order) => takeUp(order, nowMs)));
  }

  /** Carries one open order on; what stands in its way does not stand in the way of the others. */
  async function takeUp(order: Order, nowMs: EpochMs): Promise<void> {
    try {
      if (order.state === 'refund_due') await repay(submit, payments, order);
      else await settle(submit, payments, order, await endOf(order, nowMs - order.createdAtMs));
    } catch (error) {
      onError(error);
    }
  }

  /**
   * How an old attempt ended. One that the provider never heard of may still be under way to it, from a
   * process that stands still: it is voided, so that it cannot begin after it was written off [P1]. So is
   * one that stays pending too long.
   */
  async function endOf(order: Order, ageMs: number): Promise<ChargeState> {
    const charge = await payments.lookup(order);
    const isGivenUp = charge === 'absent' || (charge === 'pending' && ageMs >= giveUpMs);
    return isGivenUp ? payments.void(order) : charge;
  }

  async function trim(): Promise<boolean> {
    return (await store.trimLog(options.logKept ?? 10_000, trimMax)) >= trimMax;
  }

  const rounds = [
    repeat(timers, options.sweepEveryMs ?? 500, () => inPages(sweep), onError),
    repeat(timers, options.settleEveryMs ?? Math.min(settleAfterMs, 5_000), settleOpen, onError),
    repeat(timers, options.trimEveryMs ?? 60_000, () => inPages(trim), onError),
  ];
  return {
    figures: () => seen.figures,
    async stop() {
      stopping = true;
      await Promise.all(rounds.map((round) => round.stop()));
    },
  };
}
