import { defaultLimits, type Limits } from '@onsale/domain';
import { z } from 'zod';

const count = z.coerce.number().int().min(0).max(1_000_000);

/**
 * How often a buyer may take and drop seats of a show. The database counts, for all processes together: all of
 * them must have the same numbers. 0 sets no limit.
 */
export const holdLimitSettings = {
  /** Holds that a buyer may make within a minute [H6]. */
  HOLDS_PER_MINUTE_MAX: count.default(defaultLimits.holdsPerMinuteMax ?? 0),
  /** Holds released or expired unpaid within the window, from which on a buyer cools down [H7]. */
  DROPS_MAX: count.default(defaultLimits.dropsMax ?? 0),
  /** That window, in milliseconds. */
  DROP_WINDOW_MS: z.coerce.number().int().min(0).max(86_400_000).default(defaultLimits.dropWindowMs),
} as const;

type HoldLimitSettings = {
  readonly [name in keyof typeof holdLimitSettings]: z.infer<(typeof holdLimitSettings)[name]>;
};

/** The settings as the rules take them. */
export function holdLimitsOf(settings: HoldLimitSettings): Limits {
  const { HOLDS_PER_MINUTE_MAX, DROPS_MAX, DROP_WINDOW_MS } = settings;
  return {
    holdsPerMinuteMax: HOLDS_PER_MINUTE_MAX === 0 ? null : HOLDS_PER_MINUTE_MAX,
    dropsMax: DROPS_MAX === 0 || DROP_WINDOW_MS === 0 ? null : DROPS_MAX,
    dropWindowMs: DROP_WINDOW_MS,
  };
}
