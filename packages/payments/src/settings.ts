import type { EpochMs, PaymentProvider } from '@onsale/domain';
import { z } from 'zod';
import { createHttpPayments } from './http-payments.ts';

const webAddress = z.url({ protocol: /^https?$/ });
const milliseconds = z.coerce.number().int().min(1);

/** The settings of every service that takes payments. */
export const paymentSettings = {
  /** The payment provider's address. Without it payments are a sandbox within the process and move no money. */
  PAYMENT_URL: webAddress.transform(withoutSlash).optional(),
  /** Goes to the provider with every call, as a bearer token. */
  PAYMENT_API_KEY: z.string().min(1).max(500).optional(),
  /** Where the provider is to send its messages; its own setting counts when absent. */
  PAYMENT_WEBHOOK_URL: webAddress.optional(),
  /**
   * Where browsers reach the provider's page, without its path: an address, or `/` for the sale's own. Without it orders
   * have no page, and a method that needs one is refused.
   */
  PAYMENT_PAGE_URL: z
    .union([webAddress, z.literal('/')])
    .transform(withoutSlash)
    .optional(),
  /** Where the provider's page sends its payer: an address, or a path of the page's own; `{show}` and `{order}` are filled in. */
  PAYMENT_RETURN_URL: z
    .union([webAddress, z.string().regex(/^\/(?!\/)[!-~]*$/, 'must be a web address, or a path')])
    .optional(),
  /** How long a call to the provider may take. Clients of the socket wait 4000 for an answer to `pay`. */
  PAYMENT_TIMEOUT_MS: milliseconds.max(60_000).default(3_000),
  /** How old a pending order is before the provider is asked what became of it. */
  SETTLE_AFTER_MS: milliseconds.max(3_600_000).default(15_000),
  /** How old a pending order is before its charge, should it be pending still, is voided. */
  GIVE_UP_AFTER_MS: milliseconds.max(86_400_000).default(600_000),
} as const;

type PaymentSettings = Readonly<z.infer<z.ZodObject<typeof paymentSettings>>>;

export interface PaymentSurroundings {
  /** With what the provider signs its messages; a process that gets none needs none. */
  readonly webhookSecrets?: readonly string[];
  /** The sale's clock. */
  readonly nowMs: () => EpochMs;
  readonly onError: (message: string, error?: unknown) => void;
}

/** The payments of a service's sale, as its settings want them. */
export function paymentOptionsOf(
  settings: PaymentSettings,
  surroundings: PaymentSurroundings,
): { payments?: PaymentProvider; upkeep: { settleAfterMs: number; giveUpMs: number } } {
  const upkeep = { settleAfterMs: settings.SETTLE_AFTER_MS, giveUpMs: settings.GIVE_UP_AFTER_MS };
  const url = settings.PAYMENT_URL;
  if (url === undefined) return { upkeep };
  const payments = createHttpPayments({
    ...surroundings,
    url,
    apiKey: settings.PAYMENT_API_KEY,
    webhookUrl: settings.PAYMENT_WEBHOOK_URL,
    pages:
      settings.PAYMENT_PAGE_URL === undefined
        ? undefined
        : { baseUrl: settings.PAYMENT_PAGE_URL, returnUrl: settings.PAYMENT_RETURN_URL },
    timeoutMs: settings.PAYMENT_TIMEOUT_MS,
  });
  return { payments, upkeep };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
