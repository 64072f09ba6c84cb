import { setTimeout as delay } from 'node:timers/promises';

/** Waits that long, or until there is no more use in waiting. */
export async function pause(ms: number, ...ends: readonly AbortSignal[]): Promise<void> {
  if (ms > 0) await delay(ms, undefined, { signal: AbortSignal.any([...ends]) }).catch(() => {});
}
