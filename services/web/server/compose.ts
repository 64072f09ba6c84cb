import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { createHealthRoutes, createRegistry, type Lifecycle } from '@onsale/runtime';
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
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  lifecycle.onStop('http', () => closeServer(server));
  return server;
}

/** Stops listening and lets requests under way finish; connections that only wait are ended. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
