import { markOf } from '@onsale/runtime';
import type { SaleTracing } from '@onsale/telemetry';
import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { isReading } from './bounds.ts';
import type { Environment } from './environment.ts';
import { refusalOf } from './problem.ts';

/** Records the way of requests that change something. What only reads is told by the figures well enough. */
export function traceCommands(tracing: SaleTracing): MiddlewareHandler<Environment> {
  return async (c, next) => {
    if (isReading(c)) return next();
    await tracing.command(
      {
        name: `${c.req.method} ${routePath(c, -1)}`,
        parent: c.req.header('traceparent'),
        attributes: () => attributesOf(c),
      },
      next,
      () => (c.error === undefined ? 'OK' : refusalOf(c.error).code),
    );
  };
}

function attributesOf(c: Context<Environment>): Record<string, string> {
  const buyer = c.get('buyer');
  return {
    'onsale.request_id': c.get('requestId'),
    ...(buyer === null || buyer === undefined ? {} : { 'onsale.buyer': markOf(buyer) }),
  };
}
