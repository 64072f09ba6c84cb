import { clientAddress } from '@onsale/identity';
import type { Context, MiddlewareHandler } from 'hono';
import type { SeatsApiDependencies } from './dependencies.ts';
import type { Environment } from './environment.ts';
import { Problem } from './problem.ts';

type Handler = MiddlewareHandler<Environment>;

const busyRetryAfterMs = 250;

const jsonType = /^application\/json\s*(;|$)/i;

/** Refuses what comes while too many requests are under way: each keeps its body and its answer in memory. */
export function boundRequests(requestsMax = 5_000): Handler {
  let underWay = 0;
  return async (_c, next) => {
    if (underWay >= requestsMax) throw new Problem('BUSY', { retryAfterMs: busyRetryAfterMs });
    underWay++;
    try {
      await next();
    } finally {
      underWay--;
    }
  };
}

/** Counts a request against what its buyer and its address may ask; the session must have been read. */
export function boundTraffic({
  traffic,
  trustedProxyHops,
}: Pick<SeatsApiDependencies, 'traffic' | 'trustedProxyHops'>): Handler {
  return async (c, next) => {
    const address = clientAddress(
      c.req.header('x-forwarded-for'),
      c.env?.incoming?.socket.remoteAddress,
      trustedProxyHops,
    );
    const refusal = isReading(c)
      ? await traffic.read(address)
      : await traffic.command(c.get('buyer'), address);
    if (refusal !== null) throw new Problem(refusal.code, refusal.details);
    await next();
  };
}

/**
 * Refuses a body that is not called JSON. A page of another origin can send forms and plain text without asking
 * first, JSON it cannot; so no such body may ever be taken for a command's.
 */
export function requireJson(): Handler {
  return async (c, next) => {
    const type = c.req.header('content-type');
    const hasBody =
      c.req.header('transfer-encoding') !== undefined || Number(c.req.header('content-length')) > 0;
    if (!isReading(c) && (type === undefined ? hasBody : !jsonType.test(type)))
      throw new Problem('BAD_REQUEST', { faults: ['content-type: must be application/json'] });
    await next();
  };
}

/** Whether the request changes nothing, whatever it asks. */
export function isReading(c: Context): boolean {
  return c.req.method === 'GET' || c.req.method === 'HEAD' || c.req.method === 'OPTIONS';
}
