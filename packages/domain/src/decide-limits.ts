import type { Refusal } from './errors.ts';
import type { EpochMs } from './ids.ts';
import { type Limits, windowsOf } from './limits.ts';
import type { Recent, Tally } from './tally.ts';

/** Why a buyer may not make another hold for a while, or null. */
export function limitRefusal(limits: Limits, { made, dropped }: Tally, nowMs: EpochMs): Refusal | null {
  const { madeMs, droppedMs } = windowsOf(limits);
  const waitMs = (recent: Recent, windowMs: number) => recent.oldestMs + windowMs - nowMs;
  if (limits.holdsPerMinuteMax !== null && made.count >= limits.holdsPerMinuteMax)
    return { code: 'TOO_MANY_HOLDS', details: { retryAfterMs: waitMs(made, madeMs) } };
  if (limits.dropsMax !== null && dropped.count >= limits.dropsMax)
    return { code: 'COOLING_DOWN', details: { retryAfterMs: waitMs(dropped, droppedMs) } };
  return null;
}
