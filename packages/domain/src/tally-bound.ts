import type { Loaded, Writes } from './draft.ts';
import type { Hold } from './hold.ts';
import type { BuyerId } from './ids.ts';
import type { Limits } from './limits.ts';
import { addToTally, emptyTally, type Tally } from './tally.ts';

/**
 * What a buyer's holds of a show come to at most. A store may keep it and raise it with each hold, so that his holds are
 * counted only when that much would stand in his way. Nothing but a count lowers it: holds that have ended
 * and moments that have left their window leave it too high, which costs a count at some time and nothing else.
 */
export interface TallyBound {
  readonly claimed: number;
  /** Infinity where it is not known, as where no limit asked for it at the last count. */
  readonly made: number;
  readonly dropped: number;
}

/** Nothing is known: the holds must be counted. */
export const unknownBound: TallyBound = {
  claimed: Number.POSITIVE_INFINITY,
  made: Number.POSITIVE_INFINITY,
  dropped: Number.POSITIVE_INFINITY,
};

/** The bound as the rules take it. A refusal that rests on it is never told, so that no moment need be true. */
export function tallyOfBound({ claimed, made, dropped }: TallyBound): Tally {
  return { claimed, made: { count: made, oldestMs: 0 }, dropped: { count: dropped, oldestMs: 0 } };
}

/**
 * The bound after a count of all the buyer's holds. Each hold that he has may be dropped yet, and each has a seat at
 * least. What no limit asks for was not counted.
 */
export function boundOfCount({ claimed, made, dropped }: Tally, limits: Limits): TallyBound {
  return {
    claimed,
    made: limits.holdsPerMinuteMax === null ? Number.POSITIVE_INFINITY : made.count,
    dropped: limits.dropsMax === null ? Number.POSITIVE_INFINITY : dropped.count + claimed,
  };
}

/** The tallies with the batch's own holds in them, as they were before it. */
export function countsBefore({ tallies, holds, nowMs }: Loaded, limits: Limits): (buyer: BuyerId) => Tally {
  const own = [...holds.values()];
  return (buyer) =>
    own
      .filter((hold) => hold.buyer === buyer)
      .reduce((tally, hold) => addToTally(tally, hold, limits, nowMs), tallies.get(buyer) ?? emptyTally);
}

/**
 * The bounds that writes raise, of the buyers concerned. `boundBefore` answers a buyer's bound before the batch, with
 * all his holds in it.
 */
export function boundsAfter(
  loaded: Loaded,
  writes: Writes,
  limits: Limits,
  boundBefore: (buyer: BuyerId) => TallyBound,
): ReadonlyMap<BuyerId, TallyBound> {
  const claimedBy = (hold: Hold) => addToTally(emptyTally, hold, limits, loaded.nowMs).claimed;
  const bounds = new Map<BuyerId, TallyBound>();
  for (const after of writes.holds.values()) {
    const before = loaded.holds.get(after.id);
    const claimed = claimedBy(after) - (before === undefined ? 0 : claimedBy(before));
    if (before !== undefined && claimed <= 0) continue;
    const bound = bounds.get(after.buyer) ?? boundBefore(after.buyer);
    const more = before === undefined ? 1 : 0;
    bounds.set(after.buyer, {
      claimed: bound.claimed + Math.max(0, claimed),
      made: bound.made + more,
      dropped: bound.dropped + more,
    });
  }
  return bounds;
}
