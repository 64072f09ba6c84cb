import type { ChargeState, EpochMs, Order, PaymentProvider } from '@onsale/domain';
import { chargeOf, codeOf, stateOf } from './charge-answer.ts';
import { createPageBook, type PaymentPages } from './page-book.ts';
import { type Answer, createProviderCalls } from './provider-calls.ts';
import { createWebhookReader } from './webhook-reader.ts';

export interface HttpPaymentsOptions {
  /** The provider's address, without a slash at its end. */
  readonly url: string;
  /** Goes with every call as a bearer token. */
  readonly apiKey?: string | undefined;
  /** Where the provider sends its messages about these charges; its own setting counts when absent. */
  readonly webhookUrl?: string | undefined;
  /** Where browsers reach the provider's pages; orders have none without. */
  readonly pages?: PaymentPages | undefined;
  /** With what the provider signs its messages; none is believed without. */
  readonly webhookSecrets?: readonly string[];
  /** How long a call may take before its outcome is `unknown`, in milliseconds. @default 3000 */
  readonly timeoutMs?: number;
  /** The sale's clock: the database's, where it is known. Messages are too old or too new by it. */
  readonly nowMs: () => EpochMs;
  /** Hears of silence and of answers that make no sense. */
  readonly onError: (message: string, error?: unknown) => void;
  readonly fetch?: typeof fetch;
}

/** Shorter than a client waits for the answer to `pay`: it is told `pending` rather than nothing. */
const timeoutMsDefault = 3_000;
/** The method whose buyer pays on the provider's page, which he must be able to reach. */
const pageMethod = 'sandbox-page';
/** What is asked about a page comes on top of the answer to `pay`, while the provider is silent too. */
const pageMsMax = 500;

/**
 * A provider over HTTP, spoken to as `services/payment-sandbox` documents it. A charge goes by its order's id,
 * so that every call may be repeated. What is not an answer about exactly this order's charge is `unknown`.
 */
export function createHttpPayments(options: HttpPaymentsOptions): PaymentProvider {
  const { webhookUrl, onError } = options;
  const { timeoutMs = timeoutMsDefault } = options;
  const ask = createProviderCalls({ ...options, timeoutMs });
  const askBriefly = createProviderCalls({ ...options, timeoutMs: Math.min(timeoutMs, pageMsMax) });
  const pages = createPageBook(options.pages);
  const readWebhook = createWebhookReader(options.webhookSecrets ?? [], options.nowMs);

  function chargeIn(answer: Answer | null, order: Order) {
    if (answer === null) return null;
    const charge = answer.status < 300 ? chargeOf(answer.body, order) : null;
    if (charge === null)
      onError('the payment provider answered something else than the charge', {
        order: order.id,
        status: answer.status,
        code: codeOf(answer.body),
      });
    else pages.note(order.id, charge.payUrl);
    return charge;
  }

  function stateIn(answer: Answer | null, order: Order): ChargeState {
    const charge = chargeIn(answer, order);
    return charge === null ? 'unknown' : stateOf(charge);
  }

  async function lookup(order: Order, askWith = ask): Promise<ChargeState> {
    const answer = await askWith('GET', `/charges/${order.id}`);
    // A 404 without the provider's own code may be a proxy's or a wrong address's, and says nothing.
    if (answer?.status === 404 && codeOf(answer.body) === 'CHARGE_NOT_FOUND') return 'absent';
    return stateIn(answer, order);
  }

  return {
    offers: (method) => method !== pageMethod || options.pages !== undefined,
    async start(order, method, untilMs) {
      const { id, amount, currency } = order;
      const answer = await ask('POST', '/charges', {
        ...{ id, amount, currency, method },
        ...(webhookUrl === undefined ? {} : { webhookUrl }),
        ...pages.asked(order, untilMs),
      });
      // The attempt was begun with another method before: how that one stands is what counts.
      return answer?.status === 409 ? lookup(order) : stateIn(answer, order);
    },
    async pageOf(order) {
      // What was heard from no answer yet, because another process began the charge, is asked for once.
      if (pages.isWanted(order.id)) await lookup(order, askBriefly);
      return pages.find(order.id);
    },
    lookup: (order) => lookup(order),
    async void(order) {
      return stateIn(await ask('POST', `/charges/${order.id}/void`), order);
    },
    async refund(order) {
      const charge = chargeIn(await ask('POST', `/charges/${order.id}/refund`), order);
      return charge?.state === 'refunded' ? 'refunded' : 'unknown';
    },
    readWebhook: async (headers, body) => readWebhook(headers, body),
  };
}
