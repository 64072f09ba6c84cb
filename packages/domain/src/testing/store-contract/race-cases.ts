import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../command.ts';
import type { HoldId } from '../../ids.ts';
import { heldOf, refusalOf } from '../outcomes.ts';
import { race, type StoreBench } from './bench.ts';

/** Holds at the same instant, through every instance on the database: S1, H1, H4, H5. */
export function raceCases(bench: () => StoreBench): void {
  const winners = (outcomes: readonly Outcome[]): HoldId[] =>
    outcomes.flatMap((outcome) => (outcome.ok ? [heldOf(outcome).id] : []));

  describe('races for seats', () => {
    it('[S1] gives a seat that 200 buyers want to exactly one, and tells the others', async () => {
      const sale = await bench().openSale({ sections: [2] });
      const outcomes = await race(200, (n) =>
        bench().ask(
          sale,
          { kind: 'hold', id: bench().newId(), buyer: bench().newBuyer(), seats: [1] },
          bench().storeFor(n),
        ),
      );
      expect(winners(outcomes)).toHaveLength(1);
      const refusals = outcomes.filter(({ ok }) => !ok).map(refusalOf);
      expect(refusals).toEqual(Array(199).fill({ code: 'SEAT_TAKEN', details: { seats: [1] } }));
      expect(await bench().heads(sale)).toEqual([1]);
      expect(await bench().states(sale)).toBe('01');
    });

    it('[S1] gives a seat that had been released before to exactly one, too', async () => {
      const sale = await bench().openSale({ sections: [2] });
      const first = await bench().hold(sale, bench().newBuyer(), [0]);
      await bench().ask(sale, { kind: 'release', hold: first.id, buyer: first.buyer, seats: null });
      const outcomes = await race(50, (n) =>
        bench().ask(
          sale,
          { kind: 'hold', id: bench().newId(), buyer: bench().newBuyer(), seats: [0] },
          bench().storeFor(n),
        ),
      );
      const [winner, ...more] = winners(outcomes);
      expect(more).toEqual([]);
      expect(await bench().store.hold(winner ?? '')).toMatchObject({ state: 'active', seats: [0] });
    });

    it('[H1] decides holds of the same sections in reversed order by the rules alone', async () => {
      const sections = [4, 4, 4];
      const sale = await bench().openSale({ sections, cap: 12 });
      const routes = [
        [0, 4, 8],
        [8, 4, 0],
        [5, 1],
        [1, 5],
        [9, 2],
        [2, 9],
        [4, 8],
        [8, 0],
      ];
      const outcomes = await race(80, (n) =>
        bench().ask(
          sale,
          {
            kind: 'hold',
            id: bench().newId(),
            buyer: bench().newBuyer(),
            seats: routes[n % routes.length] ?? [],
          },
          bench().storeFor(n),
        ),
      );
      for (const outcome of outcomes) if (!outcome.ok) expect(outcome.error.code).toBe('SEAT_TAKEN');
      const held = outcomes.flatMap((outcome) => (outcome.ok ? heldOf(outcome).seats : []));
      expect(new Set(held).size).toBe(held.length);
      const expected = sections.map((_, section) =>
        [0, 1, 2, 3].map((place) => (held.includes(4 * section + place) ? '1' : '0')).join(''),
      );
      expect(await bench().states(sale)).toBe(expected.join('|'));
    });

    it('[H4] keeps one buyer within the cap who asks in all sections at once', async () => {
      const sections = Array.from({ length: 8 }, () => 6);
      const sale = await bench().openSale({ sections, cap: 4 });
      const buyer = bench().newBuyer();
      const outcomes = await race(48, (n) =>
        bench().ask(
          sale,
          { kind: 'hold', id: bench().newId(), buyer, seats: [6 * (n % 8) + Math.floor(n / 8)] },
          bench().storeFor(n),
        ),
      );
      expect(winners(outcomes)).toHaveLength(4);
      const refusals = outcomes.filter(({ ok }) => !ok).map(refusalOf);
      expect(refusals).toEqual(Array(44).fill({ code: 'CAP_EXCEEDED', details: { cap: 4, claimed: 4 } }));
      expect(await bench().store.holdsOf(sale.show.id, buyer)).toHaveLength(4);
      expect([...(await bench().states(sale))].filter((state) => state === '1')).toHaveLength(4);
    });

    it('[H5] makes one hold of one command that arrives many times at once', async () => {
      const sale = await bench().openSale({ sections: [2, 2] });
      const [id, buyer] = [bench().newId(), bench().newBuyer()];
      const outcomes = await race(40, (n) =>
        bench().ask(
          sale,
          { kind: 'hold', id, buyer, seats: n % 2 === 0 ? [1, 2] : [2, 1] },
          bench().storeFor(n),
        ),
      );
      const [first] = outcomes;
      for (const outcome of outcomes) expect(heldOf(outcome)).toEqual(heldOf(first));
      expect(await bench().heads(sale)).toEqual([1, 1]);
    });

    it('[H5] gives an id that comes with different seats at once to one of them', async () => {
      const sale = await bench().openSale({ sections: [2, 2, 2, 2] });
      const [id, buyer] = [bench().newId(), bench().newBuyer()];
      const outcomes = await race(40, (n) =>
        bench().ask(sale, { kind: 'hold', id, buyer, seats: [2 * (n % 4)] }, bench().storeFor(n)),
      );
      const held = outcomes.flatMap((outcome) => (outcome.ok ? heldOf(outcome).seats : []));
      expect(new Set(held).size).toBe(1);
      for (const outcome of outcomes) if (!outcome.ok) expect(outcome.error).toEqual({ code: 'ID_REUSED' });
      expect(await bench().store.hold(id)).toMatchObject({ seats: [held[0]] });
      expect([...(await bench().states(sale))].filter((state) => state === '1')).toHaveLength(1);
    });
  });
}
