import { isRepeatable, type OnsaleError } from './errors.ts';

/** How often a command is asked, and how far apart. */
export interface RetryPolicy {
  readonly attemptsMax: number;
  /** The wait before the second attempt, before jitter; it doubles from attempt to attempt. */
  readonly firstWaitMs: number;
  readonly waitMsMax: number;
  /** No further attempt starts once this much time has passed since the first. */
  readonly totalMsMax: number;
}

export const commandPolicy: RetryPolicy = {
  attemptsMax: 6,
  firstWaitMs: 250,
  waitMsMax: 4_000,
  totalMsMax: 30_000,
};
export const readPolicy: RetryPolicy = {
  attemptsMax: 3,
  firstWaitMs: 250,
  waitMsMax: 2_000,
  totalMsMax: 15_000,
};
export const oncePolicy: RetryPolicy = { attemptsMax: 1, firstWaitMs: 0, waitMsMax: 0, totalMsMax: 0 };

/** Time and chance, so that tests can rule them. */
export interface Timing {
  /** Milliseconds that only ever count up. */
  nowMs(): number;
  pause(waitMs: number): Promise<void>;
  /** From 0 up to, not including, 1. */
  random(): number;
}

export const realTiming: Timing = {
  nowMs: () => performance.now(),
  pause: (waitMs) => new Promise((resolve) => setTimeout(resolve, waitMs)),
  random: () => Math.random(),
};

/**
 * What became of a command is asked again no sooner than this: a process may refuse seats from memory that is a moment
 * old, and asks the database only about ids that are not quite fresh any more [H5].
 */
const unknownWaitMsMin = 1_000;

/**
 * The wait before attempt `attempt` + 1 (counted from 1): half of the doubled wait, and a random part of the other
 * half, so that clients refused together do not come back together. Never earlier than the server asked for.
 */
export function waitMsAfter(
  attempt: number,
  error: OnsaleError,
  policy: RetryPolicy,
  random: number,
): number {
  const doubledMs = Math.min(policy.waitMsMax, policy.firstWaitMs * 2 ** (attempt - 1));
  const leastMs = error.code === 'UNKNOWN' ? unknownWaitMsMin * (1 + random / 4) : 0;
  const ownMs = Math.max(leastMs, doubledMs / 2 + (doubledMs / 2) * random);
  const askedMs = Math.min(error.details.retryAfterMs ?? 0, 2 * policy.waitMsMax);
  return askedMs > ownMs ? askedMs + (askedMs / 4) * random : ownMs;
}

/**
 * Asks until there is an answer that stands: a result, or a refusal that repeating cannot change. `ask` gets the
 * error of the attempt before it, null at first. Throws the last error when attempts or time run out.
 */
export async function withRetries<T>(
  ask: (before: OnsaleError | null) => Promise<T>,
  policy: RetryPolicy,
  timing: Timing,
): Promise<T> {
  const startMs = timing.nowMs();
  let before: OnsaleError | null = null;
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask(before);
    } catch (error) {
      if (!isRepeatable(error) || attempt >= policy.attemptsMax) throw error;
      const waitMs = waitMsAfter(attempt, error, policy, timing.random());
      if (timing.nowMs() - startMs + waitMs > policy.totalMsMax) throw error;
      await timing.pause(waitMs);
      before = error;
    }
  }
}
