import type { Refusal } from '@onsale/domain';
import type { Context } from 'hono';
import { routePath } from 'hono/route';
import type { Environment } from './environment.ts';

/** What a line of the log says of a request that was refused: neither its path nor its body, which may name anything. */
export function refusedFacts(c: Context<Environment>, { code }: Refusal) {
  return {
    requestId: c.get('requestId'),
    buyer: c.get('buyer'),
    method: c.req.method,
    route: routePath(c, -1),
    code,
  };
}
