import type { BuyerId } from '@onsale/domain';
import { type CookieKind, sessionCookie, sessionTokenOf } from '@onsale/identity';
import type { Context, MiddlewareHandler } from 'hono';
import { isReading } from './bounds.ts';
import type { SeatsApiDependencies } from './dependencies.ts';
import type { Environment } from './environment.ts';
import { Problem } from './problem.ts';

type SessionNeeds = Pick<SeatsApiDependencies, 'tokens' | 'isSecure' | 'origins'>;

/**
 * Reads the session cookie; an absent or invalid one leaves no buyer, and so does a page that may not act. An aging
 * session is renewed, except with an answer that a shared cache may keep: it would hand the buyer's session to
 * everybody.
 */
export function readSession(needs: SessionNeeds): MiddlewareHandler<Environment> {
  return async (c, next) => {
    const cookie = cookieOf(c, needs);
    c.set('cookie', cookie);
    const token = cookie === null ? undefined : sessionTokenOf(c.req.header('cookie'), cookie);
    const session = token === undefined ? null : await needs.tokens.readSession(token);
    c.set('buyer', session?.buyer ?? null);
    await next();
    if (cookie !== null && session?.isAging && !isShared(c))
      await sendSession(c, session.buyer, cookie, needs.tokens);
  };
}

/**
 * The cookie that the request brings and takes. That of other sites' pages goes with whatever such a site makes a
 * browser ask, so it counts only together with an origin that is listed: pages cannot write that header.
 */
function cookieOf(c: Context<Environment>, { origins, isSecure }: SessionNeeds): CookieKind | null {
  const { origin, fetchSite, host } = originOf(c);
  if (origin !== undefined && !origins.isAllowed({ origin, host, fetchSite })) return null;
  if (!isSecure) return 'plain';
  return fetchSite === 'cross-site' && origins.isListed(origin) ? 'partitioned' : 'secure';
}

function originOf(c: Context<Environment>) {
  return {
    origin: c.req.header('origin'),
    host: c.req.header('host'),
    fetchSite: c.req.header('sec-fetch-site'),
  };
}

function isShared(c: Context): boolean {
  return c.res.headers.get('cache-control')?.includes('public') === true;
}

/** Makes the buyer of a first visit, for whoever may have a session; others may look all the same. */
export async function welcome(c: Context<Environment>, needs: SessionNeeds): Promise<void> {
  if (c.get('cookie') !== null) await ensureBuyer(c, needs);
}

/** The request's buyer, made and told to the browser when there is none [I1]. */
export async function ensureBuyer(c: Context<Environment>, { tokens }: SessionNeeds): Promise<BuyerId> {
  const known = c.get('buyer');
  if (known !== null) return known;
  const cookie = c.get('cookie');
  if (cookie === null) throw new Problem('FORBIDDEN_ORIGIN');
  const buyer = tokens.newBuyer();
  c.set('buyer', buyer);
  await sendSession(c, buyer, cookie, tokens);
  return buyer;
}

/** The request's buyer; without one nothing can be asked in anybody's name. */
export function requireBuyer(c: Context<Environment>): BuyerId {
  const buyer = c.get('buyer');
  if (buyer === null) throw new Problem('NO_SESSION');
  return buyer;
}

async function sendSession(
  c: Context<Environment>,
  buyer: BuyerId,
  cookie: CookieKind,
  tokens: SessionNeeds['tokens'],
): Promise<void> {
  c.header('set-cookie', sessionCookie(await tokens.issueSession(buyer), cookie), { append: true });
}

/** Refuses requests that change something when they come from a page of another origin. */
export function checkOrigin({
  origins,
}: Pick<SeatsApiDependencies, 'origins'>): MiddlewareHandler<Environment> {
  return async (c, next) => {
    if (!isReading(c) && !origins.isAllowed(originOf(c))) throw new Problem('FORBIDDEN_ORIGIN');
    await next();
  };
}
