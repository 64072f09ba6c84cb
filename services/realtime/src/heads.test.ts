import type { SaleRoom } from '@onsale/booking';
import type { HeadsEvent } from '@onsale/contracts';
import type { Sale } from '@onsale/domain';
import { createTestSale } from '@onsale/domain/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RoomFrame } from './frame-writer.ts';
import { startHeads } from './heads.ts';
import { roomOf } from './socket-types.ts';
import { FakeServer } from './testing/fake-server.ts';
import type { Watching } from './watching.ts';

const everyMs = 1_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

class HeadsBench {
  readonly server = new FakeServer();
  /** The versions of the mirrored sections, by their index. */
  readonly versions = new Map<number, number>();
  readonly sale = createTestSale({ sections: [2, 2, 2] });
  watched: Sale[] = [this.sale];
  nowMs: number | null = 5_000;
  headsAgeMs = 0;
  behindMs = 0;
  readonly heads: { stop(): void };

  constructor() {
    const room = {
      mirrors: {
        peek: (show: string, section: number) => {
          const version = this.versions.get(section);
          return show === this.sale.show.id && version !== undefined ? { version } : undefined;
        },
        lag: () => ({ headsAgeMs: this.headsAgeMs, behindMs: this.behindMs }),
      },
      clock: { estimateMs: () => this.nowMs },
    } as unknown as SaleRoom;
    const watching = { shows: () => this.watched } as unknown as Watching;
    const tellToo = (make: () => readonly RoomFrame[]) => {
      for (const frame of make()) this.server.to(frame.room).emit(frame.event, frame.payload);
    };
    this.heads = startHeads(tellToo, this.server.io, room, watching, everyMs);
  }

  /** The heads told by the next so many beats. */
  beats(count: number): Readonly<Record<string, number>>[] {
    const { length } = this.told();
    vi.advanceTimersByTime(count * everyMs);
    return this.told()
      .slice(length)
      .map(({ heads }) => heads);
  }

  told(show = this.sale.show.id): HeadsEvent[] {
    return this.server.sentTo(roomOf.show(show), 'heads') as HeadsEvent[];
  }
}

describe('a beat of heads', () => {
  it('[L3] tells the versions of the mirrored sections, and the server’s time', () => {
    const bench = new HeadsBench();
    bench.versions.set(0, 7).set(2, 0);
    bench.beats(1);
    expect(bench.told()).toEqual([
      { show: 'test-show', heads: { 'section-1': 7, 'section-3': 0 }, serverTime: 5_000, sockets: 0 },
    ]);
  });

  it('[L3] says how old what it tells may be, once that could not be found out for three seconds', () => {
    const bench = new HeadsBench();
    bench.headsAgeMs = 3_000;
    bench.beats(1);
    expect(bench.told().at(-1)).not.toHaveProperty('ageMs');
    bench.headsAgeMs = 3_000.6;
    bench.beats(1);
    expect(bench.told().at(-1)).toMatchObject({ ageMs: 3_001 });
    bench.headsAgeMs = 10;
    bench.behindMs = 4_000;
    bench.beats(1);
    expect(bench.told().at(-1)).toMatchObject({ ageMs: 4_000 });
    bench.behindMs = 0;
    bench.beats(1);
    expect(bench.told().at(-1)).not.toHaveProperty('ageMs');
  });

  it('tells how many sockets would come back at once, should the process die', async () => {
    const bench = new HeadsBench();
    await bench.server.open('ann');
    await bench.server.open('ben');
    bench.beats(1);
    expect(bench.told()).toMatchObject([{ sockets: 2 }]);
  });

  it('[L3] comes every so often, also when there is nothing to tell, so that silence means a lost connection', () => {
    const bench = new HeadsBench();
    expect(bench.beats(5)).toEqual([{}, {}, {}, {}, {}]);
  });

  it('[L3] names a section that moved three times, and every tenth beat names all', () => {
    const bench = new HeadsBench();
    bench.versions.set(0, 1).set(1, 1);
    const all = { 'section-1': 1, 'section-2': 1 };
    expect(bench.beats(4)).toEqual([all, all, all, {}]);
    bench.versions.set(1, 2);
    const moved = { 'section-2': 2 };
    expect(bench.beats(5)).toEqual([moved, moved, moved, {}, {}]);
    expect(bench.beats(11)).toEqual([
      {},
      { 'section-1': 1, 'section-2': 2 },
      ...Array.from({ length: 9 }, () => ({})),
    ]);
  });

  it('[L3] names a section again that moves before it was named three times', () => {
    const bench = new HeadsBench();
    bench.versions.set(0, 0);
    bench.beats(4);
    for (const version of [1, 2, 3]) {
      bench.versions.set(0, version);
      expect(bench.beats(1)).toEqual([{ 'section-1': version }]);
    }
    expect(bench.beats(3)).toEqual([{ 'section-1': 3 }, { 'section-1': 3 }, {}]);
  });

  it('goes to the watchers of each show, and to nobody when nothing is watched', () => {
    const bench = new HeadsBench();
    const other = createTestSale({ id: 'other-show' });
    bench.watched = [bench.sale, other];
    bench.beats(1);
    expect(bench.told('other-show')).toMatchObject([{ show: 'other-show', heads: {} }]);
    bench.watched = [];
    bench.beats(5);
    expect(bench.server.sent).toHaveLength(2);
  });

  it('tells this machine’s own time before the database’s is known', () => {
    vi.setSystemTime(123_000);
    const bench = new HeadsBench();
    bench.nowMs = null;
    bench.beats(1);
    expect(bench.told()).toMatchObject([{ serverTime: 124_000 }]);
  });

  it('is the last one when it is stopped', () => {
    const bench = new HeadsBench();
    bench.beats(1);
    bench.heads.stop();
    expect(bench.beats(5)).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
