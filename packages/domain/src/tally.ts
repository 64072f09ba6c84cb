import { type Hold, isLive } from './hold.ts';
import type { EpochMs } from './ids.ts';
import { type Limits, windowsOf } from './limits.ts';

/** What a buyer's holds of one show come to at a moment. */
export interface Tally {
  /** Seats in live and paid holds [H4]. */
  readonly claimed: number;
  /** Holds made within a minute [H6]. */
  readonly made: Recent;
  /** Holds dropped within the window [H7]. */
  readonly dropped: Recent;
}

/** Moments within a window. */
export interface Recent {
  readonly count: number;
  /** The oldest of them; Infinity when there is none. */
  readonly oldestMs: EpochMs;
}

const none: Recent = { count: 0, oldestMs: Number.POSITIVE_INFINITY };
export const emptyTally: Tally = { claimed: 0, made: none, dropped: none };

/** The tally with one more hold in it. */
export function addToTally(tally: Tally, hold: Hold, limits: Limits, nowMs: EpochMs): Tally {
  const { madeMs, droppedMs } = windowsOf(limits);
  const claims = hold.state === 'paid' || isLive(hold, nowMs);
  return {
    claimed: tally.claimed + (claims ? hold.seats.length : 0),
    made: withMoment(tally.made, hold.createdAtMs, nowMs - madeMs),
    dropped: withMoment(tally.dropped, droppedAtMs(hold, nowMs), nowMs - droppedMs),
  };
}

function withMoment(recent: Recent, atMs: EpochMs | null, afterMs: EpochMs): Recent {
  if (atMs === null || atMs <= afterMs) return recent;
  return { count: recent.count + 1, oldestMs: Math.min(recent.oldestMs, atMs) };
}

/** When the buyer dropped the hold: at its release or, whether or not a sweeper came, its deadline. Else null. */
function droppedAtMs(hold: Hold, nowMs: EpochMs): EpochMs | null {
  if (hold.state === 'active') return isLive(hold, nowMs) ? null : hold.untilMs;
  return hold.state === 'released' || hold.state === 'expired' ? hold.endedAtMs : null;
}
