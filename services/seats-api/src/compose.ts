import { createSaleRoom, createSandboxPayments } from '@onsale/booking';
import { createRedisBus } from '@onsale/bus-redis';
import { readStoredLayout } from '@onsale/contracts';
import { errorCodes } from '@onsale/domain';
import { createPasses, createTokens } from '@onsale/identity';
import { createTraffic, holdLimitsOf, trafficLimitsOf } from '@onsale/limits';
import { paymentOptionsOf } from '@onsale/payments';
import {
  closeHttpServer,
  createHealthRoutes,
  createHttpMeter,
  createHttpServer,
  createRefusalCounter,
  createRegistry,
  type Lifecycle,
  type Logger,
  placeHealth,
} from '@onsale/runtime';
import { openMysqlStore, watchSchema } from '@onsale/store-mysql';
import {
  observedParts,
  observeRoom,
  registerBusMetrics,
  registerStoreMetrics,
  tracingOf,
} from '@onsale/telemetry';
import { Hono } from 'hono';
import { createApp } from './app.ts';
import { openDiscovery } from './discovery/open-discovery.ts';
import type { Environment } from './environment.ts';
import type { Settings } from './settings.ts';

/** Wires the service together from its settings; the lifecycle takes it apart again. */
export async function compose(settings: Settings, logger: Logger, lifecycle: Lifecycle) {
  const registry = createRegistry('seats-api');
  const tracing = await tracingOf(settings, {
    service: 'seats-api',
    onError: (message) => logger.warn(message),
  });
  const observers = { registry, tracing };
  const store = await openMysqlStore({
    url: settings.MYSQL_URL,
    connectionsMax: settings.MYSQL_CONNECTIONS_MAX,
  });
  const schema = watchSchema(store, { tell: (line) => logger.warn(line) });
  const onError = (message: string, error?: unknown) => {
    if (!schema.explains(error)) logger.error({ err: error }, message);
  };
  const bus = createRedisBus({ url: settings.REDIS_URL, onError });
  /** The sale's clock: the database's, as soon as it is known. */
  function saleMs(): number {
    return room.clock.estimateMs() ?? Date.now();
  }
  const { payments = createSandboxPayments(), upkeep } = paymentOptionsOf(settings, {
    webhookSecrets: settings.PAYMENT_WEBHOOK_SECRET,
    nowMs: saleMs,
    onError,
  });
  const room = createSaleRoom({
    store,
    planOf: (text) => readStoredLayout(text).plan,
    limits: holdLimitsOf(settings),
    onError,
    ...(settings.UPKEEP ? { upkeep } : { upkeep: false as const }),
    ...observedParts(observers, { bus, payments }),
  });
  observeRoom(observers, room);
  registerBusMetrics(registry, bus);
  registerStoreMetrics(registry, store, settings.MYSQL_CONNECTIONS_MAX);
  const discovery = await openDiscovery(settings.discovery, {
    redisUrl: settings.REDIS_URL,
    logger,
    registry,
  });
  const api = createApp({
    room,
    tokens: createTokens({ keyring: settings.SESSION_KEYS, nowMs: saleMs }),
    passes: createPasses(settings.SESSION_KEYS),
    origins: settings.ALLOWED_ORIGINS,
    traffic: createTraffic(trafficLimitsOf(settings)),
    trustedProxyHops: settings.TRUSTED_PROXY_HOPS,
    endpoints: discovery.source,
    defaultShow: settings.DEFAULT_SHOW,
    isSecure: settings.SECURE_COOKIES,
    logger,
    meter: createHttpMeter({ registry, logger }),
    tracing,
    onRefused: createRefusalCounter(registry, errorCodes),
  });
  const health = createHealthRoutes({
    registry,
    isStopping: lifecycle.isStopping,
    checks: [
      {
        name: 'mysql',
        check: async () => {
          room.clock.observe(await store.nowMs());
          return true;
        },
      },
      { name: 'schema', check: async () => schema.isUsable() },
    ],
  });
  // The API answers what it does not know in its own way, so it is asked as a whole.
  const place = placeHealth(health, settings);
  const app = new Hono<Pick<Environment, 'Bindings'>>()
    .route('/', place.routes)
    .all('*', (c) => api.fetch(c.req.raw, c.env));
  const server = createHttpServer(app.fetch);

  lifecycle.onStop('commands', () => room.drain());
  lifecycle.onStop('http', () => closeHttpServer(server));
  lifecycle.onStop('sale', () => room.close());
  lifecycle.onStop('discovery', () => discovery.close());
  lifecycle.onStop('bus', () => bus.close());
  lifecycle.onStop('schema', () => schema.stop());
  lifecycle.onStop('store', () => store.close());
  lifecycle.onStop('traces', () => tracing?.close());
  place.closeLast(lifecycle);
  return { server, admin: place.admin, room, registry };
}
