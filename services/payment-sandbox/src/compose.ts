import {
  closeHttpServer,
  createHealthRoutes,
  createHttpMeter,
  createHttpServer,
  createRegistry,
  type Lifecycle,
  type Logger,
  placeHealth,
} from '@onsale/runtime';
import { Hono } from 'hono';
import { openSandbox } from './sandbox.ts';
import type { Settings } from './settings.ts';

/** Wires the service together from its settings; the lifecycle takes it apart again. */
export async function compose(settings: Settings, logger: Logger, lifecycle: Lifecycle) {
  const registry = createRegistry('payment-sandbox');
  const sandbox = await openSandbox({
    settings,
    registry,
    logger,
    meter: createHttpMeter({ registry, logger }),
    onBroken(error) {
      logger.fatal({ err: error }, 'the books cannot be kept');
      void lifecycle.stop('the books cannot be kept', 1);
    },
  });
  const health = createHealthRoutes({ registry, isStopping: lifecycle.isStopping, checks: [] });
  // The API answers what it does not know in its own way, so it is asked as a whole.
  const place = placeHealth(health, settings);
  const app = new Hono().route('/', place.routes).all('*', (c) => sandbox.app.fetch(c.req.raw));
  const server = createHttpServer(app.fetch);

  lifecycle.onStop('calls', () => sandbox.endCalls());
  lifecycle.onStop('http', () => closeHttpServer(server));
  lifecycle.onStop('messages', () => sandbox.endMessages());
  lifecycle.onStop('books', () => sandbox.close());
  place.closeLast(lifecycle);
  return { server, admin: place.admin, registry };
}
