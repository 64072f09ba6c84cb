import { describe, expect, it } from 'vitest';
import { createTestSale } from '../fixtures.ts';
import { heldOf, refusalOf } from '../outcomes.ts';
import { race, type StoreBench, shortHoldMs, traceOf } from './bench.ts';

/** Extensions of holds, alone and at the same instant as what else ends or counts them: H8, H2, H4. */
export function extensionCases(bench: () => StoreBench): void {
  describe('extensions', () => {
    it('[H8] moves the deadline once, and can be looked up', async () => {
      const sale = await bench().openSale({ holdMs: 60_000, extensionMs: 45_000 });
      const held = await bench().hold(sale, bench().newBuyer(), [0, 4]);
      const extend = { kind: 'extend', hold: held.id, buyer: held.buyer } as const;
      const { outcomes, entries } = await bench().commit(sale, [extend]);
      const extended = heldOf(outcomes[0]);
      expect(extended).toEqual({ ...held, untilMs: held.untilMs + 45_000, extendedByBuyer: true });
      expect(await bench().store.hold(held.id)).toEqual(extended);
      expect(await bench().store.holdsOf(sale.show.id, held.buyer)).toEqual([extended]);
      for (const section of [0, 1])
        expect((await bench().snapshot(sale, section)).untilMs[0]).toBe(extended.untilMs);
      expect(entries.map(({ section, notices }) => [section, notices.length])).toEqual([
        [0, 1],
        [1, 0],
      ]);

      const before = await traceOf(bench(), sale, [held.id], []);
      for (const store of bench().stores)
        expect(heldOf(await bench().ask(sale, extend, store))).toEqual(extended);
      expect(await traceOf(bench(), sale, [held.id], [])).toEqual(before);
      await bench().startPayment(sale, held);
      expect(await bench().store.hold(held.id)).toMatchObject({ extended: true, extendedByBuyer: true });
    });

    it('[H8] [H3] refuses it where the show has none, to others, and for what has ended', async () => {
      const plain = await bench().openSale();
      const held = await bench().hold(plain, bench().newBuyer(), [0]);
      const ids = { hold: held.id, buyer: held.buyer };
      expect(refusalOf(await bench().ask(plain, { kind: 'extend', ...ids })).code).toBe('NO_EXTENSION');
      const stranger = { kind: 'extend', hold: held.id, buyer: bench().newBuyer() } as const;
      expect(refusalOf(await bench().ask(plain, stranger)).code).toBe('HOLD_NOT_FOUND');

      const sale = await bench().openSale({ holdMs: shortHoldMs, extensionMs: 60_000 });
      const late = await bench().hold(sale, bench().newBuyer(), [0]);
      await bench().passed(late.untilMs);
      const extend = { kind: 'extend', hold: late.id, buyer: late.buyer } as const;
      expect(refusalOf(await bench().ask(sale, extend)).code).toBe('HOLD_EXPIRED');
      await bench().ask(sale, { kind: 'expire', hold: late.id });
      expect(refusalOf(await bench().ask(sale, extend)).code).toBe('HOLD_EXPIRED');
      expect(await bench().states(sale)).toBe('0000|0000');
    });

    it('[H8] [H2] is granted in time or not at all when sweepers and rivals come at the deadline', async () => {
      for (let turn = 0; turn < 6; turn++) {
        const sale = await bench().openSale({ sections: [2], holdMs: shortHoldMs, extensionMs: 60_000 });
        const held = await bench().hold(sale, bench().newBuyer(), [0]);
        const extend = { kind: 'extend', hold: held.id, buyer: held.buyer } as const;
        const rivals = Array.from({ length: 4 }, () => bench().newId());
        // Half of the turns begin before the deadline and end after it.
        if (turn % 2 === 0) await bench().passed(held.untilMs - 20 * turn);
        else await bench().passed(held.untilMs - 5);
        const outcomes = await race(12, async (n) => {
          const store = bench().storeFor(n);
          if (n % 3 === 0) return bench().ask(sale, extend, store);
          if (n % 3 === 1) return bench().ask(sale, { kind: 'expire', hold: held.id }, store);
          return bench().ask(
            sale,
            { kind: 'hold', id: rivals[n >> 2] ?? '', buyer: 'rival', seats: [0] },
            store,
          );
        });
        const extended = outcomes.filter((outcome, n) => n % 3 === 0 && outcome.ok);
        const won = (await Promise.all(rivals.map((id) => bench().store.hold(id)))).filter(
          (hold) => hold !== null,
        );
        const kept = await bench().store.hold(held.id);
        if (extended.length > 0) {
          expect(kept).toMatchObject({ state: 'active', untilMs: held.untilMs + 60_000, seats: [0] });
          expect(won).toEqual([]);
          expect(await bench().states(sale)).toBe('10');
        } else {
          expect(kept).toMatchObject({ extendedByBuyer: false, untilMs: held.untilMs });
          expect(won.length).toBeLessThanOrEqual(1);
        }
      }
    });

    it('[H8] [H4] keeps its buyer within the cap who extends and asks for more at the deadline', async () => {
      const options = { sections: [2, 2, 2, 2], cap: 2, holdMs: shortHoldMs, extensionMs: 600_000 };
      for (let turn = 0; turn < 8; turn++) {
        const sale = await bench().openSale(options);
        // The same show; what is held in it from here on lasts as long as the case.
        const lasting = createTestSale({ ...options, id: sale.show.id, holdMs: 600_000 });
        const held = await bench().hold(sale, bench().newBuyer(), [0, 2]);
        await bench().passed(held.untilMs - 4 * turn);
        const outcomes = await race(8, (n) => {
          const store = bench().storeFor(n);
          if (n === turn)
            return bench().ask(sale, { kind: 'extend', hold: held.id, buyer: held.buyer }, store);
          const ids = { id: bench().newId(), buyer: held.buyer };
          return bench().ask(lasting, { kind: 'hold', ...ids, seats: [4 + (n % 4)] }, store);
        });
        const granted = outcomes.filter((outcome, n) => n !== turn && outcome.ok).length;
        expect(granted).toBeLessThanOrEqual(outcomes[turn]?.ok === true ? 0 : 2);
      }
    });
  });
}
