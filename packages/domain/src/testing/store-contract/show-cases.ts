import { describe, expect, it } from 'vitest';
import { testLayout, testShowImport } from '../fixtures.ts';
import { race, type StoreBench } from './bench.ts';

/** Shows and layouts: what is imported is what is read. */
export function showCases(bench: () => StoreBench): void {
  describe('shows and layouts', () => {
    it('gives back a show and its layout as they were imported', async () => {
      const { store, newId } = bench();
      const open = testShowImport({
        id: `open-${newId()}`,
        sections: [3, 2],
        cap: 7,
        offSaleAtMs: Date.UTC(2041, 0),
      });
      const endless = testShowImport({
        id: `endless-${newId()}`,
        sections: [1],
        onSaleAtMs: Date.UTC(2030, 0),
      });
      expect(await store.importShow(open)).toBe('added');
      expect(await store.importShow(endless)).toBe('added');

      const shows = await store.shows();
      expect(shows.find(({ id }) => id === open.show.id)).toEqual(open.show);
      expect(shows.find(({ id }) => id === endless.show.id)).toEqual(endless.show);
      expect(await store.layout(open.show.layoutHash)).toBe(testLayout([3, 2]));
      expect(await store.layout('0'.repeat(64))).toBeNull();
    });

    it('starts every section at the same version, with its blocked seats blocked', async () => {
      const sale = await bench().openSale({ sections: [3, 1, 4], blocked: [1, 3, 7] });
      expect(await bench().states(sale)).toBe('030|3|0003');
      expect(await bench().heads(sale)).toEqual([0, 0, 0]);
      for (const section of [0, 1, 2]) {
        const { version, show, section: index, untilMs, owners } = await bench().snapshot(sale, section);
        expect({ version, show, index }).toEqual({ version: 0, show: sale.show.id, index: section });
        expect([...untilMs, ...owners].every((value) => value === 0)).toBe(true);
        expect(await bench().entries(sale, section, 0)).toEqual([]);
      }
    });

    it('changes nothing when the id is taken', async () => {
      const { store } = bench();
      const sale = await bench().openSale({ sections: [2, 2] });
      await bench().hold(sale, bench().newBuyer(), [1]);
      const before = await bench().states(sale);

      const other = testShowImport({ id: sale.show.id, sections: [5], cap: 9, blocked: [0, 1, 2, 3, 4] });
      expect(await store.importShow(other)).toBe('exists');
      expect(await bench().states(sale)).toBe(before);
      expect(await bench().heads(sale)).toEqual([1, 0]);
      expect((await store.shows()).filter(({ id }) => id === sale.show.id)).toEqual([sale.show]);
    });

    it('imports several shows with one layout', async () => {
      const first = await bench().openSale({ sections: [2] });
      const second = await bench().openSale({ sections: [2] });
      expect(second.show.layoutHash).toBe(first.show.layoutHash);
      await bench().hold(first, bench().newBuyer(), [0]);
      expect(await bench().states(first)).toBe('10');
      expect(await bench().states(second)).toBe('00');
    });

    it('adds a show once when many import it at the same instant', async () => {
      const show = testShowImport({ id: `raced-${bench().newId()}`, sections: [2, 3] });
      const answers = await race(6, (n) => bench().storeFor(n).importShow(show));
      expect(answers.filter((answer) => answer === 'added')).toHaveLength(1);
      expect(await bench().store.heads(show.show.id)).toEqual([0, 0]);
    });

    it('imports an arena of 20,000 seats whole', async () => {
      const sections = Array.from({ length: 40 }, () => 500);
      const blocked = [0, 499, 500, 19_999];
      const sale = await bench().openSale({ sections, blocked });
      expect(await bench().heads(sale)).toEqual(sections.map(() => 0));
      const states = (await bench().states(sale)).replaceAll('|', '');
      expect(states).toHaveLength(20_000);
      expect([...states].flatMap((state, seat) => (state === '0' ? [] : [seat]))).toEqual(blocked);
    });

    it('knows nothing of sections and shows that do not exist', async () => {
      const sale = await bench().openSale({ sections: [2] });
      const { store } = bench();
      expect(await store.snapshot({ show: sale.show.id, section: 1 })).toBeNull();
      expect(await store.snapshot({ show: 'no-such-show', section: 0 })).toBeNull();
      expect(await store.heads('no-such-show')).toEqual([]);
      expect(await store.hold(bench().newId())).toBeNull();
      expect(await store.order(bench().newId())).toBeNull();
      expect(await store.holdsOf(sale.show.id, bench().newBuyer())).toEqual([]);
    });
  });
}
