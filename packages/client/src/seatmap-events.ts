import type { ErrorCode } from './errors.ts';

/** A seat as people know it, with its number in the layout. */
export interface SeatmapSeat {
  readonly seat: number;
  readonly section: string;
  readonly row: string;
  readonly number: string;
  /** The id of its price category. */
  readonly price: string;
}

interface Amount {
  /** In the currency's minor unit, such as cents. */
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
}

/**
 * What `<onsale-seatmap>` tells the page that embeds it: events that bubble out of its shadow root, by their names,
 * each with its `detail`.
 */
export interface SeatmapEvents {
  /** The seats in the buyer's hands are others than before: asked for, held, given back, run out or paid. */
  'onsale-chosen': { readonly show: string; readonly seats: readonly SeatmapSeat[] };
  /** The buyer has a hold, or it has other seats or another deadline than before. */
  'onsale-held': {
    readonly show: string;
    readonly hold: string;
    readonly seats: readonly SeatmapSeat[];
    /** ISO 8601, by the sale's clock. */
    readonly expiresAt: string;
  } & Amount;
  /** A hold has been paid for; told once, while the element is there. */
  'onsale-paid': {
    readonly show: string;
    readonly hold: string;
    /** The order's id. */
    readonly order: string;
    readonly seats: readonly SeatmapSeat[];
  } & Amount;
  /** Something was refused or cannot be shown; `message` is in the element's language. */
  'onsale-failure': { readonly show: string; readonly code: ErrorCode; readonly message: string };
}
