import { type SaleStore, StoreUnavailable } from '@onsale/domain';
import { createTestSale, MemoryStore, testShowImport } from '@onsale/domain/testing';
import { describe, expect, it } from 'vitest';
import { type Catalog, createCatalog } from './catalog.ts';
import { FakeTimers } from './testing/fake-timers.ts';
import { createGate, StoreTap } from './testing/store-tap.ts';

const freshMs = 2_000;
const noConnection = new StoreUnavailable('no connection');

class CatalogBench {
  readonly timers = new FakeTimers();
  readonly inner = new MemoryStore(() => 0);
  readonly tap = new StoreTap(this.inner);
  readonly catalog: Catalog;
  plansRead = 0;

  constructor(store: Pick<SaleStore, 'shows' | 'layout'> = this.tap.store) {
    this.inner.importNow(testShowImport({ id: 'show-a' }));
    this.catalog = createCatalog({
      store,
      timers: this.timers,
      planOf: () => {
        this.plansRead++;
        return createTestSale().plan;
      },
    });
  }

  down(): void {
    this.tap.before = () => {
      throw noConnection;
    };
  }

  up(): void {
    this.tap.before = () => {};
  }
}

describe('a sale', () => {
  it('is the show with its plan and prices', async () => {
    const { catalog } = new CatalogBench();
    const sale = await catalog.sale('show-a');
    expect(sale).toMatchObject({ show: { id: 'show-a' }, amounts: [30_00, 75_50] });
    expect(sale?.plan.seatCount).toBe(8);
  });

  it('is read once, however many ask and however long', async () => {
    const { catalog, tap, timers, plansRead } = new CatalogBench();
    expect(plansRead).toBe(0);
    const [first, second] = await Promise.all([catalog.sale('show-a'), catalog.sale('show-a')]);
    await timers.advance(10 * freshMs);
    expect(second).toBe(first);
    expect(await catalog.sale('show-a')).toBe(first);
    expect(tap.calls).toEqual(['shows', 'layout']);
  });

  it('has its plan read once', async () => {
    const bench = new CatalogBench();
    await Promise.all([bench.catalog.sale('show-a'), bench.catalog.sale('show-a')]);
    await bench.catalog.sale('show-a');
    expect(bench.plansRead).toBe(1);
  });

  it('that does not exist is asked for at most every two seconds, by however many', async () => {
    const { catalog, tap, timers } = new CatalogBench();
    for (let round = 0; round < 100; round++) expect(await catalog.sale(`none-${round}`)).toBeNull();
    expect(tap.calls).toEqual(['shows']);
    await timers.advance(freshMs - 1);
    await catalog.sale('none');
    expect(tap.calls).toEqual(['shows']);
    await timers.advance(1);
    await catalog.sale('none');
    expect(tap.calls).toEqual(['shows', 'shows']);
  });

  it('that is imported later is found within two seconds', async () => {
    const { catalog, inner, timers } = new CatalogBench();
    expect(await catalog.sale('show-b')).toBeNull();
    inner.importNow(testShowImport({ id: 'show-b' }));
    await timers.advance(freshMs);
    expect(await catalog.sale('show-b')).toMatchObject({ show: { id: 'show-b' } });
  });

  it('that could not be read is read again by the next who asks', async () => {
    const bench = new CatalogBench();
    bench.down();
    await expect(bench.catalog.sale('show-a')).rejects.toBe(noConnection);
    bench.up();
    await expect(bench.catalog.sale('show-a')).resolves.toMatchObject({ show: { id: 'show-a' } });
  });

  it('whose layout could not be read is read again too', async () => {
    const bench = new CatalogBench();
    bench.tap.before = (call) => {
      if (call === 'layout') throw noConnection;
    };
    await expect(bench.catalog.sale('show-a')).rejects.toBe(noConnection);
    bench.up();
    await expect(bench.catalog.sale('show-a')).resolves.toMatchObject({ show: { id: 'show-a' } });
  });

  it('goes on being known while the store is away', async () => {
    const bench = new CatalogBench();
    const sale = await bench.catalog.sale('show-a');
    bench.down();
    await bench.timers.advance(10 * freshMs);
    expect(await bench.catalog.sale('show-a')).toBe(sale);
  });

  it('whose layout is not there says so to everybody who asks', async () => {
    const bench = new CatalogBench();
    const { show } = createTestSale({ id: 'show-a' });
    const { catalog } = new CatalogBench({ shows: async () => [show], layout: async () => null });
    for (let round = 0; round < 2; round++)
      await expect(catalog.sale('show-a')).rejects.toThrow('names a layout that is not there');
    expect(bench.plansRead).toBe(0);
  });
});

describe('the list of shows', () => {
  it('is read afresh after two seconds, once for all who ask meanwhile', async () => {
    const { catalog, inner, tap, timers } = new CatalogBench();
    const lists = await Promise.all([catalog.shows(), catalog.shows()]);
    expect(lists[1]).toBe(lists[0]);
    inner.importNow(testShowImport({ id: 'show-b' }));
    await timers.advance(freshMs);
    expect((await catalog.shows()).map(({ id }) => id)).toEqual(['show-a', 'show-b']);
    expect(tap.calls).toEqual(['shows', 'shows']);
  });

  it('that could not be read is not kept', async () => {
    const bench = new CatalogBench();
    bench.down();
    await expect(bench.catalog.shows()).rejects.toBe(noConnection);
    await expect(bench.catalog.shows()).rejects.toBe(noConnection);
    expect(bench.tap.count('shows')).toBe(2);
    bench.up();
    expect(await bench.catalog.shows()).toHaveLength(1);
  });

  it('that fails late does not throw away one that was read since', async () => {
    const bench = new CatalogBench();
    const gate = createGate();
    bench.tap.before = () => gate.opened.then(() => Promise.reject(noConnection));
    const failing = bench.catalog.shows();
    await bench.timers.advance(freshMs);
    bench.up();
    await bench.catalog.shows();
    gate.open();
    await expect(failing).rejects.toBe(noConnection);
    await bench.catalog.shows();
    expect(bench.tap.count('shows')).toBe(2);
  });
});

describe('a layout', () => {
  const hash = createTestSale().show.layoutHash;

  it('is read once', async () => {
    const { catalog, tap } = new CatalogBench();
    const [first, second] = await Promise.all([catalog.layout(hash), catalog.layout(hash)]);
    expect(first).toContain('onsale-layout/1');
    expect(second).toBe(first);
    await catalog.layout(hash);
    expect(tap.calls).toEqual(['layout']);
  });

  it('that does not exist, or could not be read, is not remembered', async () => {
    const bench = new CatalogBench();
    expect(await bench.catalog.layout('none')).toBeNull();
    bench.down();
    await expect(bench.catalog.layout(hash)).rejects.toBe(noConnection);
    bench.up();
    expect(await bench.catalog.layout('none')).toBeNull();
    expect(await bench.catalog.layout(hash)).not.toBeNull();
    expect(bench.tap.calls).toEqual(['layout', 'layout', 'layout', 'layout']);
  });

  it('is forgotten when more than 64 others were read', async () => {
    const texts: string[] = [];
    const { catalog } = new CatalogBench({
      shows: async () => [],
      layout: async (name) => {
        texts.push(name);
        return name;
      },
    });
    for (let index = 0; index <= 64; index++) await catalog.layout(`layout-${index}`);
    await catalog.layout('layout-64');
    expect(texts).toHaveLength(65);
    await catalog.layout('layout-0');
    expect(texts).toHaveLength(66);
  });
});
