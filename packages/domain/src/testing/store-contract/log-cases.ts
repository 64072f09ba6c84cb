import { describe, expect, it } from 'vitest';
import { ownerMark } from '../../change.ts';
import type { Batch } from '../../ports.ts';
import { heldOf } from '../outcomes.ts';
import { rowsMax, type StoreBench, traceOf } from './bench.ts';

/** Versions and log: S3, S4, L1, L2. */
export function logCases(bench: () => StoreBench): void {
  describe('log', () => {
    it('[S3] raises a section by one for a batch that changes it, whatever its size, and no other', async () => {
      const sale = await bench().openSale({ sections: [3, 3, 3] });
      const buyer = bench().newBuyer();
      const holdOf = (seats: number[]) => ({ kind: 'hold', id: bench().newId(), buyer, seats }) as const;
      await bench().commit(sale, [holdOf([0]), holdOf([1, 6])]);
      expect(await bench().heads(sale)).toEqual([1, 0, 1]);
      await bench().commit(sale, [holdOf([0]), holdOf([4])]);
      expect(await bench().heads(sale)).toEqual([1, 1, 1]);
      await bench().commit(sale, [holdOf([0]), holdOf([6])]);
      expect(await bench().heads(sale)).toEqual([1, 1, 1]);
      for (const section of [0, 1, 2]) expect((await bench().snapshot(sale, section)).version).toBe(1);
    });

    it('[S4] decides the commands of a batch in their order, each seeing those before it', async () => {
      const sale = await bench().openSale({ sections: [2] });
      const [id, first, second] = [bench().newId(), bench().newBuyer(), bench().newBuyer()];
      const held = await bench().hold(sale, first, [0]);
      const { outcomes } = await bench().commit(sale, [
        { kind: 'hold', id, buyer: second, seats: [0] },
        { kind: 'release', hold: held.id, buyer: first, seats: null },
        { kind: 'hold', id, buyer: second, seats: [0] },
        { kind: 'hold', id: bench().newId(), buyer: first, seats: [0] },
      ]);
      expect(outcomes.map(({ ok }) => ok)).toEqual([false, true, true, false]);
      expect((await bench().snapshot(sale, 0)).owners[0]).toBe(ownerMark(id));
    });

    it('[L1] logs exactly the entries that it answers, as soon as it answers', async () => {
      const sale = await bench().openSale({ sections: [2, 2] });
      const id = bench().newId();
      const [buyer, seats] = [bench().newBuyer(), [1, 2]];
      const { entries, outcomes } = await bench().commit(sale, [{ kind: 'hold', id, buyer, seats }]);
      const { untilMs } = heldOf(outcomes[0]);
      const notice = { buyer, hold: id, state: 'active', seats, untilMs };
      const entry = { show: sale.show.id, version: 1, notices: [] };
      expect(entries).toEqual([
        { ...entry, section: 0, changes: [[1, 1, untilMs, ownerMark(id)]], notices: [notice] },
        { ...entry, section: 1, changes: [[2, 1, untilMs, ownerMark(id)]] },
      ]);
      for (const section of [0, 1])
        expect(await bench().entries(sale, section, 0)).toEqual([entries[section]]);
    });

    it('[L1] leaves no trace of a batch that fails in the middle', async () => {
      const sale = await bench().openSale({ sections: [2, 2] });
      const [good, bad] = [bench().newId(), bench().newId()];
      const before = await traceOf(bench(), sale, [good, bad], []);
      const holdOf = (id: string, seats: number[]) =>
        ({ kind: 'hold', id, buyer: bench().newBuyer(), seats }) as const;
      const batch = await bench().batchOf(sale, [holdOf(good, [0]), holdOf(bad, [1, 2])]);
      const failing: Batch[] = [
        { ...batch, sections: [0] },
        {
          ...batch,
          commands: batch.commands.map(({ command, seats }) => ({ command, seats: seats.slice(0, 1) })),
        },
      ];
      for (const broken of failing) {
        await expect(bench().store.commit(broken)).rejects.toMatchObject({ name: 'InvariantBroken' });
        expect(await traceOf(bench(), sale, [good, bad], [])).toEqual(before);
      }
      expect((await bench().store.commit(batch)).outcomes.map(({ ok }) => ok)).toEqual([true, true]);
    });

    it('[L1] leaves no trace of a batch of the system about a hold of another show', async () => {
      const sale = await bench().openSale({ sections: [2] });
      const elsewhere = await bench().openSale({ sections: [2] });
      const { hold, order } = await bench().buy(sale, bench().newBuyer(), [0]);
      const about = { order: order.id, hold: hold.id };
      const before = await traceOf(bench(), sale, [hold.id], [order.id]);
      for (const command of [
        { kind: 'expire', hold: hold.id },
        { kind: 'settlePayment', buyer: hold.buyer, outcome: 'succeeded', ...about },
        { kind: 'refund', ...about },
        { kind: 'recordRefund', ...about },
      ] as const)
        await expect(bench().ask(elsewhere, command)).rejects.toMatchObject({ name: 'InvariantBroken' });
      expect(await traceOf(bench(), sale, [hold.id], [order.id])).toEqual(before);
      expect(await bench().heads(elsewhere)).toEqual([0]);
    });

    it('[L2] gives at most as many entries as asked, oldest first, from any version on', async () => {
      const sale = await bench().openSale({ sections: [8], cap: 8 });
      for (let seat = 0; seat < 6; seat++) await bench().hold(sale, bench().newBuyer(), [seat]);
      const ref = { show: sale.show.id, section: 0 };
      const versions = async (since: number, limit: number) => {
        const changes = await bench().store.changes(ref, since, limit);
        return changes.kind === 'entries' ? changes.entries.map(({ version }) => version) : changes.kind;
      };
      expect(await versions(0, rowsMax)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(await versions(0, 2)).toEqual([1, 2]);
      expect(await versions(2, 3)).toEqual([3, 4, 5]);
      expect(await versions(5, 3)).toEqual([6]);
      expect(await versions(6, 3)).toEqual([]);
    });

    it('[L2] says that a trimmed log is trimmed, and keeps the newest entries and the states', async () => {
      const sale = await bench().openSale({ sections: [8], cap: 8 });
      for (let seat = 0; seat < 6; seat++) await bench().hold(sale, bench().newBuyer(), [seat]);
      const ref = { show: sale.show.id, section: 0 };
      const kept = await bench().entries(sale, 0, 4);
      const states = await bench().states(sale);
      let gone = 0;
      for (let call = 0; call < 1_000; call++) {
        const rows = await bench().store.trimLog(2, 3);
        expect(rows).toBeLessThanOrEqual(3);
        gone += rows;
        if (rows === 0) break;
      }
      expect(gone).toBeGreaterThanOrEqual(4);
      expect(await bench().store.trimLog(2, 3)).toBe(0);
      for (const since of [0, 3])
        expect(await bench().store.changes(ref, since, rowsMax)).toEqual({ kind: 'trimmed' });
      expect(await bench().entries(sale, 0, 4)).toEqual(kept);
      expect(await bench().entries(sale, 0, 6)).toEqual([]);
      expect(await bench().heads(sale)).toEqual([6]);
      expect(await bench().states(sale)).toBe(states);
      await bench().hold(sale, bench().newBuyer(), [6]);
      expect((await bench().entries(sale, 0, 4)).map(({ version }) => version)).toEqual([5, 6, 7]);
    });
  });
}
