import type { Logger, Registry } from '@onsale/runtime';
import type { MiddlewareHandler } from 'hono';
import { createApp } from './app.ts';
import { createDelivery } from './delivery.ts';
import { createMessenger } from './messenger.ts';
import { openCharges } from './open-charges.ts';
import { createSandboxMetrics } from './sandbox-metrics.ts';
import type { Settings } from './settings.ts';
import { createSwitchBoard } from './switch-board.ts';

const tryMsMax = 5_000;
const messagesMax = 10_000;

export interface SandboxOptions {
  /** Those of its port and its process do not count here. */
  readonly settings: Settings;
  readonly registry: Registry;
  readonly logger: Logger;
  readonly meter?: MiddlewareHandler;
  /** Hears, once, that the books can no longer be kept. */
  readonly onBroken: (error: unknown) => void;
  /** How its messages leave. @default over the network */
  readonly fetch?: typeof fetch;
}

/** The sandbox without a port of its own: whoever opens it serves its app. */
export interface Sandbox {
  readonly app: ReturnType<typeof createApp>;
  /** Ends the waiting of calls that hang on purpose. */
  endCalls(): void;
  /** Gives up the messages on their way. */
  endMessages(): void;
  /** Closes the books. */
  close(): Promise<void>;
}

export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { settings, registry, logger } = options;
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
    fetch: options.fetch,
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
    onBroken: options.onBroken,
  });
  const stopping = new AbortController();
  const app = createApp({
    charges,
    switches,
    apiKey: settings.API_KEY ?? null,
    callsMax: settings.CALLS_MAX,
    stopping: stopping.signal,
    logger,
    ...(options.meter === undefined ? {} : { meter: options.meter }),
  });
  return {
    app,
    endCalls: () => stopping.abort(),
    endMessages: () => messenger.stop(),
    close: () => charges.close(),
  };
}
