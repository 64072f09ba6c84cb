import { describe, expect, it } from 'vitest';
import { heldOf, orderedOf, refusalOf } from '../outcomes.ts';
import { race, type StoreBench, traceOf } from './bench.ts';

const farMs = Date.UTC(2039, 0, 1);

/** Orders that their buyers give back, alone and together with refunds: P3, S2. */
export function returnCases(bench: () => StoreBench): void {
  describe('returns', () => {
    it('[P3] [S2] gives seats and money back, once', async () => {
      const sale = await bench().openSale({ returnsUntilMs: farMs });
      const { hold, order } = await bench().buy(sale, bench().newBuyer(), [0, 4]);
      const giveBack = { kind: 'return', order: order.id, hold: hold.id, buyer: hold.buyer } as const;
      const outcome = await bench().ask(sale, giveBack);
      expect(orderedOf(outcome)).toEqual({ ...order, state: 'refund_due' });
      expect(heldOf(outcome)).toMatchObject({ state: 'refunded', seats: [] });
      expect(await bench().states(sale)).toBe('0000|0000');
      expect(await bench().ledgerFaults(sale, [hold.id], [order.id])).toEqual([]);
      const before = await traceOf(bench(), sale, [hold.id], [order.id]);
      expect(orderedOf(await bench().ask(sale, giveBack)).state).toBe('refund_due');
      expect(await traceOf(bench(), sale, [hold.id], [order.id])).toEqual(before);
    });

    it('[P3] stays among its buyer’s orders, newest first, of every show', async () => {
      const buyer = bench().newBuyer();
      const first = await bench().openSale({ returnsUntilMs: farMs });
      const other = await bench().openSale({});
      const { hold, order } = await bench().buy(first, buyer, [0]);
      const { order: second } = await bench().buy(other, buyer, [1]);
      await bench().buy(first, bench().newBuyer(), [2]);
      const tried = await bench().startPayment(other, await bench().hold(other, buyer, [3]));
      await bench().settle(other, tried, 'declined');
      const listed = async () => (await bench().store.ordersOf(buyer)).map(({ id, state }) => [id, state]);
      expect(new Set(await listed())).toEqual(
        new Set([
          [second.id, 'paid'],
          [order.id, 'paid'],
        ]),
      );
      await bench().ask(first, { kind: 'return', order: order.id, hold: hold.id, buyer });
      expect(await listed()).toContainEqual([order.id, 'refund_due']);
      const ages = (await bench().store.ordersOf(buyer)).map(({ createdAtMs }) => createdAtMs);
      expect(ages).toEqual([...ages].sort((a, b) => b - a));
      expect(await bench().store.ordersOf(bench().newBuyer())).toEqual([]);
    });

    it('[P3] refuses it after the show’s moment, where there is none, and to others', async () => {
      for (const returnsUntilMs of [await bench().store.nowMs(), null]) {
        const sale = await bench().openSale({ returnsUntilMs });
        const { hold, order } = await bench().buy(sale, bench().newBuyer(), [0]);
        const ids = { order: order.id, hold: hold.id };
        const late = await bench().ask(sale, { kind: 'return', ...ids, buyer: hold.buyer });
        expect(refusalOf(late)).toEqual({ code: 'NO_RETURNS' });
        const stranger = await bench().ask(sale, { kind: 'return', ...ids, buyer: bench().newBuyer() });
        expect(refusalOf(stranger)).toEqual({ code: 'ORDER_NOT_FOUND' });
        expect(await bench().states(sale)).toBe('2000|0000');
      }
    });

    it('[P3] [P1] [S1] is one refund when returns, refunds and rivals for the seat come together', async () => {
      const sale = await bench().openSale({ sections: [2], returnsUntilMs: farMs });
      const { hold, order } = await bench().buy(sale, bench().newBuyer(), [0]);
      const ids = { order: order.id, hold: hold.id };
      const rivals = Array.from({ length: 6 }, () => bench().newId());
      const outcomes = await race(18, (n) => {
        const store = bench().storeFor(n);
        if (n % 3 === 0) return bench().ask(sale, { kind: 'return', ...ids, buyer: hold.buyer }, store);
        if (n % 3 === 1) return bench().ask(sale, { kind: 'refund', ...ids }, store);
        const rival = { id: rivals[Math.floor(n / 3)] ?? '', buyer: `rival-${n}` };
        return bench().ask(sale, { kind: 'hold', ...rival, seats: [0] }, store);
      });
      for (const [n, outcome] of outcomes.entries())
        if (n % 3 !== 2) expect(orderedOf(outcome).state).toBe('refund_due');
      expect(outcomes.filter((outcome, n) => n % 3 === 2 && outcome.ok).length).toBeLessThanOrEqual(1);
      expect(await bench().ledgerFaults(sale, [hold.id, ...rivals], [order.id])).toEqual([]);
      const told = (await bench().entries(sale, 0, 0)).flatMap(({ notices }) => notices);
      expect(told.filter(({ state }) => state === 'refunded')).toHaveLength(1);
    });
  });
}
