import { describe, expect, it } from 'vitest';
import type { BestWish } from '../../best-wish.ts';
import { heldOf, refusalOf } from '../outcomes.ts';
import { race, type StoreBench, traceOf } from './bench.ts';

/** Choosing the best seats, and single seats: B1, B5, O1, O2, H4, H5. */
export function bestCases(bench: () => StoreBench): void {
  const best = (
    wish: Partial<BestWish> = {},
    buyer = bench().newBuyer(),
    id = bench().newId(),
    section = 0,
  ) =>
    ({
      ...({ kind: 'best', id, buyer, section, togetherHere: false } as const),
      wish: {
        ...{ count: 2, sections: [], price: null, priceMax: null, accessible: 0, together: false },
        ...wish,
      },
    }) as const;

  describe('the best seats', () => {
    it('[B1] are chosen by what the database has: held, sold, blocked and overdue seats', async () => {
      const sale = await bench().openSale({ sections: [2, 10], blocked: [2], holdMs: 60_000 });
      const buyer = bench().newBuyer();
      await bench().hold(sale, buyer, [6, 7]);
      await bench().buy(sale, bench().newBuyer(), [8]);
      const first = heldOf(await bench().ask(sale, best({}, buyer, bench().newId(), 1)));
      expect(first).toMatchObject({ seats: [4, 5], amount: 2 * 75_50 });
      expect(first.choice).toMatchObject({ kind: 'best', parts: 1, singles: [3] });
      expect(await bench().store.hold(first.id)).toEqual(first);
      expect(await bench().states(sale)).toBe('00|3011112000');
    });

    it('[B1] [H2] are overdue ones too, from their deadline on', async () => {
      const sale = await bench().openSale({ sections: [2], holdMs: 250 });
      const early = await bench().hold(sale, bench().newBuyer(), [0, 1]);
      const asked = best();
      expect(refusalOf(await bench().ask(sale, asked))).toEqual({ code: 'NOT_ENOUGH_SEATS' });
      await bench().passed(early.untilMs);
      expect(heldOf(await bench().ask(sale, asked)).seats).toEqual([0, 1]);
    });

    it('[B1] [S4] go to each command of a batch in turn, beside holds of named seats in other sections', async () => {
      const sale = await bench().openSale({ sections: [5, 3] });
      const { outcomes } = await bench().commit(sale, [
        { kind: 'hold', id: bench().newId(), buyer: bench().newBuyer(), seats: [0, 6] },
        best(),
        best(),
        best(),
      ]);
      expect(outcomes.slice(1, 3).map((outcome) => heldOf(outcome).seats)).toEqual([
        [1, 2],
        [3, 4],
      ]);
      expect(refusalOf(outcomes[3])).toEqual({ code: 'NOT_ENOUGH_SEATS' });
      expect(await bench().states(sale)).toBe('11111|010');
    });

    it('[S1] [B1] are nobody’s twice when many ask at once, and only those are refused for whom there are none', async () => {
      const sale = await bench().openSale({ sections: [41] });
      const outcomes = await race(30, (n) => bench().ask(sale, best(), bench().storeFor(n)));
      const held = outcomes.flatMap((outcome) => (outcome.ok ? (outcome.hold?.seats ?? []) : []));
      expect([held.length, new Set(held).size]).toEqual([40, 40]);
      const refused = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]));
      expect(refused).toEqual(Array(10).fill({ code: 'NOT_ENOUGH_SEATS' }));
    });

    it('[H4] are no way past the cap', async () => {
      const sale = await bench().openSale({ sections: [20, 20], cap: 4 });
      const buyer = bench().newBuyer();
      const outcomes = await race(8, (n) => {
        const section = n % 2;
        return bench().ask(sale, best({}, buyer, bench().newId(), section), bench().storeFor(n));
      });
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(2);
      for (const outcome of outcomes) if (!outcome.ok) expect(outcome.error.code).toBe('CAP_EXCEEDED');
    });

    it('[H5] repeated are the same hold, whichever section is asked about and whoever asks', async () => {
      const sale = await bench().openSale({ sections: [6, 6] });
      const [buyer, id] = [bench().newBuyer(), bench().newId()];
      const outcomes = await race(12, (n) =>
        bench().ask(sale, best({}, buyer, id, n % 2), bench().storeFor(Math.floor(n / 2))),
      );
      const [first] = outcomes;
      expect(heldOf(first).seats).toHaveLength(2);
      for (const outcome of outcomes) expect(outcome).toEqual(first);
      const before = await traceOf(bench(), sale, [id], []);
      const other = await bench().ask(sale, best({ count: 1 }, buyer, id));
      expect(refusalOf(other)).toEqual({ code: 'ID_REUSED' });
      expect(await traceOf(bench(), sale, [id], [])).toEqual(before);
    });
  });

  describe('single seats', () => {
    it('[O1] [O2] are refused or told as the show says, by the states of the whole row', async () => {
      const refusing = await bench().openSale({ sections: [6], singleSeats: 'refuse', blocked: [0] });
      await bench().hold(refusing, bench().newBuyer(), [5]);
      const hold = (seats: number[]) =>
        ({ kind: 'hold', id: bench().newId(), buyer: bench().newBuyer(), seats }) as const;
      const refused = await bench().ask(refusing, hold([2, 3]));
      expect(refusalOf(refused)).toEqual({ code: 'LEAVES_SINGLE_SEAT', details: { seats: [1, 4] } });
      expect(heldOf(await bench().ask(refusing, hold([1, 2]))).choice).toBeNull();

      const warning = await bench().openSale({ sections: [6], singleSeats: 'warn' });
      const told = heldOf(await bench().ask(warning, hold([1, 2])));
      expect(told.choice).toEqual({ kind: 'picked', singles: [0] });
      expect(await bench().store.hold(told.id)).toEqual(told);
      expect((await bench().store.shows()).find(({ id }) => id === warning.show.id)).toEqual(warning.show);
    });
  });
}
