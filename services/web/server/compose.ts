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
import { createForwarding, type ForwardingEnv, payPath } from './forward.ts';
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
  const { API_URL: apiUrl, PAY_URL: payUrl } = settings;
  const forwardings = [
    ...(apiUrl === undefined ? [] : [createForwarding({ apiUrl })]),
    ...(payUrl === undefined ? [] : [createForwarding({ apiUrl: payUrl, paths: payPath })]),
  ];
  for (const { handler } of forwardings) app.use(handler);
  app.route('/', page);
  const server = createHttpServer(app.fetch);
  lifecycle.onStop('http', () => closeHttpServer(server));
  lifecycle.onStop('forwarding', () => {
    for (const forwarding of forwardings) forwarding.close();
  });
  place.closeLast(lifecycle);
  return { server, admin: place.admin, registry };
}
