import { type LogEntry, StoreUnavailable } from '@onsale/domain';
import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-timers.ts';
import { dayOneMs, MirrorBench } from './testing/mirror-bench.ts';
import { createGate } from './testing/store-tap.ts';

const gapMs = 30;
const headsEveryMs = 1_000;
const idleMs = 60_000;

describe('a mirror that is opened', () => {
  it('shows the section as it is stored', async () => {
    const bench = new MirrorBench();
    bench.hold([5, 6]);
    const mirror = await bench.mirrors.open(bench.sale, 1);
    expect(mirror).toMatchObject({ first: 4, ...bench.stored(1) });
    expect(mirror.states).toBe('0110');
    expect(bench.mirrors.peek(bench.sale.show.id, 1)).toBe(mirror);
    expect(bench.mirrors.peek(bench.sale.show.id, 0)).toBeUndefined();
  });

  it('is loaded once, however many ask at the same time', async () => {
    const { mirrors, sale, tap } = new MirrorBench();
    const opened = await Promise.all([mirrors.open(sale, 0), mirrors.open(sale, 0), mirrors.open(sale, 1)]);
    expect(opened[1]).toBe(opened[0]);
    expect(await mirrors.open(sale, 0)).toBe(opened[0]);
    expect(tap.count('snapshot')).toBe(2);
    expect(mirrors.counts()).toEqual({ mirrors: 2, gaps: 0, repairs: 0, resets: 0 });
  });

  it('is asked for again after a failure, which everybody who waited hears of', async () => {
    const { mirrors, sale, tap } = new MirrorBench();
    tap.before = () => {
      throw new StoreUnavailable('no connection');
    };
    const failed = await Promise.allSettled([mirrors.open(sale, 0), mirrors.open(sale, 0)]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(mirrors.counts().mirrors).toBe(0);
    tap.before = () => {};
    await expect(mirrors.open(sale, 0)).resolves.toMatchObject({ version: 0 });
  });

  it('refuses a section that does not exist', async () => {
    const { mirrors, sale } = new MirrorBench();
    await expect(mirrors.open(sale, 2)).rejects.toThrow(RangeError);
    expect(mirrors.counts().mirrors).toBe(0);
  });

  it('[L2] takes what comes while its snapshot loads, whether the snapshot has it or not', async () => {
    const bench = new MirrorBench();
    const { mirrors, sale, tap } = bench;
    const before = bench.hold([0]);
    const read = createGate();
    tap.after = () => read.opened;
    const opening = mirrors.open(sale, 0);
    await settled();
    mirrors.receive([...before, ...bench.hold([1]), ...bench.hold([2]), ...bench.hold([4])]);
    expect(mirrors.peek(sale.show.id, 0)).toBeUndefined();
    read.open();
    const mirror = await opening;
    await settled();
    expect(mirror).toMatchObject(bench.stored(0));
    expect(bench.stepsMade()).toEqual([
      [1, 2],
      [2, 3],
    ]);
    expect(tap.count('changes')).toBe(0);
  });

  it('forgets what came while its snapshot failed to load', async () => {
    const bench = new MirrorBench();
    const { mirrors, sale, tap } = bench;
    const gate = createGate();
    tap.after = async () => {
      await gate.opened;
      throw new StoreUnavailable('no connection');
    };
    const opening = mirrors.open(sale, 0);
    mirrors.receive(bench.hold([1]));
    gate.open();
    await expect(opening).rejects.toThrow(StoreUnavailable);
    await settled();
    expect(bench.steps).toEqual([]);
    expect(bench.errors).toEqual([]);
  });
});

describe('a mirror that is told of entries', () => {
  it('[L2] steps with each, and hears nothing of sections that nobody opened', async () => {
    const bench = new MirrorBench();
    const mirror = await bench.mirrors.open(bench.sale, 0);
    const entries = bench.holdEach([0, 4, 1]);
    bench.mirrors.receive(entries);
    const [first, , second] = entries;
    expect(bench.steps).toEqual([
      { mirror, from: 0, to: 1, changes: first?.changes, entries: [first] },
      { mirror, from: 1, to: 2, changes: second?.changes, entries: [second] },
    ]);
    expect(mirror).toMatchObject(bench.stored(0));
  });

  it('[L2] steps once over entries that came in another order', async () => {
    const bench = new MirrorBench();
    const mirror = await bench.mirrors.open(bench.sale, 0);
    const [one, two, three] = bench.holdEach([0, 1, 2]) as [LogEntry, LogEntry, LogEntry];
    bench.mirrors.receive([three, two, two]);
    expect(bench.steps).toEqual([]);
    bench.mirrors.receive([one, three]);
    expect(bench.steps).toEqual([
      {
        mirror,
        from: 0,
        to: 3,
        changes: [...one.changes, ...two.changes, ...three.changes],
        entries: [one, two, three],
      },
    ]);
    await bench.timers.advance(2 * gapMs);
    expect(bench.tap.count('changes')).toBe(0);
  });

  it('[L2] gives a gap its time before it reads the log, and then reads from where it is', async () => {
    const bench = new MirrorBench();
    const mirror = await bench.mirrors.open(bench.sale, 0);
    const entries = bench.holdEach([0, 1, 2]);
    bench.mirrors.receive(entries.slice(1, 2));
    await bench.timers.advance(gapMs - 1);
    bench.mirrors.receive(entries.slice(2));
    expect(bench.tap.count('changes')).toBe(0);
    await bench.timers.advance(1);
    expect(bench.tap.count('changes')).toBe(1);
    expect(mirror).toMatchObject({ ...bench.stored(0), isBehind: false });
    expect(bench.stepsMade()).toEqual([[0, 3]]);
    expect(bench.mirrors.counts()).toEqual({ mirrors: 1, gaps: 1, repairs: 1, resets: 0 });
  });

  it('[L2] reads a long log in pieces until it has all that it knows of', async () => {
    const bench = new MirrorBench({ sections: [600], cap: 600 });
    const mirror = await bench.mirrors.open(bench.sale, 0);
    const entries = bench.holdEach(Array.from({ length: 600 }, (_, seat) => seat));
    bench.mirrors.receive(entries.slice(-1));
    await bench.timers.advance(gapMs);
    expect(bench.tap.count('changes')).toBe(2);
    expect(mirror).toMatchObject(bench.stored(0));
  });

  it('[L2] reads the log at once when more came early than it keeps', async () => {
    const bench = new MirrorBench({ sections: [300], cap: 300 });
    const mirror = await bench.mirrors.open(bench.sale, 0);
    const entries = bench.holdEach(Array.from({ length: 300 }, (_, seat) => seat));
    bench.mirrors.receive(entries.slice(1, 256));
    await bench.timers.advance(0);
    expect(bench.tap.count('changes')).toBe(0);
    const reading = createGate();
    bench.tap.after = () => reading.opened;
    bench.mirrors.receive(entries.slice(256));
    await bench.timers.advance(2 * gapMs);
    expect(bench.tap.count('changes')).toBe(1);
    reading.open();
    await settled();
    expect(mirror).toMatchObject(bench.stored(0));
  });

  it('[L2] reads the log once for a gap that more entries make longer meanwhile', async () => {
    const bench = new MirrorBench({ sections: [8], cap: 8 });
    const mirror = await bench.mirrors.open(bench.sale, 0);
    const reading = createGate();
    bench.tap.after = (call) => (call === 'changes' ? reading.opened : undefined);
    bench.holdEach([0]);
    bench.mirrors.receive(bench.holdEach([1]));
    await bench.timers.advance(gapMs);
    bench.holdEach([2]);
    bench.mirrors.receive(bench.holdEach([3]));
    await bench.timers.advance(2 * gapMs);
    expect(bench.tap.count('changes')).toBe(1);
    reading.open();
    await bench.timers.advance(gapMs);
    expect(bench.tap.count('changes')).toBe(2);
    expect(mirror).toMatchObject(bench.stored(0));
  });

  it('[L2] becomes a snapshot when the log no longer reaches back, and tells only what differs', async () => {
    const bench = new MirrorBench();
    const mirror = await bench.mirrors.open(bench.sale, 0);
    bench.mirrors.receive(bench.hold([0]));
    const id = bench.newId();
    bench.hold([1, 2], id);
    bench.commit({ command: { kind: 'release', hold: id, buyer: `buyer of ${id}`, seats: [1] }, seats: [1] });
    const last = bench.hold([3]);
    await bench.inner.trimLog(1, 100);
    bench.steps.length = 0;
    bench.mirrors.receive(last);
    await bench.timers.advance(gapMs);
    expect(mirror).toMatchObject({ ...bench.stored(0), version: 4, states: '1011', isBehind: false });
    expect(bench.steps).toMatchObject([{ mirror, from: 1, to: 4, entries: [] }]);
    expect(bench.steps[0]?.changes.map(([seat, state]) => [seat, state])).toEqual([
      [2, 1],
      [3, 1],
    ]);
    expect(bench.mirrors.counts()).toEqual({ mirrors: 1, gaps: 1, repairs: 0, resets: 1 });
  });

  it.each([
    ['caught up with', []],
    ['overtook', [2, 3]],
  ])('[L2] survives a snapshot that the bus %s while it was read', async (_, further) => {
    const bench = new MirrorBench({ sections: [8], cap: 8 });
    const mirror = await bench.mirrors.open(bench.sale, 0);
    const lost = bench.holdEach([0, 1]);
    await bench.inner.trimLog(0, 100);
    const reading = createGate();
    bench.tap.after = (call) => (call === 'snapshot' ? reading.opened : undefined);
    bench.mirrors.receive(lost.slice(1));
    await bench.timers.advance(gapMs);
    bench.mirrors.receive([...lost, ...bench.holdEach(further)]);
    const steps = bench.stepsMade();
    reading.open();
    await settled();
    expect(mirror).toMatchObject({ ...bench.stored(0), isBehind: false });
    expect(bench.stepsMade()).toEqual(steps);
    expect(bench.mirrors.counts().resets).toBe(0);
  });

  it('[L3] goes on after a snapshot with the entries that came early', async () => {
    const bench = new MirrorBench({ sections: [8], cap: 8 });
    const mirror = await bench.mirrors.open(bench.sale, 0);
    bench.holdEach([0, 1]);
    await bench.inner.trimLog(0, 100);
    const reading = createGate();
    bench.tap.after = (call) => (call === 'snapshot' ? reading.opened : undefined);
    bench.mirrors.receive(bench.holdEach([2]));
    await bench.timers.advance(gapMs);
    const missed = bench.holdEach([3]);
    bench.mirrors.receive(bench.holdEach([4]));
    expect(missed).toHaveLength(1);
    reading.open();
    await bench.timers.advance(headsEveryMs);
    expect(mirror).toMatchObject({ ...bench.stored(0), version: 5, isBehind: false });
  });
});

describe('the heads of a show', () => {
  it('[L3] heal a lost last message within one round', async () => {
    const bench = new MirrorBench();
    const mirror = await bench.mirrors.open(bench.sale, 0);
    bench.hold([0]);
    await bench.timers.advance(headsEveryMs - 1);
    expect(mirror.version).toBe(0);
    await bench.timers.advance(1);
    expect(mirror).toMatchObject(bench.stored(0));
    expect(bench.stepsMade()).toEqual([[0, 1]]);
  });

  it('[L3] are compared again and again, for every mirrored section of every show', async () => {
    const bench = new MirrorBench({ sections: [4, 4, 4] });
    const opened = await Promise.all([0, 2].map((section) => bench.mirrors.open(bench.sale, section)));
    for (const seat of [0, 1, 2]) {
      bench.hold([seat]);
      bench.hold([seat + 8]);
      await bench.timers.advance(headsEveryMs);
      expect(opened.map(({ version }) => version)).toEqual([seat + 1, seat + 1]);
    }
  });

  it('ask the store for nothing while nobody mirrors anything', async () => {
    const bench = new MirrorBench();
    await bench.timers.advance(5 * headsEveryMs);
    expect(bench.tap.calls).toEqual([]);
  });

  it('keep the estimate of the database clock fresh', async () => {
    const bench = new MirrorBench();
    await bench.mirrors.open(bench.sale, 0);
    expect(bench.clock.estimateMs()).toBeNull();
    await bench.timers.advance(headsEveryMs);
    expect(bench.clock.estimateMs()).toBe(dayOneMs + headsEveryMs);
  });

  it('[L3] try again with the next round what the store refused, and say what failed', async () => {
    const bench = new MirrorBench();
    const mirror = await bench.mirrors.open(bench.sale, 0);
    bench.hold([0]);
    const fault = new StoreUnavailable('no connection');
    bench.tap.before = (call) => {
      if (call === 'changes') throw fault;
    };
    await bench.timers.advance(headsEveryMs);
    expect(bench.errors).toEqual([fault]);
    bench.tap.before = () => {
      throw fault;
    };
    await bench.timers.advance(headsEveryMs);
    expect(bench.errors).toEqual([fault, fault]);
    expect(mirror.version).toBe(0);
    bench.tap.before = () => {};
    await bench.timers.advance(headsEveryMs);
    expect(mirror).toMatchObject(bench.stored(0));
  });

  it('[L3] try again after a snapshot that could not be read', async () => {
    const bench = new MirrorBench();
    const mirror = await bench.mirrors.open(bench.sale, 0);
    bench.holdEach([0, 1]);
    await bench.inner.trimLog(1, 100);
    bench.tap.before = (call) => {
      if (call === 'snapshot') throw new StoreUnavailable('no connection');
    };
    await bench.timers.advance(headsEveryMs);
    expect(mirror.version).toBe(0);
    bench.tap.before = () => {};
    await bench.timers.advance(headsEveryMs);
    expect(mirror).toMatchObject(bench.stored(0));
  });

  it('[L3] find the gap that an outage of the log left after the bus had fallen silent', async () => {
    const bench = new MirrorBench();
    const mirror = await bench.mirrors.open(bench.sale, 0);
    bench.tap.before = () => {
      throw new StoreUnavailable('no connection');
    };
    bench.holdEach([0, 1]);
    bench.mirrors.receive(bench.holdEach([2]));
    await bench.timers.advance(3 * headsEveryMs);
    bench.tap.before = () => {};
    await bench.timers.advance(headsEveryMs);
    expect(mirror).toMatchObject({ ...bench.stored(0), early: 0, isBehind: false });
  });
});

describe('a mirror is current', () => {
  const currentMs = 2_000;
  const cutOff = () => {
    throw new StoreUnavailable('no connection');
  };

  it('[H1] for two seconds after it had what the database had, when that was asked for', async () => {
    const bench = new MirrorBench();
    const show = bench.sale.show.id;
    const read = createGate();
    bench.tap.after = () => read.opened;
    const opening = bench.mirrors.open(bench.sale, 0);
    await bench.timers.advance(400);
    expect(bench.mirrors.isCurrent(show, 0)).toBe(false);
    read.open();
    await opening;
    bench.tap.before = cutOff;
    await bench.timers.advance(currentMs - 400);
    expect(bench.mirrors.isCurrent(show, 0)).toBe(true);
    await bench.timers.advance(1);
    expect(bench.mirrors.isCurrent(show, 0)).toBe(false);
    bench.tap.before = () => {};
    await bench.timers.advance(headsEveryMs);
    expect(bench.mirrors.isCurrent(show, 0)).toBe(true);
    expect(bench.mirrors.isCurrent(show, 1)).toBe(false);
  });

  it('[H1] once it has come as far as the head was, however much further that is by then', async () => {
    const bench = new MirrorBench();
    const show = bench.sale.show.id;
    await bench.mirrors.open(bench.sale, 0);
    const entries = bench.holdEach([0, 1]);
    bench.tap.before = (call) => {
      if (call === 'changes') cutOff();
    };
    await bench.timers.advance(currentMs + 1);
    expect(bench.mirrors.isCurrent(show, 0)).toBe(false);
    const [later] = bench.hold([2]);
    bench.mirrors.receive(entries);
    expect(bench.mirrors.peek(show, 0)).toMatchObject({ version: 2 });
    expect(later?.version).toBe(3);
    expect(bench.mirrors.isCurrent(show, 0)).toBe(true);
  });
});

describe('a mirror that nobody uses', () => {
  it('is dropped after its time, and loaded anew when asked for', async () => {
    const bench = new MirrorBench();
    const mirror = await bench.mirrors.open(bench.sale, 0);
    await bench.timers.advance(idleMs);
    expect(bench.mirrors.peek(bench.sale.show.id, 0)).toBe(mirror);
    await bench.timers.advance(headsEveryMs);
    expect(bench.mirrors.peek(bench.sale.show.id, 0)).toBeUndefined();
    expect(bench.mirrors.counts().mirrors).toBe(0);
    bench.hold([0]);
    await expect(bench.mirrors.open(bench.sale, 0)).resolves.toMatchObject(bench.stored(0));
  });

  it('stays as long as it is asked for now and then', async () => {
    const bench = new MirrorBench();
    const mirror = await bench.mirrors.open(bench.sale, 0);
    for (let round = 0; round < 4; round++) {
      await bench.timers.advance(idleMs - headsEveryMs);
      expect(await bench.mirrors.open(bench.sale, 0)).toBe(mirror);
    }
  });

  it('stays until everybody who retained it has let go, each counting once', async () => {
    const bench = new MirrorBench();
    const show = bench.sale.show.id;
    const mirror = await bench.mirrors.open(bench.sale, 0);
    const releases = [bench.mirrors.retain(show, 0), bench.mirrors.retain(show, 0)];
    await bench.timers.advance(2 * idleMs);
    releases[0]?.();
    releases[0]?.();
    await bench.timers.advance(2 * idleMs);
    expect(bench.mirrors.peek(show, 0)).toBe(mirror);
    releases[1]?.();
    await bench.timers.advance(idleMs);
    expect(bench.mirrors.peek(show, 0)).toBe(mirror);
    await bench.timers.advance(headsEveryMs);
    expect(bench.mirrors.peek(show, 0)).toBeUndefined();
  });

  it('cannot be retained when it is not there', () => {
    const bench = new MirrorBench();
    const release = bench.mirrors.retain(bench.sale.show.id, 0);
    expect(release).not.toThrow();
    expect(bench.mirrors.counts().mirrors).toBe(0);
  });

  it('stays while the log is read for it, and is dropped after', async () => {
    const bench = new MirrorBench({}, { idleMs: headsEveryMs });
    const mirror = await bench.mirrors.open(bench.sale, 0);
    await bench.timers.advance(headsEveryMs);
    const reading = createGate();
    bench.tap.after = (call) => (call === 'changes' ? reading.opened : undefined);
    bench.hold([0]);
    bench.mirrors.receive(bench.hold([1]));
    await bench.timers.advance(2 * headsEveryMs);
    expect(bench.mirrors.peek(bench.sale.show.id, 0)).toBe(mirror);
    reading.open();
    await settled();
    expect(bench.stepsMade()).toEqual([[0, 2]]);
    await bench.timers.advance(headsEveryMs);
    expect(bench.mirrors.counts().mirrors).toBe(0);
  });

  it('leaves no repair behind', async () => {
    const bench = new MirrorBench({}, { idleMs: headsEveryMs - gapMs });
    await bench.mirrors.open(bench.sale, 0);
    await bench.timers.advance(headsEveryMs - 1);
    bench.hold([0]);
    bench.mirrors.receive(bench.hold([1]));
    await bench.timers.advance(1 + gapMs);
    expect(bench.mirrors.counts().mirrors).toBe(0);
    expect(bench.tap.count('changes')).toBe(0);
  });
});

describe('mirrors that are closed', () => {
  it('neither repair nor compare any more', async () => {
    const bench = new MirrorBench();
    await bench.mirrors.open(bench.sale, 0);
    bench.hold([0]);
    bench.mirrors.receive(bench.hold([1]));
    await bench.mirrors.close();
    bench.mirrors.receive(bench.hold([2]));
    await bench.timers.advance(5 * headsEveryMs);
    expect(bench.tap.calls).toEqual(['snapshot']);
    expect(bench.timers.waiting).toBe(0);
  });

  it('wait for the reading under way, and read no further', async () => {
    const bench = new MirrorBench({ sections: [600], cap: 600 });
    await bench.mirrors.open(bench.sale, 0);
    const reading = createGate();
    bench.tap.before = (call) => (call === 'changes' ? reading.opened : undefined);
    bench.mirrors.receive(bench.holdEach(Array.from({ length: 600 }, (_, seat) => seat)).slice(-1));
    await bench.timers.advance(gapMs);
    const order: string[] = [];
    const closed = bench.mirrors.close().then(() => order.push('closed'));
    await settled();
    order.push('read');
    reading.open();
    await closed;
    expect(order).toEqual(['read', 'closed']);
    expect(bench.tap.count('changes')).toBe(1);
  });
});
