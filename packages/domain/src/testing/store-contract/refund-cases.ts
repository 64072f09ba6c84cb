import { describe, expect, it } from 'vitest';
import type { Hold } from '../../hold.ts';
import type { Order } from '../../order.ts';
import type { Sale } from '../../show.ts';
import { heldOf, orderedOf, refusalOf } from '../outcomes.ts';
import { rowsMax, type StoreBench, shortHoldMs, traceOf } from './bench.ts';

/** Payments that come late or are taken back, and blocked seats: P1, S2. */
export function refundCases(bench: () => StoreBench): void {
  const listed = async ({ id }: Order, olderThanMs: number) => {
    const orders = await bench().store.openOrders(olderThanMs, rowsMax);
    return orders.find((order) => order.id === id);
  };

  /** A hold whose payment is under way and whose deadline has passed. */
  const overduePayment = async (sale: Sale): Promise<{ hold: Hold; order: Order }> => {
    const held = await bench().hold(sale, bench().newBuyer(), [0, 4]);
    const order = await bench().startPayment(sale, held);
    const hold = await bench().store.hold(held.id);
    if (hold === null) throw new Error('the hold is gone');
    await bench().passed(hold.untilMs);
    return { hold, order };
  };

  describe('late payments and refunds', () => {
    it('[P1] takes the seats back for a success that comes late, swept or not', async () => {
      const options = { holdMs: shortHoldMs, paymentMs: shortHoldMs };
      for (const swept of [false, true]) {
        const sale = await bench().openSale(options);
        const { hold, order } = await overduePayment(sale);
        if (swept) await bench().ask(sale, { kind: 'expire', hold: hold.id });
        const outcome = await bench().settle(sale, order, 'succeeded');
        expect(orderedOf(outcome).state).toBe('paid');
        expect(heldOf(outcome)).toMatchObject({ state: 'paid', seats: [0, 4], amount: order.amount });
        expect(await bench().store.order(order.id)).toEqual(orderedOf(outcome));
        expect(await bench().states(sale)).toBe('2000|2000');
      }
    });

    it('[P1] owes the money of a success that comes after a seat went to another, until it is returned', async () => {
      const sale = await bench().openSale({ holdMs: shortHoldMs, paymentMs: shortHoldMs });
      const { hold, order } = await overduePayment(sale);
      const next = await bench().buy(sale, bench().newBuyer(), [4]);
      const due = orderedOf(await bench().settle(sale, order, 'succeeded'));
      expect(due).toEqual({ ...order, state: 'refund_due' });
      expect(await bench().store.order(order.id)).toEqual(due);
      expect((await bench().states(sale)).split('|')[1]).toBe('2000');
      const rows = [
        [hold.id, next.hold.id],
        [order.id, next.order.id],
      ] as const;
      expect(await bench().ledgerFaults(sale, ...rows)).toEqual([]);
      expect(await bench().store.hold(next.hold.id)).toMatchObject({ state: 'paid', seats: [4] });
      expect(await listed(order, 3_600_000)).toEqual(due);

      const record = { kind: 'recordRefund', order: order.id, hold: hold.id } as const;
      for (let round = 0; round < 2; round++) {
        expect(orderedOf(await bench().ask(sale, record))).toEqual({ ...order, state: 'refunded' });
        expect((await bench().store.order(order.id))?.state).toBe('refunded');
      }
      expect(orderedOf(await bench().settle(sale, order, 'succeeded')).state).toBe('refunded');
      expect(await listed(order, 0)).toBeUndefined();
    });

    it('[H4] owes the money of a success that comes late and would lift its buyer over the cap', async () => {
      const options = { holdMs: shortHoldMs, paymentMs: shortHoldMs, cap: 3 };
      for (const swept of [false, true]) {
        const sale = await bench().openSale(options);
        const { hold, order } = await overduePayment(sale);
        const other = await bench().buy(sale, hold.buyer, [1, 5]);
        if (swept) await bench().ask(sale, { kind: 'expire', hold: hold.id });
        const before = await bench().states(sale);
        expect(orderedOf(await bench().settle(sale, order, 'succeeded')).state).toBe('refund_due');
        expect(await bench().states(sale)).toBe(before);
        expect(
          await bench().ledgerFaults(sale, [hold.id, other.hold.id], [order.id, other.order.id]),
        ).toEqual([]);
      }
    });

    it('[S2] refunds a paid order: its seats are available and its money is due', async () => {
      const sale = await bench().openSale();
      const { hold, order } = await bench().buy(sale, bench().newBuyer(), [0, 4]);
      const refund = { kind: 'refund', order: order.id, hold: hold.id } as const;
      const outcome = await bench().ask(sale, refund);
      expect(orderedOf(outcome).state).toBe('refund_due');
      expect(heldOf(outcome)).toMatchObject({ state: 'refunded', seats: [], amount: 0 });
      expect(await bench().states(sale)).toBe('0000|0000');
      expect(await bench().ledgerFaults(sale, [hold.id], [order.id])).toEqual([]);
      const before = await traceOf(bench(), sale, [hold.id], [order.id]);
      expect(orderedOf(await bench().ask(sale, refund)).state).toBe('refund_due');
      expect(await traceOf(bench(), sale, [hold.id], [order.id])).toEqual(before);
    });

    it('[P1] lists the orders that wait for the provider, oldest first and at most as many as asked', async () => {
      const sale = await bench().openSale({ cap: 8 });
      const buyer = bench().newBuyer();
      const { order: paid } = await bench().buy(sale, buyer, [2]);
      const first = await bench().startPayment(sale, await bench().hold(sale, buyer, [0]));
      await bench().passed(first.createdAtMs);
      const second = await bench().startPayment(sale, await bench().hold(sale, buyer, [1]));
      for (const order of [paid, first]) expect(await listed(order, 3_600_000)).toBeUndefined();
      await bench().passed(second.createdAtMs);
      const open = await bench().store.openOrders(0, rowsMax);
      expect(open.filter(({ show }) => show === sale.show.id)).toEqual([first, second]);
      expect(await bench().store.openOrders(0, 1)).toHaveLength(1);
      const later = await bench().store.openOrders(0, rowsMax, first);
      expect(later.filter(({ show }) => show === sale.show.id)).toEqual([second]);
    });
  });

  describe('blocked seats', () => {
    it('[S2] blocks available seats all or none, and puts them back', async () => {
      const sale = await bench().openSale({ sections: [3] });
      await bench().hold(sale, bench().newBuyer(), [2]);
      expect(refusalOf(await bench().ask(sale, { kind: 'block', seats: [1, 2] }))).toEqual({
        code: 'SEAT_TAKEN',
        details: { seats: [2] },
      });
      expect(await bench().states(sale)).toBe('001');
      expect((await bench().ask(sale, { kind: 'block', seats: [0, 1] })).ok).toBe(true);
      expect(await bench().states(sale)).toBe('331');
      expect((await bench().ask(sale, { kind: 'unblock', seats: [1] })).ok).toBe(true);
      expect(await bench().states(sale)).toBe('301');
    });
  });
}
