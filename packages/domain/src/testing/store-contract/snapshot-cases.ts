import { describe, expect, it } from 'vitest';
import type { SectionSnapshot } from '../../change.ts';
import { createSale, type Sale } from '../../show.ts';
import { replay } from '../replay.ts';
import { race, type StoreBench } from './bench.ts';

/** The most snapshots that one case takes. */
const snapshotsMax = 1_000;

/** Snapshots and the log between them: L2. */
export function snapshotCases(bench: () => StoreBench): void {
  const snapshots = (sale: Sale) =>
    Promise.all(sale.plan.sections.map((_, section) => bench().snapshot(sale, section)));

  /** Every snapshot that the log makes of the first one, by version. */
  const written = async (sale: Sale, first: SectionSnapshot): Promise<readonly SectionSnapshot[]> => {
    const range = sale.plan.sections[first.section];
    const made = [first];
    for (const entry of await bench().entries(sale, first.section, 0))
      made.push(replay(made.at(-1) ?? first, range?.first ?? 0, [entry]));
    return made;
  };

  const expectFit = async (
    sale: Sale,
    firsts: readonly SectionSnapshot[],
    taken: readonly SectionSnapshot[],
  ) => {
    const made = await Promise.all(firsts.map((first) => written(sale, first)));
    expect(made.map((snapshots) => snapshots.length - 1)).toEqual(await bench().heads(sale));
    for (const snapshot of taken) expect(snapshot).toEqual(made[snapshot.section]?.[snapshot.version]);
  };

  describe('snapshots', () => {
    it('[L2] are what the log makes of earlier ones, after every kind of change', async () => {
      const sale = await bench().openSale({ sections: [3, 3], cap: 6, blocked: [5] });
      const taken: SectionSnapshot[] = [];
      const look = async () => taken.push(...(await snapshots(sale)));
      const firsts = await snapshots(sale);
      const held = await bench().hold(sale, bench().newBuyer(), [0, 3]);
      await look();
      await bench().ask(sale, { kind: 'release', hold: held.id, buyer: held.buyer, seats: [3] });
      await look();
      const { hold, order } = await bench().buy(sale, bench().newBuyer(), [2, 4]);
      await look();
      await bench().ask(sale, { kind: 'unblock', seats: [5] });
      await bench().ask(sale, { kind: 'block', seats: [1, 3] });
      await look();
      await bench().ask(sale, { kind: 'refund', order: order.id, hold: hold.id });
      await look();
      expect(await bench().states(sale)).toBe('130|300');
      await expectFit(sale, firsts, taken);
    });

    it('[L2] belong to their version while batches commit all around', async () => {
      const sale = await bench().openSale({ sections: [300, 300], cap: 600 });
      const firsts = await snapshots(sale);
      const taken: SectionSnapshot[] = [];
      let writing = true;
      const write = async (writer: number) => {
        for (let round = 0; round < 20; round++) {
          const store = bench().storeFor(writer);
          // The seats lie at both ends of both sections, so that a torn read sees some of them.
          const seats = [0, 299, 300, 599].map((end) => (end % 300 === 0 ? end + writer : end - writer));
          const [id, buyer] = [bench().newId(), bench().newBuyer()];
          await bench().ask(sale, { kind: 'hold', id, buyer, seats }, store);
          await bench().ask(sale, { kind: 'release', hold: id, buyer, seats: null }, store);
        }
      };
      const read = async (reader: number) => {
        while (writing && taken.length < snapshotsMax)
          taken.push(await bench().snapshot(sale, reader % 2, bench().storeFor(Math.floor(reader / 2))));
      };
      const reading = race(4, read);
      await race(4, write);
      writing = false;
      await reading;
      await expectFit(sale, firsts, taken);
    });
  });

  describe('price of seats', () => {
    it('[P2] goes by the prices of the sale that decides', async () => {
      const sale = await bench().openSale({ sections: [2] });
      const prices = sale.show.prices.map((price) => ({ ...price, amount: price.amount + 1_00 }));
      const dearer = createSale({ ...sale.show, prices }, sale.plan);
      expect((await bench().hold(dearer, bench().newBuyer(), [0, 1])).amount).toBe(2 * 31_00);
    });
  });
}
