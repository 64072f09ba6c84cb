import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PaymentsUnderTest } from './payment-contract.ts';
import { testOrder, untilState } from './payment-orders.ts';

export type Decision = 'pay' | 'decline';

/** A provider whose payers decide on pages of its own. */
export interface PagesUnderTest extends PaymentsUnderTest {
  readonly byPage: {
    readonly method: string;
    /** Opens a page and presses one of its buttons, where it still has some. */
    decide(page: string, decision: Decision): Promise<void>;
  };
}

const hourMs = 3_600_000;

/** What every provider with pages of its own must do besides the payment contract. */
export function describePaymentPages(name: string, open: () => Promise<PagesUnderTest>): void {
  describe(`payment pages: ${name}`, { timeout: 60_000 }, () => {
    let bench: PagesUnderTest;
    beforeEach(async () => {
      bench = await open();
    });
    afterEach(async () => {
      await bench.close();
    });

    /** A charge whose payer is at its page. */
    async function begin(untilMs = Date.now() + hourMs) {
      const { payments, byPage } = bench;
      const order = testOrder();
      expect(await payments.start(order, byPage.method, untilMs)).toBe('pending');
      const page = await payments.pageOf?.(order);
      if (typeof page !== 'string') throw new Error('the provider names no page');
      return { order, decide: (decision: Decision) => byPage.decide(page, decision) };
    }

    it.each([
      ['pays', 'pay', 'succeeded', 'decline'],
      ['declines', 'decline', 'declined', 'pay'],
    ] as const)('[P1] a payer %s, once', async (_, decision, state, other) => {
      const { payments } = bench;
      const { order, decide } = await begin();
      expect(await payments.lookup(order)).toBe('pending');
      await decide(decision);
      expect(await payments.lookup(order)).toBe(state);
      await decide(other);
      expect(await payments.lookup(order)).toBe(state);
    });

    it('[P1] a page takes no money once its charge is void', async () => {
      const { payments } = bench;
      const { order, decide } = await begin();
      expect(await payments.void(order)).toBe('declined');
      await decide('pay');
      expect(await payments.lookup(order)).toBe('declined');
    });

    it('[P1] a page takes no money after its time, and its charge ends then by itself', async () => {
      const { payments } = bench;
      const { order, decide } = await begin(Date.now() + 50);
      await untilState(payments, order, 'declined');
      await decide('pay');
      expect(await payments.lookup(order)).toBe('declined');
    });

    it('a charge that needs no page has none', async () => {
      const { payments, methods } = bench;
      const order = testOrder();
      await payments.start(order, methods.succeedsLate);
      expect(await payments.pageOf?.(order)).toBeNull();
    });
  });
}
