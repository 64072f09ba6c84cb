import { createInProcessHub, createSaleRoom, type SaleRoom } from '@onsale/booking';
import { createGate, FakeTimers, StoreTap } from '@onsale/booking/testing';
import { refuse, StoreUnavailable } from '@onsale/domain';
import { createTestSale, MemoryStore, type TestSaleOptions, testShowImport } from '@onsale/domain/testing';
import { describe, expect, it } from 'vitest';
import { createBroadcaster } from './broadcaster.ts';
import { roomOf } from './socket-types.ts';
import { fakeDependencies } from './testing/fake-dependencies.ts';
import { FakeServer, type FakeSocket } from './testing/fake-server.ts';
import { createWatching, type Watching } from './watching.ts';

const idleMs = 60_000;

class WatchBench {
  readonly timers = new FakeTimers();
  readonly store = new MemoryStore(() => 1_000_000);
  readonly tap = new StoreTap(this.store);
  readonly server = new FakeServer();
  readonly room: SaleRoom;
  readonly watching: Watching;

  constructor(options: TestSaleOptions = {}) {
    this.store.importNow(testShowImport(options));
    this.room = createSaleRoom({
      store: this.tap.store,
      bus: createInProcessHub().connect(),
      planOf: () => createTestSale(options).plan,
      timers: this.timers,
      upkeep: false,
      onError: () => {},
    });
    this.watching = createWatching(
      this.server.io,
      fakeDependencies(this.room).dependencies,
      createBroadcaster(this.server.tell),
    );
  }

  watch(socket: FakeSocket, sections: 'all' | string[] = 'all', since?: Record<string, number>) {
    const request = { show: 'test-show', sections, ...(since === undefined ? {} : { since }) };
    return this.watching.watch(socket.socket, request);
  }

  unwatch(socket: FakeSocket, sections: 'all' | string[] = 'all') {
    return this.watching.unwatch(socket.socket, { show: 'test-show', sections });
  }

  shows(): string[] {
    return [...this.watching.shows()].map(({ show }) => show.id);
  }

  /** How many mirrors are left once those that nobody uses are dropped. */
  async mirrorsKept(): Promise<number> {
    await this.timers.advance(2 * idleMs);
    return this.room.mirrors.counts().mirrors;
  }
}

describe('watch', () => {
  it('answers the sections as they are, and lets their frames, heads and nothing else through', async () => {
    const bench = new WatchBench({ sections: [2, 2, 2] });
    const socket = await bench.server.open('ann');
    expect(await bench.watch(socket, ['section-3', 'section-1'])).toEqual({
      ok: true,
      show: 'test-show',
      sections: [
        { section: 'section-3', version: 0, states: '00' },
        { section: 'section-1', version: 0, states: '00' },
      ],
    });
    expect([...socket.rooms].toSorted()).toEqual([
      roomOf.section('test-show', 'section-1'),
      roomOf.section('test-show', 'section-3'),
      roomOf.show('test-show'),
    ]);
    expect(bench.shows()).toEqual(['test-show']);
  });

  it('of all answers every section', async () => {
    const bench = new WatchBench({ sections: [2, 2, 2] });
    const answer = await bench.watch(await bench.server.open('ann'));
    expect(answer.ok && answer.sections.map(({ section }) => section)).toEqual([
      'section-1',
      'section-2',
      'section-3',
    ]);
  });

  it('[L2] answers by section what changed since the version that one has', async () => {
    const bench = new WatchBench();
    const socket = await bench.server.open('ann');
    expect(await bench.watch(socket, 'all', { 'section-1': 0, 'section-2': 99 })).toMatchObject({
      sections: [
        { section: 'section-1', from: 0, to: 0, set: [] },
        { section: 'section-2', version: 0, states: '0000' },
      ],
    });
  });

  it.each([
    ['a show that does not exist', { show: 'no-show', sections: 'all' as const }, 'SHOW_NOT_FOUND'],
    [
      'a section that does not exist',
      { show: 'test-show', sections: ['section-1', 'nowhere'] },
      'SECTION_NOT_FOUND',
    ],
  ])('[A1] of %s is refused, and nothing is watched', async (_, request, code) => {
    const bench = new WatchBench();
    const socket = await bench.server.open('ann');
    expect(await bench.watching.watch(socket.socket, request)).toEqual(refuse(code as 'SHOW_NOT_FOUND'));
    expect(await bench.watching.unwatch(socket.socket, request)).toEqual(refuse(code as 'SHOW_NOT_FOUND'));
    expect(socket.rooms.size).toBe(0);
    expect(bench.shows()).toEqual([]);
    expect(bench.room.mirrors.counts().mirrors).toBe(0);
  });

  it('of no section watches the show all the same', async () => {
    const bench = new WatchBench();
    const socket = await bench.server.open('ann');
    expect(await bench.watch(socket, [])).toMatchObject({ ok: true, sections: [] });
    expect(bench.shows()).toEqual(['test-show']);
  });

  it('[A1] fails as a whole while the store is away, and leaves nothing behind', async () => {
    const bench = new WatchBench();
    const socket = await bench.server.open('ann');
    await bench.room.catalog.sale('test-show');
    bench.tap.before = () => {
      throw new StoreUnavailable('no connection');
    };
    await expect(bench.watch(socket)).rejects.toThrow(StoreUnavailable);
    expect(socket.rooms.size).toBe(0);
    expect(bench.shows()).toEqual([]);
    bench.tap.before = () => {};
    expect(await bench.watch(socket)).toMatchObject({ ok: true });
  });

  it('keeps nothing for a socket that left meanwhile', async () => {
    const bench = new WatchBench();
    const socket = await bench.server.open('ann');
    const reading = createGate();
    bench.tap.before = (call) => (call === 'snapshot' ? reading.opened : undefined);
    const watching = bench.watch(socket);
    socket.disconnect();
    reading.open();
    expect((await watching).ok).toBe(false);
    expect(socket.rooms.size).toBe(0);
    expect(bench.shows()).toEqual([]);
    expect(await bench.mirrorsKept()).toBe(0);
  });
});

describe('what is watched', () => {
  it('is mirrored until the last socket leaves', async () => {
    const bench = new WatchBench();
    const [first, second] = [await bench.server.open('ann'), await bench.server.open('bob')];
    await bench.watch(first);
    await bench.watch(second, ['section-2']);
    first.disconnect();
    expect(await bench.mirrorsKept()).toBe(1);
    expect(bench.shows()).toEqual(['test-show']);
    second.disconnect();
    expect(await bench.mirrorsKept()).toBe(0);
    expect(bench.shows()).toEqual([]);
  });

  it('is let go by unwatch, section by section', async () => {
    const bench = new WatchBench();
    const socket = await bench.server.open('ann');
    await bench.watch(socket);
    expect(await bench.unwatch(socket, ['section-1'])).toEqual({ ok: true });
    expect(socket.rooms.has(roomOf.section('test-show', 'section-1'))).toBe(false);
    expect(socket.rooms.has(roomOf.section('test-show', 'section-2'))).toBe(true);
    expect(await bench.mirrorsKept()).toBe(1);
    expect(await bench.unwatch(socket)).toEqual({ ok: true });
    expect(await bench.mirrorsKept()).toBe(0);
    socket.disconnect();
    expect(bench.shows()).toEqual([]);
  });

  it('counts once for a socket that watches it again', async () => {
    const bench = new WatchBench();
    const socket = await bench.server.open('ann');
    await bench.watch(socket);
    await bench.watch(socket);
    await bench.unwatch(socket);
    expect(await bench.mirrorsKept()).toBe(0);
  });

  it('is mirrored again when it is watched again after it was let go', async () => {
    const bench = new WatchBench();
    const socket = await bench.server.open('ann');
    await bench.watch(socket);
    await bench.unwatch(socket);
    expect(await bench.mirrorsKept()).toBe(0);
    await bench.watch(socket, ['section-1']);
    expect(await bench.mirrorsKept()).toBe(1);
  });

  it('is 1,000 sections of one socket at most, however often it watches them', async () => {
    const bench = new WatchBench({ sections: Array(700).fill(1), cap: 700 });
    const socket = await bench.server.open('ann');
    for (let round = 0; round < 3; round++) expect(await bench.watch(socket)).toMatchObject({ ok: true });
    const { show, ...other } = testShowImport({ id: 'other-show', sections: Array(700).fill(1) });
    bench.store.importNow({ show, ...other });
    await bench.timers.advance(2_000);
    const request = { show: 'other-show', sections: 'all' as const };
    expect(await bench.watching.watch(socket.socket, request)).toEqual(
      refuse('BAD_REQUEST', { faults: ['one socket may watch 1000 sections'] }),
    );
    const few = Array.from({ length: 300 }, (_, index) => `section-${index + 1}`);
    expect(await bench.watching.watch(socket.socket, { ...request, sections: few })).toMatchObject({
      ok: true,
    });
    expect(bench.room.mirrors.counts().mirrors).toBe(1_000);
  });

  it('may be every section of a show that has as many as a show can', async () => {
    const bench = new WatchBench({ sections: Array(1_000).fill(1) });
    const answer = await bench.watch(await bench.server.open('ann'));
    expect(answer).toMatchObject({ ok: true });
  });
});
