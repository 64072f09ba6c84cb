import type { EpochMs } from '@onsale/domain';
import type { Timers } from './timers.ts';

/**
 * An estimate of the database's clock, from the moments that its answers carry. The process's own wall
 * clock plays no part, so that one that is minutes off misleads nobody. Only for what may be a little
 * wrong: early refusals and the time told to pages.
 */
export interface DatabaseClock {
  observe(nowMs: EpochMs): void;
  /** The estimate, or null before the first observation. */
  estimateMs(): EpochMs | null;
}

/** How long an observation counts at least; it counts for twice as long at most. */
const countedMs = 10_000;

/**
 * Every answer arrives late by its journey, and one that waited for a process that stood still by as much more. So
 * of the observations of the last ten to twenty seconds the one counts that puts the database's clock furthest
 * ahead; a clock that was set back is followed within that time.
 */
export function createDatabaseClock(timers: Timers): DatabaseClock {
  let sinceMs = Number.NEGATIVE_INFINITY;
  let offsetMs = Number.NEGATIVE_INFINITY;
  let offsetBeforeMs = Number.NEGATIVE_INFINITY;
  return {
    observe(nowMs) {
      const atMs = timers.monotonicMs();
      if (atMs >= sinceMs + countedMs) {
        sinceMs = atMs;
        offsetBeforeMs = offsetMs;
        offsetMs = Number.NEGATIVE_INFINITY;
      }
      offsetMs = Math.max(offsetMs, nowMs - atMs);
    },
    estimateMs() {
      const bestMs = Math.max(offsetMs, offsetBeforeMs);
      return bestMs === Number.NEGATIVE_INFINITY ? null : Math.round(bestMs + timers.monotonicMs());
    },
  };
}
