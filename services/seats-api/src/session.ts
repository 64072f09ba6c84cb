import type { BuyerId } from '@onsale/domain';
import { sessionCookie, sessionTokenOf } from '@onsale/identity';
import type { Context, MiddlewareHandler } from 'hono';
import { isReading } from './bounds.ts';
import type { SeatsApiDependencies } from './dependencies.ts';
import type { Environment } from './environment.ts';
import { Problem } from './problem.ts';

type SessionNeeds = Pick<SeatsApiDependencies, 'tokens' | 'isSecure'>;

/**
 * Reads the session cookie; an absent or invalid one leaves no buyer. An aging session is renewed, except with
 * an answer that a shared cache may keep: it would hand the buyer's session to everybody.
 */
export function readSession({ tokens, isSecure }: SessionNeeds): MiddlewareHandler<Environment> {
  return async (c, next) => {
    const token = sessionTokenOf(c.req.header('cookie'), isSecure);
    const session = token === undefined ? null : await tokens.readSession(token);
    c.set('buyer', session?.buyer ?? null);
    await next();
    if (session?.isAging && !isShared(c)) await sendSession(c, session.buyer, { tokens, isSecure });
  };
}

function isShared(c: Context): boolean {
  return c.res.headers.get('cache-control')?.includes('public') === true;
}

/** The request's buyer, made and told to the browser when there is none [I1]. */
export async function ensureBuyer(c: Context<Environment>, needs: SessionNeeds): Promise<BuyerId> {
  const known = c.get('buyer');
  if (known !== null) return known;
  const buyer = needs.tokens.newBuyer();
  c.set('buyer', buyer);
  await sendSession(c, buyer, needs);
  return buyer;
}

/** The request's buyer; without one nothing can be asked in anybody's name. */
export function requireBuyer(c: Context<Environment>): BuyerId {
  const buyer = c.get('buyer');
  if (buyer === null) throw new Problem('NO_SESSION');
  return buyer;
}

async function sendSession(c: Context<Environment>, buyer: BuyerId, needs: SessionNeeds): Promise<void> {
  c.header('set-cookie', sessionCookie(await needs.tokens.issueSession(buyer), needs.isSecure), {
    append: true,
  });
}

/** Refuses requests that change something when they come from a page of another origin. */
export function checkOrigin({
  origins,
}: Pick<SeatsApiDependencies, 'origins'>): MiddlewareHandler<Environment> {
  return async (c, next) => {
    const origin = c.req.header('origin');
    const host = c.req.header('host');
    const fetchSite = c.req.header('sec-fetch-site');
    if (!isReading(c) && !origins.isAllowed({ origin, host, fetchSite }))
      throw new Problem('FORBIDDEN_ORIGIN');
    await next();
  };
}
