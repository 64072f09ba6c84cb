import type { ChargeState, Order, PaymentProvider } from '@onsale/domain';
import { createRegistry } from '@onsale/runtime';
import { expect, it } from 'vitest';
import { meterPayments } from './payment-metrics.ts';
import { figuresOf } from './testing/figures-of.ts';

const order = { id: 'o' } as Order;

it('counts each question to the provider by its answer, and its messages by their signature', async () => {
  let charge: ChargeState = 'succeeded';
  const provider: PaymentProvider = {
    start: async () => charge,
    lookup: async () => charge,
    void: async () => charge,
    refund: async () => 'refunded',
    readWebhook: async (_, body) => (body === 'genuine' ? { order: 'o' } : null),
  };
  const registry = createRegistry('test');
  const metered = meterPayments(registry, provider);
  expect(await metered.start(order, 'card')).toBe('succeeded');
  charge = 'unknown';
  expect(await metered.start(order, 'card')).toBe('unknown');
  expect(await metered.lookup(order)).toBe('unknown');
  expect(await metered.void(order)).toBe('unknown');
  expect(await metered.refund(order)).toBe('refunded');
  expect(await metered.readWebhook({}, 'genuine')).toEqual({ order: 'o' });
  expect(await metered.readWebhook({}, 'forged')).toBeNull();
  const calls = Object.entries(await figuresOf(registry, 'onsale_payment_calls_total'));
  expect(calls).toHaveLength(17);
  expect(Object.fromEntries(calls.filter(([, count]) => count > 0))).toEqual({
    'call="start",answer="succeeded"': 1,
    'call="start",answer="unknown"': 1,
    'call="lookup",answer="unknown"': 1,
    'call="void",answer="unknown"': 1,
    'call="refund",answer="refunded"': 1,
  });
  expect(await figuresOf(registry, 'onsale_payment_call_duration_seconds_count')).toMatchObject({
    'call="start"': 2,
  });
  expect(await figuresOf(registry, 'onsale_payment_messages_total')).toEqual({
    'genuine="yes"': 1,
    'genuine="no"': 1,
  });
});

it('lets through what it does not count: what is offered, the payer’s deadline, and the page of an order', async () => {
  const deadlines: (number | undefined)[] = [];
  const provider = {
    start: async (_order: Order, _method: string, untilMs?: number) => {
      deadlines.push(untilMs);
      return 'pending';
    },
    offers: (method: string): boolean => method === 'page',
    pageOf: async ({ id }: Order) => `/pay/${id}`,
  } as PaymentProvider;
  const metered = meterPayments(createRegistry('test'), provider);
  await metered.start(order, 'page', 7);
  expect(deadlines).toEqual([7]);
  expect(await metered.pageOf?.(order)).toBe('/pay/o');
  expect([metered.offers?.('page'), metered.offers?.('card')]).toEqual([true, false]);
  const without = { ...provider, offers: undefined, pageOf: undefined } as unknown as PaymentProvider;
  const bare = meterPayments(createRegistry('other'), without);
  expect([await bare.pageOf?.(order), bare.offers?.('card')]).toEqual([null, true]);
});
