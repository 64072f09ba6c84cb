import { randomBytes } from 'node:crypto';

/** A fresh key that signs sessions, as `SESSION_KEYS` takes it. */
export function createSessionKeys(): string {
  return `${randomBytes(4).toString('hex')}:${randomBytes(32).toString('base64url')}`;
}
