import type { OnsaleError } from './errors.ts';

/** Why another link is needed. */
export type Need =
  | { readonly kind: 'none' }
  | { readonly kind: 'first' }
  /** The server goes away within that time. */
  | { readonly kind: 'move'; readonly withinMs: number }
  /** The link is there, but silent. `crowd` is how many sockets its process had: they are all looking for another. */
  | { readonly kind: 'silent'; readonly sinceMs: number; readonly crowd: number }
  | { readonly kind: 'lost'; readonly sinceMs: number; readonly crowd: number };

const quickMsMax = 500;
/** How many of a crowd come back in a millisecond: what one process can open without keeping anybody waiting. */
const comebacksPerMs = 0.5;
const waitMsMin = 250;
const waitMsMax = 5_000;

/**
 * How long to wait before an attempt to connect. The clients of a process that died come back spread over half a
 * second, thousands over seconds; those that fail then, over five seconds, however often, so that no crowd ever
 * arrives at once.
 */
export function waitMsBefore(need: Need, attempt: number, error: OnsaleError | null, random: number): number {
  const askedMs = Math.min(error?.details.retryAfterMs ?? 0, 4 * waitMsMax);
  const longestMs = need.kind === 'move' ? Math.min(need.withinMs / 2, waitMsMax) : waitMsMax;
  if (attempt > 0) return Math.max(askedMs, waitMsMin) + Math.max(0, longestMs - waitMsMin) * random;
  switch (need.kind) {
    case 'none':
    case 'first':
      return 0;
    case 'move':
      // At least half of the time is left for the connection itself and for a second attempt.
      return longestMs * random;
    case 'silent':
    case 'lost':
      return Math.min(Math.max(need.crowd / comebacksPerMs, quickMsMax), waitMsMax) * random;
  }
}
