import type { MiddlewareHandler } from 'hono';
import type { SeatsApiDependencies } from './dependencies.ts';
import type { Environment } from './environment.ts';
import { Problem } from './problem.ts';

/** What everybody gets in the same words, and shared caches keep: it never names an origin. */
const sharedPath =
  /^\/(?:api\/(?:layouts\/[^/]+|pass-keys|shows\/[^/]+\/(?:seats|sections\/[^/]+\/changes))|seats|ip|openapi\.json)$/;
/** What everybody may read, and what opens the session of a buyer. */
const showPath = /^\/api\/shows(?:\/[^/]+)?$/;

/** As long as Chromium remembers an answer to a preflight, in seconds. */
const preflightSeconds = 7_200;
const readingMethods = 'GET, HEAD';
const buyersMethods = 'GET, HEAD, PUT, POST, DELETE';
const requestHeaders = 'content-type, traceparent, x-request-id';

/**
 * Cross-origin sharing. What everybody may read, any page may read, without credentials. What is a buyer's, only
 * a page of a listed origin may read, with credentials; its commands are asked for in advance by the browser, which
 * remembers the answer. Others get no header, so that no page sees the answer.
 */
export function shareAcrossOrigins({
  origins,
}: Pick<SeatsApiDependencies, 'origins'>): MiddlewareHandler<Environment> {
  return async (c, next) => {
    const origin = c.req.header('origin');
    const isShared = sharedPath.test(c.req.path);
    const isListed = !isShared && origins.isListed(origin);
    const isPublic = isShared || showPath.test(c.req.path);
    if (!isShared) c.header('vary', 'Origin', { append: true });
    if (isListed && origin !== undefined) {
      c.header('access-control-allow-origin', origin);
      c.header('access-control-allow-credentials', 'true');
    } else if (isPublic) c.header('access-control-allow-origin', '*');
    c.header('access-control-expose-headers', 'x-request-id, retry-after');

    const isPreflight =
      c.req.method === 'OPTIONS' &&
      origin !== undefined &&
      c.req.header('access-control-request-method') !== undefined;
    if (!isPreflight) return next();
    if (!isListed && !isPublic) throw new Problem('FORBIDDEN_ORIGIN');
    c.header('access-control-allow-methods', isListed ? buyersMethods : readingMethods);
    c.header('access-control-allow-headers', requestHeaders);
    c.header('access-control-max-age', String(preflightSeconds));
    return c.body(null, 204);
  };
}
