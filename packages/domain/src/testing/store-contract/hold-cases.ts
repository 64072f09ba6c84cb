import { describe, expect, it } from 'vitest';
import { heldOf, refusalOf } from '../outcomes.ts';
import { type StoreBench, traceOf } from './bench.ts';

/** Holds: H1, H3, H4, H5. */
export function holdCases(bench: () => StoreBench): void {
  describe('holds', () => {
    it('[H1] holds seats of several sections together and can be looked up', async () => {
      const sale = await bench().openSale({ sections: [3, 3, 3] });
      const buyer = bench().newBuyer();
      const held = await bench().hold(sale, buyer, [7, 0, 4]);
      expect(held).toMatchObject({ buyer, show: sale.show.id, requested: [0, 4, 7], seats: [0, 4, 7] });
      expect(held).toMatchObject({
        amount: 30_00 + 75_50 + 30_00,
        state: 'active',
        extended: false,
        order: null,
      });
      expect(await bench().store.hold(held.id)).toEqual(held);
      expect(await bench().store.holdsOf(sale.show.id, buyer)).toEqual([held]);
      expect(await bench().states(sale)).toBe('100|010|010');
    });

    it('[H1] grants nothing when one seat of one section is taken, and names the seats in the way', async () => {
      const sale = await bench().openSale({ sections: [3, 3], blocked: [4] });
      await bench().hold(sale, bench().newBuyer(), [2]);
      const id = bench().newId();
      const before = await traceOf(bench(), sale, [id], []);
      const seats = [5, 4, 2, 0];
      const outcome = await bench().ask(sale, { kind: 'hold', id, buyer: bench().newBuyer(), seats });
      expect(refusalOf(outcome)).toEqual({ code: 'SEAT_TAKEN', details: { seats: [2, 4] } });
      expect(await traceOf(bench(), sale, [id], [])).toEqual(before);
    });

    it('[H5] answers a repeated hold with the hold as it stands, without a second effect', async () => {
      const sale = await bench().openSale({ sections: [3, 3] });
      const held = await bench().hold(sale, bench().newBuyer(), [1, 3]);
      const before = await traceOf(bench(), sale, [held.id], []);
      const again = { kind: 'hold', id: held.id, buyer: held.buyer, seats: [3, 1] } as const;
      for (const store of bench().stores) expect(heldOf(await bench().ask(sale, again, store))).toEqual(held);
      expect(await traceOf(bench(), sale, [held.id], [])).toEqual(before);

      await bench().ask(sale, { kind: 'release', hold: held.id, buyer: held.buyer, seats: [1] });
      expect(heldOf(await bench().ask(sale, again))).toEqual(await bench().store.hold(held.id));
      expect(heldOf(await bench().ask(sale, again)).seats).toEqual([3]);
    });

    it('[H5] refuses the same id with other seats, for another buyer, or in another show', async () => {
      const sale = await bench().openSale({ sections: [4] });
      const elsewhere = await bench().openSale({ sections: [4] });
      const held = await bench().hold(sale, bench().newBuyer(), [0, 1]);
      const before = await traceOf(bench(), sale, [held.id], []);
      const { id, buyer } = held;
      const other = [
        await bench().ask(sale, { kind: 'hold', id, buyer, seats: [0] }),
        await bench().ask(sale, { kind: 'hold', id, buyer, seats: [2, 3] }),
        await bench().ask(sale, { kind: 'hold', id, buyer: bench().newBuyer(), seats: [0, 1] }),
        await bench().ask(elsewhere, { kind: 'hold', id, buyer, seats: [0, 1] }),
      ];
      for (const outcome of other) expect(refusalOf(outcome)).toEqual({ code: 'ID_REUSED' });
      expect(await traceOf(bench(), sale, [id], [])).toEqual(before);
      expect(await bench().states(elsewhere)).toBe('0000');
    });

    it('[H5] decides an id afresh after a refusal', async () => {
      const sale = await bench().openSale({ sections: [2] });
      const first = await bench().hold(sale, bench().newBuyer(), [0]);
      const again = { kind: 'hold', id: bench().newId(), buyer: bench().newBuyer(), seats: [0] } as const;
      expect(refusalOf(await bench().ask(sale, again)).code).toBe('SEAT_TAKEN');
      await bench().ask(sale, { kind: 'release', hold: first.id, buyer: first.buyer, seats: null });
      expect(heldOf(await bench().ask(sale, again)).seats).toEqual([0]);
    });

    it('[H3] answers a foreign buyer as if the hold did not exist', async () => {
      const sale = await bench().openSale({ sections: [2] });
      const held = await bench().hold(sale, bench().newBuyer(), [0, 1]);
      const order = bench().newId();
      const before = await traceOf(bench(), sale, [held.id], [order]);
      const stranger = bench().newBuyer();
      for (const hold of [held.id, bench().newId()]) {
        const outcomes = [
          await bench().ask(sale, { kind: 'release', hold, buyer: stranger, seats: null }),
          await bench().ask(sale, { kind: 'release', hold, buyer: stranger, seats: [0] }),
          await bench().ask(sale, { kind: 'startPayment', order, hold, buyer: stranger }),
        ];
        for (const outcome of outcomes) expect(refusalOf(outcome)).toEqual({ code: 'HOLD_NOT_FOUND' });
      }
      expect(await traceOf(bench(), sale, [held.id], [order])).toEqual(before);
    });

    it('[H4] counts live and paid holds of every section towards the cap, and no others', async () => {
      const sale = await bench().openSale({ sections: [4, 4, 4], cap: 4 });
      const buyer = bench().newBuyer();
      const first = await bench().hold(sale, buyer, [0, 4]);
      const { order, hold } = await bench().buy(sale, buyer, [8, 9]);
      const one = { kind: 'hold', id: bench().newId(), buyer, seats: [5] } as const;
      const atCap = { code: 'CAP_EXCEEDED', details: { cap: 4, claimed: 4 } };
      expect(refusalOf(await bench().ask(sale, one))).toEqual(atCap);

      await bench().ask(sale, { kind: 'release', hold: first.id, buyer, seats: [0] });
      expect(heldOf(await bench().ask(sale, one)).seats).toEqual([5]);
      const more = { kind: 'hold', id: bench().newId(), buyer, seats: [1, 2] } as const;
      expect(refusalOf(await bench().ask(sale, more))).toEqual(atCap);

      await bench().ask(sale, { kind: 'refund', order: order.id, hold: hold.id });
      expect(heldOf(await bench().ask(sale, more)).seats).toEqual([1, 2]);
      await bench().hold(sale, bench().newBuyer(), [8, 9]);
    });
  });
}
