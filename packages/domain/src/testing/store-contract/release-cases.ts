import { describe, expect, it } from 'vitest';
import { heldOf, refusalOf } from '../outcomes.ts';
import { type StoreBench, traceOf } from './bench.ts';

/** Releases, and the lists of what a buyer has left: S2, H1, H5. */
export function releaseCases(bench: () => StoreBench): void {
  describe('releases', () => {
    it('[S2] makes released seats available, some at first and then the rest', async () => {
      const sale = await bench().openSale({ sections: [3, 3] });
      const { id, buyer } = await bench().hold(sale, bench().newBuyer(), [0, 1, 3]);
      const release = { kind: 'release', hold: id, buyer } as const;

      const some = heldOf(await bench().ask(sale, { ...release, seats: [3] }));
      expect(some).toMatchObject({ state: 'active', seats: [0, 1], requested: [0, 1, 3], amount: 60_00 });
      expect(await bench().store.hold(id)).toEqual(some);
      expect(await bench().states(sale)).toBe('110|000');

      const all = heldOf(await bench().ask(sale, { ...release, seats: null }));
      expect(all).toMatchObject({ state: 'released', seats: [], amount: 0 });
      expect(await bench().store.hold(id)).toEqual(all);
      expect(await bench().states(sale)).toBe('000|000');
      expect(await bench().store.holdsOf(sale.show.id, buyer)).toEqual([]);
    });

    it('[H5] answers a repeated release without a second effect', async () => {
      const sale = await bench().openSale({ sections: [3] });
      const { id, buyer } = await bench().hold(sale, bench().newBuyer(), [0, 1]);
      for (const seats of [[1], null]) {
        const release = { kind: 'release', hold: id, buyer, seats } as const;
        const first = heldOf(await bench().ask(sale, release));
        const before = await traceOf(bench(), sale, [id], []);
        expect(heldOf(await bench().ask(sale, release))).toEqual(first);
        expect(await traceOf(bench(), sale, [id], [])).toEqual(before);
      }
    });

    it('[H1] refuses seats that are not of the hold, and releases none then', async () => {
      const sale = await bench().openSale({ sections: [4] });
      const { id, buyer } = await bench().hold(sale, bench().newBuyer(), [0, 1]);
      const outcome = await bench().ask(sale, { kind: 'release', hold: id, buyer, seats: [0, 2] });
      expect(refusalOf(outcome)).toEqual({ code: 'SEAT_NOT_IN_HOLD', details: { seats: [2] } });
      expect(await bench().states(sale)).toBe('1100');
    });
  });

  describe('lists of holds', () => {
    it('lists the live and paid holds of a buyer, newest first', async () => {
      const sale = await bench().openSale({ sections: [8], cap: 8 });
      const buyer = bench().newBuyer();
      const first = await bench().hold(sale, buyer, [0]);
      const { hold: paid } = await bench().buy(sale, buyer, [1]);
      const { hold: back, order } = await bench().buy(sale, buyer, [2]);
      await bench().ask(sale, { kind: 'refund', order: order.id, hold: back.id });
      const gone = await bench().hold(sale, buyer, [3]);
      await bench().ask(sale, { kind: 'release', hold: gone.id, buyer, seats: null });
      const last = await bench().hold(sale, buyer, [4]);
      await bench().hold(sale, bench().newBuyer(), [5]);
      expect(await bench().store.holdsOf(sale.show.id, buyer)).toEqual([last, paid, first]);
    });

    it('lists at most 100', async () => {
      const sale = await bench().openSale({ sections: [101], cap: 101 });
      const buyer = bench().newBuyer();
      const ids = Array.from({ length: 101 }, () => bench().newId());
      const commands = ids.map((id, seat) => ({ kind: 'hold', id, buyer, seats: [seat] }) as const);
      const { outcomes } = await bench().commit(sale, commands);
      expect(outcomes.every(({ ok }) => ok)).toBe(true);
      const listed = await bench().store.holdsOf(sale.show.id, buyer);
      expect(listed.map(({ id }) => id)).toEqual(ids.slice(1).reverse());
    });
  });
}
