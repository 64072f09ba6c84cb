import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { createInProcessHub, createSaleRoom } from '@onsale/booking';
import { readStoredLayout } from '@onsale/contracts';
import type { SaleStore } from '@onsale/domain';
import { createTokens, parseKeyring, parseOrigins } from '@onsale/identity';
import { createStaticSource } from '@onsale/node-address';
import { createRealtime } from '@onsale/realtime';
import {
  createHealthRoutes,
  createRefusalCounter,
  createRegistry,
  type Lifecycle,
  type Logger,
  registerSaleMetrics,
} from '@onsale/runtime';
import { createApp as createSeatsApi } from '@onsale/seats-api';
import { createApp as createWeb } from '@onsale/web';
import { Hono } from 'hono';

export interface StandaloneOptions {
  readonly store: SaleStore;
  /** Signing keys as `id:base64url,…`. */
  readonly sessionKeys: string;
  /** The built page. */
  readonly pageDir: string;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  /** How long clients have to move when the process stops, in milliseconds. */
  readonly moveMs: number;
}

const defaultShow = 'demo';

/** The services' own parts in one process: the same code, an embedded store and a bus within the process. */
export async function compose(options: StandaloneOptions): Promise<Server> {
  const { store, logger, lifecycle } = options;
  const registry = createRegistry('standalone');
  const room = createSaleRoom({
    store,
    bus: createInProcessHub().connect(),
    planOf: (text) => readStoredLayout(text).plan,
    onError: (message, error) => logger.error({ err: error }, message),
  });
  room.clock.observe(await store.nowMs());
  registerSaleMetrics(registry, room);
  const shared = {
    room,
    tokens: createTokens({
      keyring: parseKeyring(options.sessionKeys),
      nowMs: () => room.clock.estimateMs() ?? Date.now(),
    }),
    origins: parseOrigins(''),
    defaultShow,
    logger,
    onRefused: createRefusalCounter(registry),
  };
  const health = createHealthRoutes({
    registry,
    isStopping: lifecycle.isStopping,
    checks: [{ name: 'sqlite', check: async () => (await store.nowMs()) > 0 }],
  });
  const api = createSeatsApi({ ...shared, endpoints: createStaticSource(['/']), isSecure: false });
  const page = createWeb({ distDir: options.pageDir, connectSources: [] });
  const app = new Hono();
  app.route('/', health);
  for (const path of ['/api/*', '/seats', '/ip', '/openapi.json'])
    app.all(path, (c) => api.fetch(c.req.raw, c.env));
  app.route('/', page);
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  const realtime = createRealtime(server, { ...shared, registry });

  lifecycle.onStop('sockets', () => realtime.drain(options.moveMs));
  lifecycle.onStop('commands', () => room.drain());
  lifecycle.onStop('realtime', () => realtime.close());
  lifecycle.onStop('http', () => closeServer(server));
  lifecycle.onStop('sale', () => room.close());
  lifecycle.onStop('store', () => store.close());
  return server;
}

/** Stops listening and lets requests under way finish; connections that only wait are ended. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
