import { v7 } from 'uuid';

/**
 * The id of a hold or of an attempt to pay: a UUIDv7, the command's idempotency key. The same id goes with every
 * repeat of the same command. `nowMs` is the server's clock where it is known, so that a wrong clock here does no harm.
 */
export function newId(nowMs: number = Date.now()): string {
  return v7({ msecs: Math.max(0, Math.floor(nowMs)) });
}
