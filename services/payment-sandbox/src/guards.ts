import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { Problem } from './problem.ts';

/** Lets in who brings the key as a bearer token; everybody when there is none. */
export function requireKey(apiKey: string | null): MiddlewareHandler {
  // Hashes have one length, so that comparing them takes one time.
  const hashOf = (text: string) => createHash('sha256').update(text).digest();
  const expected = apiKey === null ? null : hashOf(`Bearer ${apiKey}`);
  return async (c, next) => {
    const given = c.req.header('authorization') ?? '';
    if (expected !== null && !timingSafeEqual(hashOf(given), expected)) throw new Problem('BAD_KEY');
    await next();
  };
}

/** Refuses calls past that many under way. */
export function limitCalls(callsMax: number): MiddlewareHandler {
  let underWay = 0;
  return async (_, next) => {
    if (underWay >= callsMax) throw new Problem('BUSY');
    underWay++;
    try {
      await next();
    } finally {
      underWay--;
    }
  };
}
