import { createSaleRoom } from '@onsale/booking';
import { createRedisBus } from '@onsale/bus-redis';
import { readStoredLayout } from '@onsale/contracts';
import { createTokens } from '@onsale/identity';
import { createTraffic, holdLimitsOf, trafficLimitsOf } from '@onsale/limits';
import { paymentOptionsOf } from '@onsale/payments';
import {
  closeHttpServer,
  createHealthRoutes,
  createHttpServer,
  createRefusalCounter,
  createRegistry,
  type Lifecycle,
  type Logger,
  registerBusMetrics,
  registerSaleMetrics,
} from '@onsale/runtime';
import { openMysqlStore } from '@onsale/store-mysql';
import { Hono } from 'hono';
import { createApp } from './app.ts';
import type { Environment } from './environment.ts';
import type { Settings } from './settings.ts';

/** Wires the service together from its settings; the lifecycle takes it apart again. */
export async function compose(settings: Settings, logger: Logger, lifecycle: Lifecycle) {
  const registry = createRegistry('seats-api');
  const store = await openMysqlStore({
    url: settings.MYSQL_URL,
    connectionsMax: settings.MYSQL_CONNECTIONS_MAX,
  });
  const onError = (message: string, error?: unknown) => logger.error({ err: error }, message);
  const bus = createRedisBus({ url: settings.REDIS_URL, onError });
  /** The sale's clock: the database's, as soon as it is known. */
  function saleMs(): number {
    return room.clock.estimateMs() ?? Date.now();
  }
  const room = createSaleRoom({
    store,
    bus,
    planOf: (text) => readStoredLayout(text).plan,
    limits: holdLimitsOf(settings),
    onError,
    ...paymentOptionsOf(settings, {
      webhookSecrets: settings.PAYMENT_WEBHOOK_SECRET,
      nowMs: saleMs,
      onError,
    }),
    ...(settings.UPKEEP ? {} : { upkeep: false as const }),
  });
  registerSaleMetrics(registry, room);
  registerBusMetrics(registry, bus);
  const api = createApp({
    room,
    tokens: createTokens({ keyring: settings.SESSION_KEYS, nowMs: saleMs }),
    origins: settings.ALLOWED_ORIGINS,
    traffic: createTraffic(trafficLimitsOf(settings)),
    trustedProxyHops: settings.TRUSTED_PROXY_HOPS,
    endpoints: settings.REALTIME_ENDPOINTS,
    defaultShow: settings.DEFAULT_SHOW,
    isSecure: settings.SECURE_COOKIES,
    logger,
    onRefused: createRefusalCounter(registry),
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
    ],
  });
  // The API answers what it does not know in its own way, so it is asked as a whole.
  const app = new Hono<Pick<Environment, 'Bindings'>>()
    .route('/', health)
    .all('*', (c) => api.fetch(c.req.raw, c.env));
  const server = createHttpServer(app.fetch);

  lifecycle.onStop('commands', () => room.drain());
  lifecycle.onStop('http', () => closeHttpServer(server));
  lifecycle.onStop('sale', () => room.close());
  lifecycle.onStop('bus', () => bus.close());
  lifecycle.onStop('store', () => store.close());
  return { server, room };
}
