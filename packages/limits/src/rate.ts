import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Bounds how often each key may do something. */
export interface Rate {
  /** Counts one more for the key. Null when it is within the limit, else how long to wait, in milliseconds. */
  spend(key: string): Promise<number | null>;
  /** Keys remembered at the moment. */
  keys(): number;
}

export interface RateOptions {
  /** How often on average; 0 sets no limit. */
  readonly perSecond: number;
  /** Keys remembered at most. @default 100000 */
  readonly keysMax?: number;
}

/** The window over which a rate is averaged: as many seconds' worth may come at once. */
const windowSeconds = 2;

/** Past this share of `keysMax` counting starts afresh, so that it does not have to every few keys. */
const crowdedShare = 0.75;

/**
 * A rate kept in the process's memory. A key is forgotten when its window has passed. Past `keysMax` keys within one
 * window everybody starts afresh: whoever comes from ever new keys cannot be told from a crowd, and must not keep
 * the crowd out.
 */
export function createRate({ perSecond, keysMax = 100_000 }: RateOptions): Rate {
  if (perSecond === 0) return { spend: async () => null, keys: () => 0 };
  const create = () => new RateLimiterMemory({ points: perSecond * windowSeconds, duration: windowSeconds });
  let limiter = create();
  const keys = () => limiter.dump().storage.length;
  // Keys made since they were last counted: counting them each time would cost more than the rest.
  let keysAtMost = 0;

  function makeRoom(): void {
    keysAtMost = keys();
    if (keysAtMost < keysMax * crowdedShare) return;
    limiter = create();
    keysAtMost = 0;
  }

  return {
    keys,
    async spend(key) {
      if (keysAtMost >= keysMax) makeRoom();
      try {
        const { isFirstInDuration } = await limiter.consume(key);
        if (isFirstInDuration) keysAtMost++;
        return null;
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        // A wall clock that was set back must not make anybody wait longer than the window, which ends by a timer.
        return Math.min(Math.max(1, refused.msBeforeNext), windowSeconds * 1_000);
      }
    },
  };
}
