import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  closeHttpServer,
  createHealthRoutes,
  createHttpFigures,
  createHttpMeter,
  createHttpServer,
  createRegistry,
  type Lifecycle,
  type Logger,
  placeHealth,
} from '@onsale/runtime';
import { Hono } from 'hono';
import { createApp } from './app.ts';
import { createForwarding, type ForwardingEnv } from './forward.ts';
import { kindOf } from './request-kind.ts';
import type { Settings } from './settings.ts';

/** Wires the service together from its settings; the lifecycle takes it apart again. */
export function compose(settings: Settings, logger: Logger, lifecycle: Lifecycle) {
  const registry = createRegistry('web');
  const health = createHealthRoutes({
    registry,
    isStopping: lifecycle.isStopping,
    checks: [{ name: 'page', check: async () => existsSync(join(settings.DIST_DIR, 'index.html')) }],
  });
  const page = createApp({ distDir: settings.DIST_DIR, connectSources: settings.CONNECT_SOURCES });
  const place = placeHealth(health, settings);
  const meter = createHttpMeter({
    registry,
    figures: createHttpFigures({ registry, logger }),
    routeOf: (c) => kindOf(c.req.path),
  });
  const app = new Hono<ForwardingEnv>().route('/', place.routes).use(meter);
  const forwarding = settings.API_URL === undefined ? null : createForwarding({ apiUrl: settings.API_URL });
  if (forwarding !== null) app.use(forwarding.handler);
  app.route('/', page);
  const server = createHttpServer(app.fetch);
  lifecycle.onStop('http', () => closeHttpServer(server));
  lifecycle.onStop('forwarding', () => forwarding?.close());
  place.closeLast(lifecycle);
  return { server, admin: place.admin, registry };
}
