import {
  closeHttpServer,
  createHealthRoutes,
  createHttpFigures,
  createHttpMeter,
  createHttpServer,
  createRegistry,
  type Lifecycle,
  type Logger,
  placeHealth,
} from '@onsale/runtime';
import { Hono } from 'hono';
import { createApp } from './app.ts';
import { createDelivery } from './delivery.ts';
import { createMessenger } from './messenger.ts';
import { openCharges } from './open-charges.ts';
import { createSandboxMetrics } from './sandbox-metrics.ts';
import type { Settings } from './settings.ts';
import { createSwitchBoard } from './switch-board.ts';

const tryMsMax = 5_000;
const messagesMax = 10_000;

/** Wires the service together from its settings; the lifecycle takes it apart again. */
export async function compose(settings: Settings, logger: Logger, lifecycle: Lifecycle) {
  const registry = createRegistry('payment-sandbox');
  const switches = createSwitchBoard({
    charges: settings.CHARGES,
    slowMs: settings.SLOW_MS,
    hangMs: settings.HANG_MS,
    lateMs: settings.LATE_MS,
    webhooks: settings.WEBHOOKS,
  });
  const delivery = createDelivery({
    triesMax: settings.WEBHOOK_TRIES_MAX,
    backOffMs: settings.WEBHOOK_BACK_OFF_MS,
    tryMsMax,
    messagesMax,
    onEnd: (end) => metrics.onDelivery(end),
  });
  const metrics = createSandboxMetrics(registry, delivery.count);
  const messenger = createMessenger({
    delivery,
    secret: settings.WEBHOOK_SECRET ?? null,
    url: settings.WEBHOOK_URL ?? null,
    switches: () => switches.current,
  });
  const charges = await openCharges(settings.DATA_FILE, {
    chargesMax: settings.CHARGES_MAX,
    onChange(charge) {
      metrics.onChange(charge.status.state);
      messenger.tell(charge);
    },
    onBroken(error) {
      logger.fatal({ err: error }, 'the books cannot be kept');
      void lifecycle.stop('the books cannot be kept', 1);
    },
  });
  const stopping = new AbortController();
  const api = createApp({
    charges,
    switches,
    apiKey: settings.API_KEY ?? null,
    callsMax: settings.CALLS_MAX,
    stopping: stopping.signal,
    logger,
    meter: createHttpMeter({ registry, figures: createHttpFigures({ registry, logger }) }),
  });
  const health = createHealthRoutes({ registry, isStopping: lifecycle.isStopping, checks: [] });
  // The API answers what it does not know in its own way, so it is asked as a whole.
  const place = placeHealth(health, settings);
  const app = new Hono().route('/', place.routes).all('*', (c) => api.fetch(c.req.raw));
  const server = createHttpServer(app.fetch);

  lifecycle.onStop('calls', () => stopping.abort());
  lifecycle.onStop('http', () => closeHttpServer(server));
  lifecycle.onStop('messages', () => messenger.stop());
  lifecycle.onStop('books', () => charges.close());
  place.closeLast(lifecycle);
  return { server, admin: place.admin, registry };
}
