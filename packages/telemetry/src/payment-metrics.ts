import type { PaymentProvider } from '@onsale/domain';
import { Counter, Histogram, type Registry } from '@onsale/runtime';

/** Seconds: a provider that thinks for longer than PAYMENT_TIMEOUT_MS counts as silent. */
const callBuckets = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10];

/** What the provider may be asked, and what it may answer to that. */
const answersTo = {
  start: ['succeeded', 'declined', 'pending', 'absent', 'unknown'],
  lookup: ['succeeded', 'declined', 'pending', 'absent', 'unknown'],
  void: ['succeeded', 'declined', 'pending', 'absent', 'unknown'],
  refund: ['refunded', 'unknown'],
} as const;
type Call = keyof typeof answersTo;

/**
 * The provider, with each call counted by what it said; `unknown` is that it did not answer, or not sensibly. Its
 * messages are counted by whether their signature was genuine.
 */
export function meterPayments(registry: Registry, payments: PaymentProvider): PaymentProvider {
  const registers = [registry];
  const calls = new Counter({
    name: 'onsale_payment_calls_total',
    help: 'Questions to the payment provider, by what it answered; unknown when it did not.',
    labelNames: ['call', 'answer'],
    registers,
  });
  const durations = new Histogram({
    name: 'onsale_payment_call_duration_seconds',
    help: 'From a question to the payment provider to its answer.',
    labelNames: ['call'],
    buckets: callBuckets,
    registers,
  });
  const messages = new Counter({
    name: 'onsale_payment_messages_total',
    help: 'Messages of the payment provider, by whether their signature was genuine.',
    labelNames: ['genuine'],
    registers,
  });

  for (const [call, answers] of Object.entries(answersTo)) {
    durations.zero({ call });
    for (const answer of answers) calls.inc({ call, answer }, 0);
  }
  for (const genuine of ['yes', 'no']) messages.inc({ genuine }, 0);

  async function metered<T extends string>(call: Call, work: () => Promise<T>): Promise<T> {
    const startMs = performance.now();
    const answer = await work();
    durations.observe({ call }, (performance.now() - startMs) / 1_000);
    calls.inc({ call, answer });
    return answer;
  }

  return {
    start: (order, method, untilMs) => metered('start', () => payments.start(order, method, untilMs)),
    offers: (method) => payments.offers?.(method) ?? true,
    pageOf: async (order) => payments.pageOf?.(order) ?? null,
    lookup: (order) => metered('lookup', () => payments.lookup(order)),
    void: (order) => metered('void', () => payments.void(order)),
    refund: (order) => metered('refund', () => payments.refund(order)),
    async readWebhook(headers, body) {
      const message = await payments.readWebhook(headers, body);
      messages.inc({ genuine: message === null ? 'no' : 'yes' });
      return message;
    },
  };
}
