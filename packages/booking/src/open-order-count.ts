import type { EpochMs, Order } from '@onsale/domain';

/** What a process's upkeep last saw. */
export interface UpkeepFigures {
  /** Orders that have waited for the provider's word for longer than they should, by what they wait for. */
  readonly openOrders: Readonly<Record<'pending' | 'refund_due', number>>;
  /** How long the oldest of them has existed, in milliseconds. */
  readonly oldestMs: number;
}

const none: UpkeepFigures = { openOrders: { pending: 0, refund_due: 0 }, oldestMs: 0 };

/** Counts open orders over the pages of one pass; its figures are those of the last whole pass. */
export class OpenOrderCount {
  #passing: UpkeepFigures = none;
  #figures: UpkeepFigures = none;

  get figures(): UpkeepFigures {
    return this.#figures;
  }

  /** Takes a page as it was read; the last one ends the pass. */
  add(page: readonly Order[], nowMs: EpochMs, isLast: boolean): void {
    let { pending, refund_due } = this.#passing.openOrders;
    let { oldestMs } = this.#passing;
    for (const { state, createdAtMs } of page) {
      if (state === 'refund_due') refund_due++;
      else pending++;
      oldestMs = Math.max(oldestMs, nowMs - createdAtMs);
    }
    this.#passing = { openOrders: { pending, refund_due }, oldestMs };
    if (!isLast) return;
    this.#figures = this.#passing;
    this.#passing = none;
  }
}
