import { type Http, type LiveShow, OnsaleError } from '@onsale/client';
import type { HoldBody, HoldEvent, HoldsBody } from '@onsale/contracts';
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
  readonly http: Pick<Http, 'holds' | 'show'>;
  readonly live: Pick<LiveShow, 'serverNowMs'>;
  readonly show: string;
  readonly currency: string;
  /** A seat's price in the currency's minor unit. */
  readonly priceOf: (seat: number) => number;
  /** Whether a hold waits for its payment, which may move its deadline. */
  readonly isPaying: (hold: string) => boolean;
  readonly onChange: (holdings: Holdings, before: Holdings) => void;
  /** The browser keeps no session: nothing can be held in the buyer's name. */
  readonly onNoSession: () => void;
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
      const { holds } = await this.#list();
      this.#set(withList(this.#holdings, holds, known));
      // Holds that ran out while nobody looked, as after a sleep.
      this.endOverdue();
    } catch (error) {
      if (error instanceof OnsaleError && error.code === 'NO_SESSION') this.#options.onNoSession();
      // After anything else the next live connection, or the next doubt, asks again.
    }
  }

  /** The list; a session that has run out is opened again by asking for the show. */
  async #list(): Promise<HoldsBody> {
    const { http, show } = this.#options;
    try {
      return await http.holds(show);
    } catch (error) {
      if (!(error instanceof OnsaleError) || error.code !== 'NO_SESSION') throw error;
      await http.show(show);
      return http.holds(show);
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
