import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { HttpFigures } from './http-figures.ts';
import { Gauge, type Registry } from './metrics.ts';

export interface HttpMeterOptions {
  readonly registry: Registry;
  readonly figures: HttpFigures;
  /** The request's route, one of few; the pattern that matched, unless told otherwise. */
  readonly routeOf?: (c: Context) => string;
}

const knownMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']);

/** Tells the figures of every request that an app answers, and how many are under way. */
export function createHttpMeter(options: HttpMeterOptions): MiddlewareHandler {
  const { registry, figures, routeOf = matchedRoute } = options;
  const inFlight = new Gauge({
    name: 'onsale_http_in_flight',
    help: 'Requests that wait for their answer.',
    registers: [registry],
  });
  return async (c, next) => {
    const startMs = performance.now();
    inFlight.inc();
    try {
      await next();
    } finally {
      inFlight.dec();
      figures.answered({
        route: routeOf(c),
        method: knownMethods.has(c.req.method) ? c.req.method : 'other',
        status: c.res.status,
        seconds: (performance.now() - startMs) / 1_000,
        requestId: () => c.res.headers.get('x-request-id') ?? undefined,
      });
    }
  };
}

/** The pattern of the route that answered; `none` when only what is asked of every request matched. */
function matchedRoute(c: Context): string {
  const route = routePath(c, -1);
  return route.endsWith('*') ? 'none' : route;
}
