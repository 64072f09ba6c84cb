import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import {
  closeHttpServer,
  createHealthRoutes,
  createHttpServer,
  createRegistry,
  type Lifecycle,
} from '@onsale/runtime';
import { Hono } from 'hono';
import { createApp } from './app.ts';
import type { Settings } from './settings.ts';

/** Wires the service together from its settings; the lifecycle takes it apart again. */
export function compose(settings: Settings, lifecycle: Lifecycle): Server {
  const health = createHealthRoutes({
    registry: createRegistry('web'),
    isStopping: lifecycle.isStopping,
    checks: [{ name: 'page', check: async () => existsSync(join(settings.DIST_DIR, 'index.html')) }],
  });
  const page = createApp({ distDir: settings.DIST_DIR, connectSources: settings.CONNECT_SOURCES });
  const app = new Hono().route('/', health).route('/', page);
  const server = createHttpServer(app.fetch);
  lifecycle.onStop('http', () => closeHttpServer(server));
  return server;
}
