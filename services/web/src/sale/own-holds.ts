import type { Http, LiveShow } from '@onsale/client';
import type { HoldBody, HoldEvent } from '@onsale/contracts';
import {
  firstDeadlineMs,
  type Holdings,
  noHoldings,
  withEvent,
  withHold,
  withList,
  withoutOverdue,
} from './holdings.ts';

export interface OwnHoldsOptions {
  readonly http: Pick<Http, 'holds'>;
  readonly live: Pick<LiveShow, 'serverNowMs'>;
  readonly show: string;
  readonly currency: string;
  /** A seat's price in the currency's minor unit. */
  readonly priceOf: (seat: number) => number;
  /** Whether a hold waits for its payment, which may move its deadline. */
  readonly isPaying: (hold: string) => boolean;
  readonly onChange: (holdings: Holdings, before: Holdings) => void;
}

/** Own holds are read again this long after something about them was unclear, not more often. */
const rereadMs = 1_000;
/** A deadline that is put off by a payment is looked at again after this long. */
const deadlineMsMin = 250;

/** Keeps what is the buyer's own in step with the server: answers, events, deadlines, and the whole list in doubt. */
export class OwnHolds {
  readonly #options: OwnHoldsOptions;
  #holdings: Holdings = noHoldings;
  #deadlineTimer: ReturnType<typeof setTimeout> | undefined;
  #rereadTimer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(options: OwnHoldsOptions) {
    this.#options = options;
  }

  /** A command's answer. */
  take(hold: HoldBody): void {
    this.#set(withHold(this.#holdings, hold));
  }

  takeEvent(event: HoldEvent): void {
    const { currency, priceOf } = this.#options;
    const amountOf = (seats: readonly number[]): number =>
      seats.reduce((total, seat) => total + priceOf(seat), 0);
    this.#set(withEvent(this.#holdings, event, currency, amountOf));
  }

  /** Reads the server's list. */
  async reread(): Promise<void> {
    const known = this.#holdings;
    try {
      const { holds } = await this.#options.http.holds(this.#options.show);
      this.#set(withList(this.#holdings, holds, known));
      // Holds that ran out while nobody looked, as after a sleep.
      this.endOverdue();
    } catch {
      // The next live connection, or the next doubt, asks again.
    }
  }

  /** Reads the server's list in a while; several doubts in a row are one question. */
  rereadSoon(): void {
    clearTimeout(this.#rereadTimer);
    if (!this.#isClosed) this.#rereadTimer = setTimeout(() => void this.reread(), rereadMs);
  }

  endOverdue(): void {
    const { live, isPaying } = this.#options;
    this.#set(withoutOverdue(this.#holdings, live.serverNowMs(), isPaying));
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#deadlineTimer);
    clearTimeout(this.#rereadTimer);
  }

  #set(holdings: Holdings): void {
    const before = this.#holdings;
    if (holdings === before || this.#isClosed) return;
    this.#holdings = holdings;
    this.#armDeadline();
    this.#options.onChange(holdings, before);
  }

  #armDeadline(): void {
    clearTimeout(this.#deadlineTimer);
    const deadlineMs = firstDeadlineMs(this.#holdings);
    if (deadlineMs === null) return;
    const leftMs = Math.max(deadlineMsMin, deadlineMs - this.#options.live.serverNowMs());
    this.#deadlineTimer = setTimeout(() => {
      this.endOverdue();
      this.#armDeadline();
    }, leftMs);
  }
}
