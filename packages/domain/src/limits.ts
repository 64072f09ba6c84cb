/** Bounds on how often one buyer may take and drop seats of a show; null sets none. */
export interface Limits {
  /** Holds that a buyer may make within a minute [H6]. */
  readonly holdsPerMinuteMax: number | null;
  /** Dropped holds within `dropWindowMs` from which on a buyer cools down [H7]. */
  readonly dropsMax: number | null;
  readonly dropWindowMs: number;
}

/** Far above what a person with a map does, far below what it takes to keep a venue out of others' hands. */
export const defaultLimits: Limits = { holdsPerMinuteMax: 30, dropsMax: 20, dropWindowMs: 600_000 };
export const noLimits: Limits = { holdsPerMinuteMax: null, dropsMax: null, dropWindowMs: 0 };

const minuteMs = 60_000;

/** How far back a buyer's holds count, in milliseconds. Where there is no limit, nothing does. */
export interface CountWindows {
  readonly madeMs: number;
  readonly droppedMs: number;
}

export function windowsOf(limits: Limits): CountWindows {
  return {
    madeMs: limits.holdsPerMinuteMax === null ? 0 : minuteMs,
    droppedMs: limits.dropsMax === null ? 0 : limits.dropWindowMs,
  };
}
