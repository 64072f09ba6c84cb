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
import { createRealtime } from './realtime.ts';
import type { Settings } from './settings.ts';

/** Wires the service together from its settings; the lifecycle takes it apart again. */
export async function compose(settings: Settings, logger: Logger, lifecycle: Lifecycle) {
  const registry = createRegistry('realtime');
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
    ...paymentOptionsOf(settings, { nowMs: saleMs, onError }),
    ...(settings.UPKEEP ? {} : { upkeep: false as const }),
  });
  registerSaleMetrics(registry, room);
  registerBusMetrics(registry, bus);
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
  const server = createHttpServer(health.fetch);
  const realtime = createRealtime(server, {
    room,
    tokens: createTokens({
      keyring: settings.SESSION_KEYS,
      nowMs: saleMs,
    }),
    origins: settings.ALLOWED_ORIGINS,
    traffic: createTraffic(trafficLimitsOf(settings)),
    trustedProxyHops: settings.TRUSTED_PROXY_HOPS,
    defaultShow: settings.DEFAULT_SHOW,
    logger,
    registry,
    onRefused: createRefusalCounter(registry),
  });

  lifecycle.onStop('sockets', () => realtime.drain(settings.MOVE_MS));
  lifecycle.onStop('commands', () => room.drain());
  lifecycle.onStop('realtime', () => realtime.close());
  lifecycle.onStop('http', () => closeHttpServer(server));
  lifecycle.onStop('sale', () => room.close());
  lifecycle.onStop('bus', () => bus.close());
  lifecycle.onStop('store', () => store.close());
  return { server };
}
