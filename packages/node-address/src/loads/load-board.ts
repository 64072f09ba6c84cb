import type { LoadReport } from './load-report.ts';

/**
 * What is known of a pod's load. `silent`: it reported before and does so no longer, though others do. `unknown`:
 * it was never heard of, or nobody is heard of, as when Redis is away.
 */
export type Load =
  | { readonly kind: 'reported'; readonly connections: number; readonly isDraining: boolean }
  | { readonly kind: 'silent' }
  | { readonly kind: 'unknown' };

export interface Loads {
  of(pod: string): Load;
}

export interface LoadBoard extends Loads {
  take(report: LoadReport): void;
}

/** How long a report counts. */
const freshMs = 5_000;

/** Longest time between two reports of anybody in which the board still counts as hearing all along. */
const gapMsMax = 2_500;

const unknown: Load = { kind: 'unknown' };
const silent: Load = { kind: 'silent' };

/**
 * Remembers each pod's last report. A pod is called silent only when the board has heard others for as long as a
 * report counts: right after a restart of Redis the first to be back would otherwise make all others silent.
 * `nowMs` is a clock that never goes back; `podsMax` bounds the memory, those heard longest ago go first.
 */
export function createLoadBoard(nowMs: () => number = () => performance.now(), podsMax = 10_000): LoadBoard {
  const lastOfPod = new Map<string, { readonly load: Load; readonly heardMs: number }>();
  let heardMs = Number.NEGATIVE_INFINITY;
  let hearingSinceMs = Number.NEGATIVE_INFINITY;

  return {
    take({ pod, connections, isDraining }) {
      const now = nowMs();
      if (now - heardMs > gapMsMax) hearingSinceMs = now;
      heardMs = now;
      // Taken out first, so that the map's order is the order in which pods were last heard.
      lastOfPod.delete(pod);
      lastOfPod.set(pod, { load: { kind: 'reported', connections, isDraining }, heardMs: now });
      const [oldest] = lastOfPod.keys();
      if (lastOfPod.size > podsMax && oldest !== undefined) lastOfPod.delete(oldest);
    },
    of(pod) {
      const last = lastOfPod.get(pod);
      if (last === undefined) return unknown;
      const now = nowMs();
      if (now - last.heardMs <= freshMs) return last.load;
      const isHearing = now - heardMs <= gapMsMax && now - hearingSinceMs > freshMs;
      return isHearing ? silent : unknown;
    },
  };
}
