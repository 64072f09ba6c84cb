import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Logger } from './logger.ts';
import { Counter, Gauge, Histogram, type Registry } from './metrics.ts';

/** Seconds: from what memory answers to what a buyer gives up on. */
const answerBuckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface HttpMeterOptions {
  readonly registry: Registry;
  readonly logger: Logger;
  /** The request's route, one of few; the pattern that matched, unless told otherwise. */
  readonly routeOf?: (c: Context) => string;
}

const knownMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']);

/**
 * Counts and times requests by route and status, never by address or id: what a stranger types into a path makes no
 * figures. Its line per request is at level `trace`: at `debug` a sale's crowd would fill the disks.
 */
export function createHttpMeter(options: HttpMeterOptions): MiddlewareHandler {
  const { registry, logger, routeOf = matchedRoute } = options;
  const registers = [registry];
  const requests = new Counter({
    name: 'onsale_http_requests_total',
    help: 'Requests answered, by route, method and status.',
    labelNames: ['route', 'method', 'code'],
    registers,
  });
  const durations = new Histogram({
    name: 'onsale_http_request_duration_seconds',
    help: 'From a request to its answer, by route and method.',
    labelNames: ['route', 'method'],
    buckets: answerBuckets,
    registers,
  });
  const inFlight = new Gauge({
    name: 'onsale_http_in_flight',
    help: 'Requests that wait for their answer.',
    registers,
  });
  return async (c, next) => {
    const startMs = performance.now();
    inFlight.inc();
    try {
      await next();
    } finally {
      inFlight.dec();
      const seconds = (performance.now() - startMs) / 1_000;
      const method = knownMethods.has(c.req.method) ? c.req.method : 'other';
      const route = routeOf(c);
      requests.inc({ route, method, code: String(c.res.status) });
      durations.observe({ route, method }, seconds);
      if (logger.isLevelEnabled('trace'))
        logger.trace({ requestId: requestIdOf(c), method, route, status: c.res.status, seconds }, 'answered');
    }
  };
}

/** The pattern of the route that answered; `none` when only what is asked of every request matched. */
function matchedRoute(c: Context): string {
  const route = routePath(c, -1);
  return route.endsWith('*') ? 'none' : route;
}

function requestIdOf(c: Context): string | undefined {
  return c.res.headers.get('x-request-id') ?? undefined;
}
