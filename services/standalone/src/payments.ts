import { randomBytes } from 'node:crypto';
import type { EpochMs, PaymentProvider } from '@onsale/domain';
import { openSandbox, readSettings, type Sandbox } from '@onsale/payment-sandbox';
import { createHttpPayments } from '@onsale/payments';
import type { Lifecycle, Logger, Registry } from '@onsale/runtime';

export interface PaymentsOptions {
  /** The file of the charges; they end with the process when undefined. */
  readonly chargesPath: string | undefined;
  readonly registry: Registry;
  readonly logger: Logger;
  readonly lifecycle: Pick<Lifecycle, 'stop'>;
  /** The sale's clock. */
  readonly nowMs: () => EpochMs;
  /** Takes a message of the provider as the sale's API does. */
  readonly hear: (message: Request) => Response | Promise<Response>;
}

export interface StandalonePayments {
  /** The provider; its page is to be served at `/pay/`. */
  readonly sandbox: Sandbox;
  /** The sale's line to it. */
  readonly provider: PaymentProvider;
}

/** Names nothing: what is sent there stays within the process. */
const within = 'http://within.invalid';
/** As many as the sandbox takes: whoever sells on a laptop never comes near. */
const chargesMax = '1000000';

/** The payment sandbox in this process, spoken to in its own words, only without a network in between. */
export async function openPayments(options: PaymentsOptions): Promise<StandalonePayments> {
  const { registry, logger, lifecycle, hear } = options;
  const apiKey = randomBytes(16).toString('hex');
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const sandbox = await openSandbox({
    settings: readSettings({
      API_KEY: apiKey,
      WEBHOOK_SECRET: secret,
      WEBHOOK_URL: `${within}/api/payments/webhook`,
      DATA_FILE: options.chargesPath,
      CHARGES_MAX: chargesMax,
    }),
    registry,
    logger,
    onBroken(error) {
      logger.fatal({ err: error }, 'the charges cannot be kept');
      void lifecycle.stop('the charges cannot be kept', 1);
    },
    fetch: async (url, init) => hear(new Request(url, init)),
  });
  const provider = createHttpPayments({
    url: within,
    apiKey,
    webhookSecrets: [secret],
    pages: { baseUrl: '', returnUrl: '/orders/{order}' },
    nowMs: options.nowMs,
    onError: (message, error) => logger.error({ err: error }, message),
    fetch: async (url, init) => sandbox.app.fetch(new Request(url, init)),
  });
  return { sandbox, provider };
}
