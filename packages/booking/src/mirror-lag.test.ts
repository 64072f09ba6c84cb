import { StoreUnavailable } from '@onsale/domain';
import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-timers.ts';
import { MirrorBench } from './testing/mirror-bench.ts';

const gapMs = 30;
const headsEveryMs = 1_000;

describe('how far a process is behind the log', () => {
  it('is nothing while every entry comes in order', async () => {
    const bench = new MirrorBench();
    await bench.mirrors.open(bench.sale, 0);
    bench.mirrors.receive(bench.holdEach([0, 1]));
    await bench.timers.advance(gapMs);
    expect(bench.mirrors.lag()).toMatchObject({ behindMs: 0, versions: 0 });
    expect(bench.mirrors.counts().gaps).toBe(0);
  });

  it('counts from the first sign of a version that is missing, until the log has been read', async () => {
    const bench = new MirrorBench();
    const { mirrors, tap, timers } = bench;
    await mirrors.open(bench.sale, 0);
    const [, second = [], third = []] = [[0], [1], [2]].map((seats) => bench.hold(seats));
    tap.before = () => {
      throw new StoreUnavailable('no connection');
    };
    mirrors.receive(second);
    await timers.advance(gapMs);
    mirrors.receive(third);
    await timers.advance(400);
    expect(mirrors.lag()).toMatchObject({ behindMs: gapMs + 400, versions: 3 });
    expect(mirrors.counts()).toMatchObject({ gaps: 1, repairs: 0 });
    tap.before = () => {};
    await timers.advance(headsEveryMs);
    await settled();
    expect(mirrors.lag()).toMatchObject({ behindMs: 0, versions: 0 });
    expect(mirrors.counts()).toMatchObject({ gaps: 1, repairs: 1 });
  });

  it('counts a gap that closes by itself, and no repair for it', async () => {
    const bench = new MirrorBench();
    await bench.mirrors.open(bench.sale, 0);
    const [first = [], second = []] = [[0], [1]].map((seats) => bench.hold(seats));
    bench.mirrors.receive(second);
    bench.mirrors.receive(first);
    await bench.timers.advance(gapMs);
    expect(bench.mirrors.lag().behindMs).toBe(0);
    expect(bench.mirrors.counts()).toMatchObject({ gaps: 1, repairs: 0, resets: 0 });
  });

  it('says how old the last comparison of the heads is, which a silent database makes older', async () => {
    const bench = new MirrorBench();
    const { mirrors, tap, timers } = bench;
    await timers.advance(headsEveryMs);
    expect(mirrors.lag().headsAgeMs).toBe(0);
    await mirrors.open(bench.sale, 0);
    await timers.advance(headsEveryMs);
    expect(mirrors.lag().headsAgeMs).toBe(0);
    tap.before = () => {
      throw new StoreUnavailable('no connection');
    };
    await timers.advance(3 * headsEveryMs);
    expect(mirrors.lag().headsAgeMs).toBe(3 * headsEveryMs);
  });
});

describe('the seats of the mirrored sections', () => {
  it('are counted by their state', async () => {
    const bench = new MirrorBench();
    bench.hold([0, 1]);
    bench.commit({ command: { kind: 'block', seats: [5] }, seats: [5] });
    expect(bench.mirrors.seats()).toEqual([]);
    await bench.mirrors.open(bench.sale, 0);
    expect(bench.mirrors.seats()).toEqual([2, 2]);
    await bench.mirrors.open(bench.sale, 1);
    expect(Array.from(bench.mirrors.seats(), (count = 0) => count)).toEqual([5, 2, 0, 1]);
  });
});
