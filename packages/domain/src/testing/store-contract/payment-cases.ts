import { describe, expect, it } from 'vitest';
import { heldOf, orderedOf, refusalOf } from '../outcomes.ts';
import { type StoreBench, traceOf } from './bench.ts';

/** Payments in time: P1, P2, H5. */
export function paymentCases(bench: () => StoreBench): void {
  describe('payments', () => {
    it('[P2] fixes seats and amount at the start, moves the deadline once, and can be looked up', async () => {
      const sale = await bench().openSale({ holdMs: 60_000, paymentMs: 90_000 });
      const held = await bench().hold(sale, bench().newBuyer(), [0, 1, 4]);
      await bench().ask(sale, { kind: 'release', hold: held.id, buyer: held.buyer, seats: [1] });
      const start = {
        kind: 'startPayment',
        order: bench().newId(),
        hold: held.id,
        buyer: held.buyer,
      } as const;
      const { outcomes, nowMs, entries } = await bench().commit(sale, [start]);
      const order = orderedOf(outcomes[0]);
      expect(order).toEqual({
        id: start.order,
        hold: held.id,
        show: sale.show.id,
        buyer: held.buyer,
        seats: [0, 4],
        amount: 30_00 + 75_50,
        currency: 'KRW',
        state: 'pending',
        createdAtMs: nowMs,
        contact: null,
      });
      expect(await bench().store.order(order.id)).toEqual(order);
      expect(await bench().store.hold(held.id)).toMatchObject({
        untilMs: nowMs + 90_000,
        extended: true,
        order: order.id,
      });
      expect((await bench().snapshot(sale, 1)).untilMs[0]).toBe(nowMs + 90_000);
      expect(entries.map(({ section }) => section)).toEqual([0, 1]);

      await bench().settle(sale, order, 'declined');
      await bench().startPayment(sale, held);
      expect((await bench().store.hold(held.id))?.untilMs).toBe(nowMs + 90_000);
    });

    it('[P1] makes a payment that succeeds an order, and the seats sold', async () => {
      const sale = await bench().openSale();
      const { hold, order } = await bench().buy(sale, bench().newBuyer(), [0, 4]);
      expect(order.state).toBe('paid');
      expect(hold).toMatchObject({ state: 'paid', seats: [0, 4], order: order.id });
      expect(await bench().store.order(order.id)).toEqual(order);
      expect(await bench().store.hold(hold.id)).toEqual(hold);
      expect(await bench().states(sale)).toBe('2000|2000');
    });

    it('[H5] repeats start and settlement without a second effect', async () => {
      const sale = await bench().openSale();
      const held = await bench().hold(sale, bench().newBuyer(), [0]);
      const order = await bench().startPayment(sale, held);
      expect(await bench().startPayment(sale, held, order.id)).toEqual(order);
      const paid = orderedOf(await bench().settle(sale, order, 'succeeded'));
      const before = await traceOf(bench(), sale, [held.id], [order.id]);
      expect(await bench().startPayment(sale, held, order.id)).toEqual(paid);
      for (const outcome of ['succeeded', 'declined'] as const)
        expect(orderedOf(await bench().settle(sale, order, outcome))).toEqual(paid);
      expect(await traceOf(bench(), sale, [held.id], [order.id])).toEqual(before);
    });

    it('[H5] refuses an order id that was used for another hold', async () => {
      const sale = await bench().openSale();
      const buyer = bench().newBuyer();
      const order = await bench().startPayment(sale, await bench().hold(sale, buyer, [0]));
      const other = await bench().hold(sale, buyer, [1]);
      const reused = { kind: 'startPayment', order: order.id, hold: other.id, buyer } as const;
      expect(refusalOf(await bench().ask(sale, reused))).toEqual({ code: 'ID_REUSED' });
      expect(await bench().store.order(order.id)).toEqual(order);
    });

    it('[H5] keeps the contact of an attempt, letter for letter, and refuses its id with another', async () => {
      const sale = await bench().openSale();
      const held = await bench().hold(sale, bench().newBuyer(), [0]);
      const contact = { name: '김하늘 “Sky” 🎭 O’Neil\\', email: 'sky+seats@example.com' };
      const ids = { order: bench().newId(), hold: held.id, buyer: held.buyer };
      const start = { kind: 'startPayment', ...ids, contact } as const;
      const order = orderedOf(await bench().ask(sale, start));
      expect(order.contact).toEqual(contact);
      for (const store of bench().stores) expect(await store.order(order.id)).toEqual(order);
      expect(orderedOf(await bench().ask(sale, start))).toEqual(order);
      for (const other of [{}, { contact: { ...contact, name: 'Bob' } }]) {
        const outcome = await bench().ask(sale, { kind: 'startPayment', ...ids, ...other });
        expect(refusalOf(outcome)).toEqual({ code: 'ID_REUSED' });
      }
      const paid = orderedOf(await bench().settle(sale, order, 'succeeded'));
      expect(paid).toEqual({ ...order, state: 'paid' });
      expect(await bench().store.order(order.id)).toEqual(paid);
    });

    it('[P1] has one attempt under way at a time, and keeps its seats meanwhile', async () => {
      const sale = await bench().openSale();
      const held = await bench().hold(sale, bench().newBuyer(), [0, 1]);
      const order = await bench().startPayment(sale, held);
      const ids = { hold: held.id, buyer: held.buyer };
      const pending = { code: 'PAYMENT_PENDING' };
      expect(
        refusalOf(await bench().ask(sale, { kind: 'startPayment', order: bench().newId(), ...ids })),
      ).toEqual(pending);
      expect(refusalOf(await bench().ask(sale, { kind: 'release', seats: [0], ...ids }))).toEqual(pending);
      expect(orderedOf(await bench().settle(sale, order, 'declined')).state).toBe('declined');
      expect(heldOf(await bench().ask(sale, { kind: 'release', seats: [0], ...ids })).seats).toEqual([1]);
    });

    it('[P1] knows no order without its hold and its buyer', async () => {
      const sale = await bench().openSale();
      const buyer = bench().newBuyer();
      const order = await bench().startPayment(sale, await bench().hold(sale, buyer, [0]));
      const other = await bench().hold(sale, buyer, [1]);
      for (const ids of [
        { order: order.id, hold: other.id, buyer },
        { order: bench().newId(), hold: other.id, buyer },
        { order: order.id, hold: order.hold, buyer: bench().newBuyer() },
      ]) {
        const outcome = await bench().ask(sale, { kind: 'settlePayment', outcome: 'succeeded', ...ids });
        expect(refusalOf(outcome)).toEqual({ code: 'ORDER_NOT_FOUND' });
      }
      expect(await bench().states(sale)).toBe('1100|0000');
    });
  });
}
