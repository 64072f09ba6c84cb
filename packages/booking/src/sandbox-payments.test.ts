import { describePaymentContract, testOrder } from '@onsale/domain/testing';
import { expect, it } from 'vitest';
import { createSandboxPayments } from './sandbox-payments.ts';

describePaymentContract('sandbox within the process', async () => ({
  payments: createSandboxPayments(),
  methods: {
    succeeds: 'sandbox-card',
    declines: 'sandbox-declined',
    succeedsLate: 'sandbox-late-success',
  },
  close: async () => {},
}));

it('[P1] gives back what a process before it took, so that a restart leaves no refund undone', async () => {
  expect(await createSandboxPayments().refund(testOrder())).toBe('refunded');
});

it('remembers the last 10,000 charges', async () => {
  const payments = createSandboxPayments();
  const orders = Array.from({ length: 10_001 }, () => testOrder());
  for (const order of orders) await payments.start(order, 'sandbox-card');
  const states = await Promise.all(orders.slice(0, 3).map((order) => payments.lookup(order)));
  expect(states).toEqual(['absent', 'succeeded', 'succeeded']);
});
