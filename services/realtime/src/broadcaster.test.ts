import type { ChangesBody, SeatsEvent, WatchedSection } from '@onsale/contracts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Broadcaster, createBroadcaster } from './broadcaster.ts';
import { roomOf } from './socket-types.ts';
import { FakeMirror } from './testing/fake-mirror.ts';
import { FakeServer } from './testing/fake-server.ts';
import type { TickMeter } from './tick.ts';

const tickMs = 20;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** However busy the test's own process is. */
const leisurely: TickMeter = {
  measure(tell) {
    tell();
    return { busyShare: 0, tellingShare: 0 };
  },
};

class Bench {
  readonly server = new FakeServer();
  readonly broadcaster: Broadcaster = createBroadcaster(this.server.tell, leisurely);

  /** Somebody who watches these sections. */
  async watcher(...sections: readonly string[]): Promise<void> {
    await this.server.open(
      'ann',
      sections.map((section) => roomOf.section('test-show', section)),
    );
  }

  frames(section = 'stalls'): SeatsEvent[] {
    return this.server.sentTo(roomOf.section('test-show', section), 'seats') as SeatsEvent[];
  }
}

describe('changes', () => {
  it('are told as one frame per section and tick, with the newest state of each seat', async () => {
    const bench = new Bench();
    await bench.watcher('stalls', 'circle');
    const stalls = new FakeMirror(4);
    const circle = new FakeMirror(4, { section: 1, first: 4 });
    bench.broadcaster.take(stalls.step([[0, 1]]), 'stalls');
    bench.broadcaster.take(circle.step([[4, 1]]), 'circle');
    bench.broadcaster.take(
      stalls.step(
        [
          [1, 1],
          [0, 2],
        ],
        { versions: 3 },
      ),
      'stalls',
    );
    expect(bench.server.sent).toEqual([]);
    vi.advanceTimersByTime(tickMs);
    expect(bench.frames('stalls')).toEqual([
      {
        show: 'test-show',
        section: 'stalls',
        from: 0,
        to: 4,
        set: [
          [0, 2],
          [1, 1],
        ],
      },
    ]);
    expect(bench.frames('circle')).toEqual([
      { show: 'test-show', section: 'circle', from: 0, to: 1, set: [[4, 1]] },
    ]);
    expect(bench.broadcaster.figures()).toMatchObject({ deliveries: 2 });
  });

  it('that come later are told from where the last frame ended', async () => {
    const bench = new Bench();
    await bench.watcher('stalls');
    const mirror = new FakeMirror(4);
    for (const seat of [0, 1]) {
      bench.broadcaster.take(mirror.step([[seat, 1]]), 'stalls');
      vi.advanceTimersByTime(tickMs);
    }
    expect(bench.frames().map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('[L2] of the version alone are told too', async () => {
    const bench = new Bench();
    await bench.watcher('stalls');
    bench.broadcaster.take(new FakeMirror(4).step([]), 'stalls');
    vi.advanceTimersByTime(tickMs);
    expect(bench.frames()).toMatchObject([{ from: 0, to: 1, set: [] }]);
  });

  it('count as delivered once for each who watches, and are not sent where nobody does', async () => {
    const bench = new Bench();
    await bench.watcher('stalls');
    await bench.watcher('stalls');
    bench.broadcaster.take(new FakeMirror(4).step([[0, 1]]), 'stalls');
    bench.broadcaster.take(new FakeMirror(4, { section: 1 }).step([[4, 1]]), 'circle');
    vi.advanceTimersByTime(tickMs);
    expect(bench.broadcaster.figures()).toMatchObject({ deliveries: 2 });
    expect(bench.server.sent).toHaveLength(1);
  });

  it('[L2] are not joined with earlier ones across steps that were not heard', async () => {
    const bench = new Bench();
    await bench.watcher('stalls');
    const mirror = new FakeMirror(4);
    bench.broadcaster.take(mirror.step([[0, 1]]), 'stalls');
    mirror.step([[1, 1]]);
    bench.broadcaster.take(mirror.step([[2, 1]]), 'stalls');
    vi.advanceTimersByTime(tickMs);
    expect(bench.frames().map(({ from, to }) => [from, to])).toEqual([[2, 3]]);
    expect(bench.broadcaster.describe(mirror.mirror, 'stalls', 1)).toEqual({
      section: 'stalls',
      version: 3,
      states: '1110',
    });
  });

  it('[L2] that a snapshot brought lead on from nowhere, also for who is at a version in between', async () => {
    const bench = new Bench();
    await bench.watcher('stalls');
    const mirror = new FakeMirror(4);
    bench.broadcaster.take(mirror.step([[0, 1]]), 'stalls');
    bench.broadcaster.take(mirror.step([[1, 1]], { versions: 5, entries: [] }), 'stalls');
    vi.advanceTimersByTime(tickMs);
    expect(bench.frames().map(({ from, to }) => [from, to])).toEqual([[6, 6]]);
    for (const since of [1, 4])
      expect(bench.broadcaster.describe(mirror.mirror, 'stalls', since)).toMatchObject({ states: '1100' });
    bench.broadcaster.take(mirror.step([[2, 1]]), 'stalls');
    vi.advanceTimersByTime(tickMs);
    expect(bench.frames()[1]).toMatchObject({ from: 6, to: 7, set: [[2, 1]] });
  });

  it('are told no more once it is stopped', async () => {
    const bench = new Bench();
    await bench.watcher('stalls');
    bench.broadcaster.take(new FakeMirror(4).step([[0, 1]]), 'stalls');
    bench.broadcaster.stop();
    vi.advanceTimersByTime(1_000);
    expect(bench.server.sent).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leave no timer behind while there are none', async () => {
    const bench = new Bench();
    expect(vi.getTimerCount()).toBe(0);
    bench.broadcaster.take(new FakeMirror(4).step([[0, 1]]), 'stalls');
    vi.advanceTimersByTime(tickMs);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('what else is to be told', () => {
  it('goes with the frames of the same tick, after them, and says what is so by then', async () => {
    const bench = new Bench();
    await bench.watcher('stalls');
    const mirror = new FakeMirror(4);
    const heads = () => ({
      show: 'test-show',
      heads: { stalls: mirror.mirror.version },
      serverTime: 0,
      sockets: 1,
    });
    const room = roomOf.section('test-show', 'stalls');
    bench.broadcaster.tellToo(() => [{ room, event: 'heads', payload: heads() }]);
    bench.broadcaster.take(mirror.step([[0, 1]]), 'stalls');
    expect(bench.server.sent).toEqual([]);
    vi.advanceTimersByTime(tickMs);
    expect(bench.server.sent.map(({ event }) => event)).toEqual(['seats', 'heads']);
    expect(bench.server.sentTo(room, 'heads')).toEqual([{ ...heads(), heads: { stalls: 1 } }]);
    vi.advanceTimersByTime(1_000);
    expect(bench.server.sent).toHaveLength(2);
  });
});

describe('the tick', () => {
  it('follows the load that telling makes', () => {
    const loads = [
      { busyShare: 0.9, tellingShare: 0.5 },
      { busyShare: 0.9, tellingShare: 0.5 },
      { busyShare: 0.1, tellingShare: 0.5 },
    ];
    const meter: TickMeter = {
      measure(tell) {
        tell();
        return loads.shift() ?? { busyShare: 0, tellingShare: 0 };
      },
    };
    const broadcaster = createBroadcaster(() => 0, meter);
    const mirror = new FakeMirror(4);
    const ticks = [1, 2, 3].map(() => {
      broadcaster.take(mirror.step([[0, 1]]), 'stalls');
      vi.advanceTimersByTime(1_000);
      return broadcaster.figures().tickMs;
    });
    expect(ticks).toEqual([25, 31.25, 26.5625]);
  });
});

describe('a section as somebody begins to watch it', () => {
  it('is all its states at their version, made once for each version', () => {
    const { broadcaster } = new Bench();
    const mirror = new FakeMirror(4);
    mirror.step([[2, 3]]);
    const first = broadcaster.describe(mirror.mirror, 'stalls', undefined);
    expect(first).toEqual({ section: 'stalls', version: 1, states: '0030' });
    expect(broadcaster.describe(mirror.mirror, 'stalls', undefined)).toBe(first);
    mirror.step([[0, 1]]);
    expect(broadcaster.describe(mirror.mirror, 'stalls', undefined)).toMatchObject({ states: '1030' });
  });

  it('is nothing more for who has the newest version', () => {
    const { broadcaster } = new Bench();
    const mirror = new FakeMirror(4);
    mirror.step([[2, 3]]);
    expect(broadcaster.describe(mirror.mirror, 'stalls', 1)).toEqual({
      section: 'stalls',
      from: 1,
      to: 1,
      set: [],
    });
  });

  it('[L2] is what changed since for who was there lately', () => {
    const { broadcaster } = new Bench();
    const mirror = new FakeMirror(4);
    for (const seat of [0, 1, 2]) {
      broadcaster.take(mirror.step([[seat, 1]]), 'stalls');
      vi.advanceTimersByTime(tickMs);
    }
    expect(broadcaster.describe(mirror.mirror, 'stalls', 1)).toEqual({
      section: 'stalls',
      from: 1,
      to: 3,
      set: [
        [1, 1],
        [2, 1],
      ],
    });
  });

  it.each([
    ['is behind what is remembered', 0],
    ['claims a version that does not exist yet', 99],
  ])('[L2] is all its states for who %s', (_, since) => {
    const { broadcaster } = new Bench();
    const mirror = new FakeMirror(4);
    mirror.step([[0, 1]]);
    broadcaster.take(mirror.step([[1, 1]]), 'stalls');
    vi.advanceTimersByTime(tickMs);
    expect(broadcaster.describe(mirror.mirror, 'stalls', since)).toMatchObject({ states: '1100' });
  });
});

/** What a page makes of what it is told, by the contract of the `seats` event. */
class Page {
  version: number;
  states: number[];
  isThere = true;

  constructor(version: number, states: readonly number[]) {
    this.version = version;
    this.states = [...states];
  }

  begin(section: WatchedSection): void {
    this.isThere = true;
    if ('states' in section) {
      this.version = section.version;
      this.states = [...section.states].map(Number);
    } else this.apply(section);
  }

  apply({ from, to, set }: ChangesBody): void {
    if (!this.isThere || to <= this.version) return;
    expect(from, 'a frame leaves no hole').toBeLessThanOrEqual(this.version);
    for (const [seat, state] of set) this.states[seat] = state;
    this.version = to;
  }
}

type Move =
  | {
      readonly kind: 'step';
      readonly changes: readonly (readonly [number, number])[];
      readonly versions: number;
    }
  | { readonly kind: 'tick' }
  | { readonly kind: 'join' | 'leave'; readonly page: number };

const seatCount = 5;
const move: fc.Arbitrary<Move> = fc.oneof(
  {
    arbitrary: fc.record({
      kind: fc.constant('step'),
      changes: fc.array(fc.tuple(fc.nat(seatCount - 1), fc.nat(3)), { maxLength: 3 }),
      versions: fc.integer({ min: 1, max: 3 }),
    }),
    weight: 4,
  },
  { arbitrary: fc.constant({ kind: 'tick' }), weight: 2 },
  { arbitrary: fc.record({ kind: fc.constantFrom('join', 'leave'), page: fc.nat(2) }), weight: 4 },
);

it('[L2] pages that come and go show the section, whatever each missed', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 60, size: 'max' }), (history) => {
      const bench = new Bench();
      const room = roomOf.section('test-show', 'stalls');
      const mirror = new FakeMirror(seatCount);
      const pages = Array.from({ length: 3 }, () => new Page(0, Array<number>(seatCount).fill(0)));
      for (const page of pages) page.isThere = false;
      let told = 0;
      const deliver = () => {
        for (const frame of bench.frames().slice(told)) for (const page of pages) page.apply(frame);
        told = bench.frames().length;
      };
      const tick = () => {
        vi.advanceTimersByTime(tickMs);
        deliver();
      };
      const join = (page: Page) => {
        bench.server.sockets.adapter.rooms.set(room, new Set(['somebody']));
        page.begin(bench.broadcaster.describe(mirror.mirror, 'stalls', page.version));
      };
      for (const next of history) {
        const page = 'page' in next ? pages[next.page] : undefined;
        if (next.kind === 'step') {
          const step = mirror.step(next.changes, { versions: next.versions });
          // Steps of a show that nobody watches are not even handed on.
          if (pages.some(({ isThere }) => isThere)) bench.broadcaster.take(step, 'stalls');
        } else if (next.kind === 'tick') tick();
        else if (page !== undefined && next.kind === 'join') join(page);
        else if (page !== undefined) {
          page.isThere = false;
          if (!pages.some(({ isThere }) => isThere)) bench.server.sockets.adapter.rooms.delete(room);
        }
      }
      for (const page of pages) join(page);
      // Longer than a burst of tellings has to wait.
      vi.advanceTimersByTime(1_000);
      deliver();
      for (const page of pages)
        expect({ version: page.version, states: page.states.join('') }).toEqual({
          version: mirror.version,
          states: mirror.states,
        });
      bench.broadcaster.stop();
    }),
    { numRuns: 2_000 },
  );
}, 60_000);
