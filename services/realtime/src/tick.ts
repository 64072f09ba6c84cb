import { performance } from 'node:perf_hooks';

export const tickMsMin = 20;
export const tickMsMax = 250;

/** What the process did since the tick before. Shares are of the time that has passed, from 0 to 1. */
export interface TickLoad {
  /** How much of the time the event loop had work. */
  readonly busyShare: number;
  /** How much of the time went into telling sockets. */
  readonly tellingShare: number;
}

/** Above this share of work the process is short of time, and telling less often gives it some. */
const busyShareMax = 0.7;
/** Below this share there is time to tell more often. */
const leisureShare = 0.55;
/** As long as telling takes less than this share, doing it less often would change nothing. */
const tellingShareMin = 0.06;
const longer = 1.25;
const shorter = 0.85;

/**
 * How long changes are gathered before one frame tells them, after a tick of `tickMs` with that load: 20 ms when quiet,
 * and, step by step, up to 250 ms as long as the process is short of time and much of it goes into telling. Changes
 * that come faster then share frames instead of making more.
 */
export function nextTickMs(tickMs: number, { busyShare, tellingShare }: TickLoad): number {
  const isShort = busyShare > busyShareMax && tellingShare > tellingShareMin;
  const isAtLeisure = busyShare < leisureShare || tellingShare < tellingShareMin / 2;
  const wantedMs = isShort ? tickMs * longer : isAtLeisure ? tickMs * shorter : tickMs;
  return Math.min(tickMsMax, Math.max(tickMsMin, wantedMs));
}

/** Measures the load from tick to tick. */
export interface TickMeter {
  /** Does the telling, and answers the load since the one before. */
  measure(tell: () => void): TickLoad;
}

export function createTickMeter(): TickMeter {
  let since = performance.eventLoopUtilization();
  return {
    measure(tell) {
      const startMs = performance.now();
      tell();
      const tellingMs = performance.now() - startMs;
      const current = performance.eventLoopUtilization();
      const { active, idle, utilization } = performance.eventLoopUtilization(current, since);
      since = current;
      return { busyShare: utilization, tellingShare: tellingMs / Math.max(active + idle, 1) };
    },
  };
}
