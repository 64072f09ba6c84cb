import { MemoryStore, testShowImport } from '@onsale/domain/testing';
import { demoShowFiles, loadShowFile } from '@onsale/layouts';
import { describe, expect, it } from 'vitest';
import { loadDemoShows } from './demo-shows.ts';

describe('the demo shows', () => {
  it('are loaded into a store that has none, once', async () => {
    const store = new MemoryStore(() => 0);
    const added = await loadDemoShows(store);
    const ids = (await store.shows()).map(({ id }) => id);
    expect(added).toEqual(ids);
    // The textbook's calls are about this one.
    expect(ids).toContain('demo');
    expect(ids.length).toBeGreaterThanOrEqual(3);
    expect(await loadDemoShows(store)).toEqual([]);
  });

  it('are completed when a start broke off while they were loaded', async () => {
    const whole = new MemoryStore(() => 0);
    const [first = '', ...rest] = await loadDemoShows(whole);
    const store = new MemoryStore(() => 0);
    const loaded = await loadShowFile(demoShowFiles[0] ?? '');
    if (loaded.ok) store.importNow(loaded.import);
    expect(await loadDemoShows(store)).toEqual(rest);
    expect((await store.shows()).map(({ id }) => id)).toContain(first);
  });

  it('stay away from a store with shows of its own', async () => {
    const store = new MemoryStore(() => 0);
    store.importNow(testShowImport());
    expect(await loadDemoShows(store)).toEqual([]);
    expect((await store.shows()).map(({ id }) => id)).toEqual(['test-show']);
  });
});
