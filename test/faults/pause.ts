import { setTimeout as delay } from 'node:timers/promises';

export const pause = (waitMs: number): Promise<void> => delay(waitMs);

/** Asks until the answer is true; false when time is up first. */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  timeoutMs: number,
  everyMs = 25,
): Promise<boolean> {
  const endMs = performance.now() + timeoutMs;
  for (;;) {
    if (await isTrue()) return true;
    if (performance.now() > endMs) return false;
    await pause(everyMs);
  }
}
