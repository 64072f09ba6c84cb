import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { createSaleRoom } from '@onsale/booking';
import { createRedisBus } from '@onsale/bus-redis';
import { readStoredLayout } from '@onsale/contracts';
import { createTokens } from '@onsale/identity';
import {
  createHealthRoutes,
  createRefusalCounter,
  createRegistry,
  type Lifecycle,
  type Logger,
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
  const room = createSaleRoom({ store, bus, planOf: (text) => readStoredLayout(text).plan, onError });
  registerSaleMetrics(registry, room);
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
  const server = createAdaptorServer({ fetch: health.fetch }) as Server;
  const realtime = createRealtime(server, {
    room,
    tokens: createTokens({
      keyring: settings.SESSION_KEYS,
      nowMs: () => room.clock.estimateMs() ?? Date.now(),
    }),
    origins: settings.ALLOWED_ORIGINS,
    defaultShow: settings.DEFAULT_SHOW,
    logger,
    registry,
    onRefused: createRefusalCounter(registry),
  });

  lifecycle.onStop('sockets', () => realtime.drain(settings.MOVE_MS));
  lifecycle.onStop('commands', () => room.drain());
  lifecycle.onStop('realtime', () => realtime.close());
  lifecycle.onStop('http', () => new Promise<void>((resolve) => server.close(() => resolve())));
  lifecycle.onStop('sale', () => room.close());
  lifecycle.onStop('bus', () => bus.close());
  lifecycle.onStop('store', () => store.close());
  return { server };
}
