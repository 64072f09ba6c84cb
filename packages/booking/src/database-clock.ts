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

export function createDatabaseClock(timers: Timers): DatabaseClock {
  let offsetMs: number | null = null;
  return {
    observe(nowMs) {
      offsetMs = nowMs - timers.monotonicMs();
    },
    estimateMs: () => (offsetMs === null ? null : Math.round(offsetMs + timers.monotonicMs())),
  };
}
