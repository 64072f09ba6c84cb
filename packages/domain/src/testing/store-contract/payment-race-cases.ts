import { describe, expect, it } from 'vitest';
import { createTestSale } from '../fixtures.ts';
import { race, type StoreBench } from './bench.ts';

/** Payments and tickets at the same instant, through every instance on the database: S1, P1, I2. */
export function paymentRaceCases(bench: () => StoreBench): void {
  describe('races for payments', () => {
    it('[P1] settles once when success, decline and release arrive together', async () => {
      const sale = await bench().openSale({ sections: [2, 2] });
      const held = await bench().hold(sale, bench().newBuyer(), [0, 2]);
      const order = await bench().startPayment(sale, held);
      const outcomes = await race(30, (n) => {
        const store = bench().storeFor(n);
        if (n % 3 === 2)
          return bench().ask(sale, { kind: 'release', hold: held.id, buyer: held.buyer, seats: null }, store);
        return bench().settle(sale, order, n % 3 === 0 ? 'succeeded' : 'declined', store);
      });
      const states = new Set(outcomes.flatMap((o) => (o.ok && o.order !== null ? [o.order.state] : [])));
      expect(await bench().ledgerFaults(sale, [held.id], [order.id])).toEqual([]);
      const settled = await bench().store.order(order.id);
      const hold = await bench().store.hold(held.id);
      const seats = await bench().states(sale);
      if (settled?.state === 'paid') {
        expect([...states]).toEqual(['paid']);
        expect([hold?.state, seats]).toEqual(['paid', '20|20']);
      } else {
        expect(settled?.state).toBe('refund_due');
        expect(['10|10', '00|00']).toContain(seats);
        expect(hold?.state).toBe(seats === '00|00' ? 'released' : 'active');
      }
    });

    it('[S1] never lets an order and a sweeper both have the seats of an overdue hold', async () => {
      const sale = await bench().openSale({ sections: [2], holdMs: 100, paymentMs: 100 });
      const held = await bench().hold(sale, bench().newBuyer(), [0]);
      const order = await bench().startPayment(sale, held);
      const { untilMs } = (await bench().store.hold(held.id)) ?? held;
      await bench().passed(untilMs);
      const rival = bench().newId();
      await race(12, (n) => {
        const store = bench().storeFor(n);
        if (n % 3 === 0) return bench().ask(sale, { kind: 'expire', hold: held.id }, store);
        if (n % 3 === 1) return bench().settle(sale, order, 'succeeded', store);
        return bench().ask(sale, { kind: 'hold', id: rival, buyer: 'rival', seats: [0] }, store);
      });
      expect(await bench().ledgerFaults(sale, [held.id, rival], [order.id])).toEqual([]);
      const settled = await bench().store.order(order.id);
      const won = await bench().store.hold(rival);
      expect([settled?.state, won?.state ?? 'none']).toEqual(
        won === null ? ['paid', 'none'] : ['refund_due', 'active'],
      );
    });

    it('[H4] gives a buyer his late payment’s seats or other ones, never both beyond his cap', async () => {
      const options = { sections: [2, 2, 2, 2], cap: 2, holdMs: 100, paymentMs: 100 };
      for (let turn = 0; turn < 8; turn++) {
        const sale = await bench().openSale(options);
        // The same show; what is held in it from here on lasts as long as the case.
        const lasting = createTestSale({ ...options, id: sale.show.id, holdMs: 600_000 });
        const held = await bench().hold(sale, bench().newBuyer(), [0, 2]);
        const order = await bench().startPayment(sale, held);
        await bench().passed((await bench().store.hold(held.id))?.untilMs ?? held.untilMs);
        const outcomes = await race(8, (n) => {
          const store = bench().storeFor(n);
          if (n === turn) return bench().settle(sale, order, 'succeeded', store);
          const ids = { id: bench().newId(), buyer: held.buyer };
          return bench().ask(lasting, { kind: 'hold', ...ids, seats: [4 + (n % 4)] }, store);
        });
        const granted = outcomes.filter((outcome) => outcome.ok && outcome.order === null).length;
        const settled = await bench().store.order(order.id);
        expect(settled?.state).toBe(granted === 0 ? 'paid' : 'refund_due');
        expect(granted).toBeLessThanOrEqual(2);
        expect(await bench().ledgerFaults(sale, [held.id], [order.id])).toEqual([]);
      }
    });

    it('[P1] answers every one of many payments of different buyers', async () => {
      const sections = [10, 10];
      const sale = await bench().openSale({ sections });
      const bought = await race(20, (n) => bench().buy(sale, bench().newBuyer(), [n]));
      expect(bought.every(({ order }) => order.state === 'paid')).toBe(true);
      const [holds, orders] = [bought.map(({ hold }) => hold.id), bought.map(({ order }) => order.id)];
      expect(await bench().ledgerFaults(sale, holds, orders)).toEqual([]);
      expect(await bench().states(sale)).toBe(`${'2'.repeat(10)}|${'2'.repeat(10)}`);
    });
  });

  describe('tickets', () => {
    it('[I2] lets a ticket be used once, on any instance', async () => {
      const expiresAtMs = (await bench().store.nowMs()) + 60_000;
      const [ticket, other] = [bench().newId(), bench().newId()];
      expect(await bench().store.claimTicket(ticket, expiresAtMs)).toBe(true);
      for (const store of bench().stores) expect(await store.claimTicket(ticket, expiresAtMs)).toBe(false);
      expect(await bench().store.claimTicket(other, expiresAtMs)).toBe(true);
    });

    it('[I2] remembers a used ticket for a while after its end', async () => {
      const { store } = bench();
      const expiresAtMs = (await store.nowMs()) - 30_000;
      const ticket = bench().newId();
      expect(await store.claimTicket(ticket, expiresAtMs)).toBe(true);
      await store.trimLog(1_000_000, 1);
      expect(await store.claimTicket(ticket, expiresAtMs)).toBe(false);
    });

    it('[I2] lets one of 20 have a ticket that they use at the same instant', async () => {
      const expiresAtMs = (await bench().store.nowMs()) + 60_000;
      const ticket = bench().newId();
      const claims = await race(20, (n) => bench().storeFor(n).claimTicket(ticket, expiresAtMs));
      expect(claims.filter((claimed) => claimed)).toHaveLength(1);
    });
  });
}
