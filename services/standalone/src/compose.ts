import type { Server } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { createInProcessHub, createSaleRoom } from '@onsale/booking';
import { readStoredLayout } from '@onsale/contracts';
import { errorCodes, type Limits, type SaleStore } from '@onsale/domain';
import { createPasses, createTokens, type OriginRule, parseKeyring } from '@onsale/identity';
import { createTraffic, type TrafficLimits } from '@onsale/limits';
import { createStaticSource } from '@onsale/node-address';
import { createRealtime } from '@onsale/realtime';
import {
  closeHttpServer,
  createHealthRoutes,
  createHttpMeter,
  createHttpServer,
  createRefusalCounter,
  createRegistry,
  type Lifecycle,
  type Logger,
} from '@onsale/runtime';
import { createApp as createSeatsApi } from '@onsale/seats-api';
import { observedParts, observeRoom } from '@onsale/telemetry';
import { createApp as createWeb } from '@onsale/web';
import { Hono } from 'hono';
import { openPayments } from './payments.ts';

export interface StandaloneOptions {
  readonly store: SaleStore;
  /** Signing keys as `id:base64url,…`. */
  readonly sessionKeys: string;
  /** Where the payment sandbox keeps its charges; they end with the process when undefined. */
  readonly chargesPath: string | undefined;
  /** The built page. */
  readonly pageDir: string;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  /** How long clients have to move when the process stops, in milliseconds. */
  readonly moveMs: number;
  readonly limits: Limits;
  readonly trafficLimits: TrafficLimits;
  /** Pages that may act, besides the sale's own. */
  readonly origins: OriginRule;
  /** Whether buyers come by https, through a proxy. */
  readonly isSecure: boolean;
  /** Proxies in front whose word on the client's address is taken. */
  readonly trustedProxyHops: number;
}

const defaultShow = 'demo';

/** The services' own parts in one process: the same code, an embedded store and a bus within the process. */
export async function compose(options: StandaloneOptions): Promise<Server> {
  const { store, logger, lifecycle } = options;
  const registry = createRegistry('standalone');
  const observers = { registry, tracing: null };
  const nowMs = await store.nowMs();
  const { sandbox, provider } = await openPayments({
    chargesPath: options.chargesPath,
    registry,
    logger,
    lifecycle,
    nowMs: () => room.clock.estimateMs() ?? Date.now(),
    hear: (message) => api.fetch(message, {}),
  });
  const room = createSaleRoom({
    store,
    ...observedParts(observers, { bus: createInProcessHub().connect(), payments: provider }),
    planOf: (text) => readStoredLayout(text).plan,
    limits: options.limits,
    onError: (message, error) => logger.error({ err: error }, message),
  });
  room.clock.observe(nowMs);
  observeRoom(observers, room);
  const keyring = parseKeyring(options.sessionKeys);
  const shared = {
    room,
    tokens: createTokens({ keyring, nowMs: () => room.clock.estimateMs() ?? Date.now() }),
    origins: options.origins,
    traffic: createTraffic(options.trafficLimits),
    trustedProxyHops: options.trustedProxyHops,
    defaultShow,
    logger,
    onRefused: createRefusalCounter(registry, errorCodes),
  };
  const health = createHealthRoutes({
    registry,
    isStopping: lifecycle.isStopping,
    checks: [{ name: 'sqlite', check: async () => (await store.nowMs()) > 0 }],
  });
  const meter = createHttpMeter({ registry, logger });
  const api = createSeatsApi({
    ...shared,
    passes: createPasses(keyring),
    meter,
    endpoints: createStaticSource(['/']),
    isSecure: options.isSecure,
  });
  const page = createWeb({ distDir: options.pageDir, connectSources: [] });
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.route('/', health);
  for (const path of ['/api/*', '/seats', '/ip', '/openapi.json'])
    app.all(path, (c) => api.fetch(c.req.raw, c.env));
  app.all('/pay/*', (c) => sandbox.app.fetch(c.req.raw));
  app.route('/', page);
  const server = createHttpServer(app.fetch);
  const realtime = createRealtime(server, { ...shared, registry });

  lifecycle.onStop('sockets', () => realtime.drain(options.moveMs));
  lifecycle.onStop('commands', () => room.drain());
  lifecycle.onStop('payments', () => sandbox.endCalls());
  lifecycle.onStop('realtime', () => realtime.close());
  lifecycle.onStop('http', () => closeHttpServer(server));
  lifecycle.onStop('sale', () => room.close());
  lifecycle.onStop('messages', () => sandbox.endMessages());
  lifecycle.onStop('books', () => sandbox.close());
  lifecycle.onStop('store', () => store.close());
  return server;
}
