import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PaymentProvider } from '../ports.ts';
import { newOrderId, testOrder, untilState } from './payment-orders.ts';

/** A provider with nothing on its books, and ways to pay that end as their names say. */
export interface PaymentsUnderTest {
  readonly payments: PaymentProvider;
  readonly methods: {
    readonly succeeds: string;
    readonly declines: string;
    /** Is `pending` at first and succeeds by itself, unless it is voided before. */
    readonly succeedsLate: string;
  };
  close(): Promise<void>;
}

/** What every provider must do while it can be reached. Silence is `unknown` and is each adapter's own test. */
export function describePaymentContract(name: string, open: () => Promise<PaymentsUnderTest>): void {
  describe(`payment contract: ${name}`, { timeout: 60_000 }, () => {
    let bench: PaymentsUnderTest;
    let payments: PaymentProvider;
    let methods: PaymentsUnderTest['methods'];

    beforeEach(async () => {
      bench = await open();
      ({ payments, methods } = bench);
    });
    afterEach(async () => {
      await bench.close();
    });

    describe('a charge', () => {
      it.each([
        ['succeeds', 'succeeded'],
        ['declines', 'declined'],
      ] as const)('[P1] that %s has %s, however often it is asked for or after', async (kind, state) => {
        const order = testOrder();
        expect(await payments.start(order, methods[kind])).toBe(state);
        expect(await payments.start(order, methods[kind])).toBe(state);
        expect(await payments.lookup(order)).toBe(state);
        expect(await payments.lookup(order)).toBe(state);
      });

      it('[P1] is absent before it is asked for, and looking does not make it', async () => {
        const order = testOrder();
        expect(await payments.lookup(order)).toBe('absent');
        expect(await payments.lookup(order)).toBe('absent');
        expect(await payments.start(order, methods.declines)).toBe('declined');
      });

      it('[P1] may succeed late', async () => {
        const order = testOrder();
        expect(await payments.start(order, methods.succeedsLate)).toBe('pending');
        await untilState(payments, order, 'succeeded');
        expect(await payments.start(order, methods.succeedsLate)).toBe('succeeded');
      });

      it('is one per order', async () => {
        const [paid, declined, unasked] = [testOrder(), testOrder(), testOrder()];
        await payments.start(paid, methods.succeeds);
        await payments.start(declined, methods.declines);
        expect(await payments.lookup(paid)).toBe('succeeded');
        expect(await payments.lookup(declined)).toBe('declined');
        expect(await payments.lookup(unasked)).toBe('absent');
      });

      it('may be of nothing', async () => {
        const order = testOrder(undefined, 0);
        expect(await payments.start(order, methods.succeeds)).toBe('succeeded');
        expect(await payments.refund(order)).toBe('refunded');
      });
    });

    describe('a void', () => {
      it('[P1] keeps a charge from beginning that arrives after it', async () => {
        const order = testOrder();
        expect(await payments.void(order)).toBe('declined');
        expect(await payments.start(order, methods.succeeds)).toBe('declined');
        expect(await payments.lookup(order)).toBe('declined');
        expect(await payments.void(order)).toBe('declined');
      });

      it('[P1] ends a charge that is pending, for good', async () => {
        const order = testOrder();
        await payments.start(order, methods.succeedsLate);
        expect(await payments.void(order)).toBe('declined');
        expect(await payments.lookup(order)).toBe('declined');
        expect(await payments.start(order, methods.succeedsLate)).toBe('declined');
      });

      it('[P1] comes too late for a charge that has succeeded', async () => {
        const order = testOrder();
        await payments.start(order, methods.succeeds);
        expect(await payments.void(order)).toBe('succeeded');
        expect(await payments.lookup(order)).toBe('succeeded');
      });

      it('[P1] that races a charge leaves one end, and everybody is told that one', async () => {
        for (let round = 0; round < 10; round++) {
          const order = testOrder();
          const told = await Promise.all(
            Array.from({ length: 8 }, (_, n) =>
              n % 2 === round % 2 ? payments.start(order, methods.succeeds) : payments.void(order),
            ),
          );
          const end = await payments.lookup(order);
          expect(['succeeded', 'declined']).toContain(end);
          expect(told).toEqual(told.map(() => end));
        }
      });
    });

    describe('a refund', () => {
      it('[P1] of a charge that succeeded is made, and stays made', async () => {
        const order = testOrder();
        await payments.start(order, methods.succeeds);
        expect(await payments.refund(order)).toBe('refunded');
        expect(await payments.refund(order)).toBe('refunded');
        // The charge did succeed; that its money went back is another fact.
        expect(await payments.lookup(order)).toBe('succeeded');
        expect(await payments.void(order)).toBe('succeeded');
      });

      it('[P1] of a charge that took no money is not claimed', async () => {
        const [declined, voided] = [testOrder(), testOrder()];
        await payments.start(declined, methods.declines);
        await payments.void(voided);
        expect(await payments.refund(declined)).toBe('unknown');
        expect(await payments.refund(voided)).toBe('unknown');
      });
    });

    describe('a message', () => {
      it.each<[about: string, headers: Readonly<Record<string, string>>, body: string]>([
        ['without a signature', {}, JSON.stringify({ data: { id: newOrderId() } })],
        ['that is empty', {}, ''],
        [
          'with a signature made up',
          {
            'webhook-id': 'msg_1',
            'webhook-timestamp': String(Math.floor(Date.now() / 1_000)),
            'webhook-signature': 'v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
          },
          JSON.stringify({ type: 'charge.succeeded', data: { id: newOrderId() } }),
        ],
      ])('%s is not believed', async (_, headers, body) => {
        expect(await payments.readWebhook(headers, body)).toBeNull();
      });
    });
  });
}
