import { describe, expect, it } from 'vitest';
import { heldOf, refusalOf } from '../outcomes.ts';
import { rowsMax, type StoreBench, shortHoldMs, traceOf } from './bench.ts';

/** Deadlines by the database's clock: H2. */
export function deadlineCases(bench: () => StoreBench): void {
  describe('deadlines', () => {
    it('has a clock that moves on', async () => {
      const startMs = await bench().store.nowMs();
      await bench().passed(startMs);
    });

    it('[H2] gives a hold its deadline by the clock of the batch', async () => {
      const sale = await bench().openSale({ holdMs: 120_000 });
      const command = { kind: 'hold', id: bench().newId(), buyer: bench().newBuyer(), seats: [0] } as const;
      const beforeMs = await bench().store.nowMs();
      const { outcomes, nowMs } = await bench().commit(sale, [command]);
      const afterMs = await bench().store.nowMs();
      expect(nowMs).toBeGreaterThanOrEqual(beforeMs);
      expect(nowMs).toBeLessThanOrEqual(afterMs);
      expect(heldOf(outcomes[0])).toMatchObject({
        createdAtMs: nowMs,
        untilMs: nowMs + 120_000,
        endedAtMs: null,
      });
      expect((await bench().snapshot(sale, 0)).untilMs[0]).toBe(nowMs + 120_000);
    });

    it('[H2] lets another buyer take an overdue seat although no sweeper came', async () => {
      const sale = await bench().openSale({ sections: [2, 2], holdMs: shortHoldMs });
      const late = await bench().hold(sale, bench().newBuyer(), [0, 2]);
      await bench().passed(late.untilMs);
      const next = await bench().hold(sale, bench().newBuyer(), [2, 3]);
      expect(next.seats).toEqual([2, 3]);
      expect(await bench().store.holdsOf(sale.show.id, late.buyer)).toEqual([]);
      await bench().ask(sale, { kind: 'expire', hold: late.id });
      expect(await bench().store.hold(late.id)).toMatchObject({ state: 'expired', seats: [] });
      expect((await bench().states(sale)).split('|')[1]).toBe('11');
    });

    it('[H2] refuses to release or pay after the deadline, swept or not', async () => {
      const sale = await bench().openSale({ holdMs: shortHoldMs });
      const { id, buyer, untilMs } = await bench().hold(sale, bench().newBuyer(), [0, 4]);
      const order = bench().newId();
      await bench().passed(untilMs);
      const refuseAll = async () => {
        const before = await traceOf(bench(), sale, [id], [order]);
        for (const seats of [null, [0]]) {
          const outcome = await bench().ask(sale, { kind: 'release', hold: id, buyer, seats });
          expect(refusalOf(outcome)).toEqual({ code: 'HOLD_EXPIRED' });
        }
        const payment = await bench().ask(sale, { kind: 'startPayment', order, hold: id, buyer });
        expect(refusalOf(payment)).toEqual({ code: 'HOLD_EXPIRED' });
        expect(await traceOf(bench(), sale, [id], [order])).toEqual(before);
      };
      await refuseAll();
      await bench().ask(sale, { kind: 'expire', hold: id });
      await refuseAll();
      expect(await bench().states(sale)).toBe('0000|0000');
    });

    it('[H2] lists overdue holds oldest first, and sweeps them once however often it is asked', async () => {
      const sale = await bench().openSale({ sections: [2, 2], holdMs: shortHoldMs });
      const holds = [
        await bench().hold(sale, bench().newBuyer(), [0, 2]),
        await bench().hold(sale, bench().newBuyer(), [3]),
      ];
      const last = Math.max(...holds.map(({ untilMs }) => untilMs));
      const overdue = async () => {
        const all = await bench().store.overdueHolds(rowsMax);
        const deadlines = all.map(({ untilMs }) => untilMs);
        expect(deadlines).toEqual([...deadlines].sort((a, b) => a - b));
        return all.filter(({ show }) => show === sale.show.id);
      };
      await bench().passed(last);
      expect(new Set(await overdue())).toEqual(new Set(holds));
      expect(await bench().store.overdueHolds(1)).toHaveLength(1);

      const expire = holds.map(({ id }) => ({ kind: 'expire', hold: id }) as const);
      const swept = await bench().commit(sale, expire);
      expect(swept.entries.map(({ section, version }) => [section, version])).toEqual([
        [0, 2],
        [1, 3],
      ]);
      const before = await traceOf(
        bench(),
        sale,
        holds.map(({ id }) => id),
        [],
      );
      expect(before.holds).toEqual(
        holds.map((hold) => ({ ...hold, state: 'expired', seats: [], amount: 0, endedAtMs: hold.untilMs })),
      );
      expect(before.states).toBe('00|00');
      for (let round = 0; round < 2; round++)
        expect((await bench().commit(sale, expire)).entries).toEqual([]);
      expect(
        await traceOf(
          bench(),
          sale,
          holds.map(({ id }) => id),
          [],
        ),
      ).toEqual(before);
      expect(await overdue()).toEqual([]);
    });

    it('[H2] does not list or sweep a hold before its deadline', async () => {
      const sale = await bench().openSale({ holdMs: 120_000 });
      const held = await bench().hold(sale, bench().newBuyer(), [0]);
      expect((await bench().store.overdueHolds(rowsMax)).some(({ id }) => id === held.id)).toBe(false);
      expect(heldOf(await bench().ask(sale, { kind: 'expire', hold: held.id }))).toEqual(held);
      expect(await bench().states(sale)).toBe('1000|0000');
    });

    it('[H4] no longer counts overdue holds towards the cap', async () => {
      const sale = await bench().openSale({ cap: 2, holdMs: shortHoldMs });
      const buyer = bench().newBuyer();
      const { untilMs } = await bench().hold(sale, buyer, [0, 4]);
      await bench().passed(untilMs);
      expect((await bench().hold(sale, buyer, [1, 5])).seats).toEqual([1, 5]);
    });
  });
}
