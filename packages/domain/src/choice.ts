import type { BestWish } from './best-wish.ts';
import type { Seat } from './ids.ts';

/** What is to be said of a hold's seats, as of when they were taken. */
export type Choice =
  | {
      /** The buyer named them, and left others single. */
      readonly kind: 'picked';
      /** The seats that were left single, ascending [O1]. */
      readonly singles: readonly Seat[];
    }
  | ({
      /** The sale chose them. */
      readonly kind: 'best';
      readonly wish: BestWish;
      /** Whether they lie in another section than the one that was wished for most [B5]. */
      readonly otherSection: boolean;
    } & BestSeats);

/** Seats that the sale chose, and how far they are from what was wished for. */
export interface BestSeats {
  /** In how many places they are; 1 when all of them sit side by side. */
  readonly parts: number;
  /** Whether one of them has a restricted view. */
  readonly restrictedView: boolean;
  readonly singles: readonly Seat[];
}
