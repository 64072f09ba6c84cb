import { hostname } from 'node:os';
import { createSaleRoom, createSandboxPayments } from '@onsale/booking';
import { createRedisBus, createRedisLoads } from '@onsale/bus-redis';
import { readStoredLayout } from '@onsale/contracts';
import { errorCodes } from '@onsale/domain';
import { createTokens } from '@onsale/identity';
import { createTraffic, holdLimitsOf, trafficLimitsOf } from '@onsale/limits';
import { startLoadReports } from '@onsale/node-address/loads';
import { paymentOptionsOf } from '@onsale/payments';
import {
  closeHttpServer,
  createHealthRoutes,
  createPublicServer,
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
import { createRealtime } from './realtime.ts';
import type { Settings } from './settings.ts';

/** Wires the service together from its settings; the lifecycle takes it apart again. */
export async function compose(settings: Settings, logger: Logger, lifecycle: Lifecycle) {
  const registry = createRegistry('realtime');
  const tracing = await tracingOf(settings, {
    service: 'realtime',
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
  const place = placeHealth(health, settings);
  const { tls } = settings;
  const server = await createPublicServer(place.routes.fetch, { tls, logger, registry, lifecycle });
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
    tracing,
    onRefused: createRefusalCounter(registry, errorCodes),
  });

  const loadChannel = createRedisLoads({ url: settings.REDIS_URL, onError });
  const loads = startLoadReports({
    channel: loadChannel,
    pod: settings.POD_NAME ?? hostname(),
    connections: realtime.connections,
  });

  // First of all: buyers are sent elsewhere from here on.
  lifecycle.onStop('loads', () => loads.drain());
  lifecycle.onStop('sockets', () => realtime.drain(settings.MOVE_MS));
  lifecycle.onStop('commands', () => room.drain());
  lifecycle.onStop('realtime', () => realtime.close());
  lifecycle.onStop('http', () => closeHttpServer(server));
  lifecycle.onStop('sale', () => room.close());
  lifecycle.onStop('bus', () => bus.close());
  lifecycle.onStop('load channel', () => {
    loads.stop();
    return loadChannel.close();
  });
  lifecycle.onStop('schema', () => schema.stop());
  lifecycle.onStop('store', () => store.close());
  lifecycle.onStop('traces', () => tracing?.close());
  place.closeLast(lifecycle);
  return { server, admin: place.admin, registry };
}
