import { InvariantBroken, OutcomeUnknown, refuse, StoreUnavailable } from '@onsale/domain';
import { describe, expect, it } from 'vitest';
import { createLanes } from './lanes.ts';
import { settled } from './testing/fake-timers.ts';
import { Answers, gistOf, LaneBench } from './testing/lane-bench.ts';

describe('lanes of one section', () => {
  it('[S4] decide the first command at once, and what arrives meanwhile as the next batch, in its order', async () => {
    const bench = new LaneBench();
    const answers = [bench.hold(0), bench.hold(1), bench.hold(0), bench.hold(2)];
    expect(bench.running()).toEqual([[[0]]]);
    await bench.finish();
    expect(bench.running()).toEqual([[[1], [0], [2]]]);
    await bench.finish();
    expect((await Promise.all(answers)).map(gistOf)).toEqual(['active', 'active', 'SEAT_TAKEN', 'active']);
  });

  it('share a batch with the other lanes of the show', async () => {
    const bench = new LaneBench();
    const answers = [bench.hold(0), bench.hold(4), bench.hold(1), bench.hold(5)];
    expect(bench.running()).toEqual([[[0]]]);
    await bench.finish();
    expect(bench.running()).toEqual([[[4], [1], [5]]]);
    expect(bench.oldest().batch.sections).toEqual([0, 1]);
    await bench.finish();
    expect((await Promise.all(answers)).map(gistOf)).toEqual(['active', 'active', 'active', 'active']);
  });

  it('do not wait for a slow batch of other sections, however many have come to a standstill', async () => {
    const bench = new LaneBench({ sections: [3, 3, 3, 3, 3, 3, 3, 3] });
    const answers = [0, 3, 1, 6].map((seat) => bench.hold(seat));
    expect(bench.running()).toEqual([[[0]]]);
    await bench.makeSlow();
    expect(bench.running()).toEqual([[[0]], [[3], [6]]]);
    answers.push(bench.hold(9));
    expect(bench.running().at(-1)).toEqual([[9]]);
    for (const seat of [12, 15, 18, 21]) {
      answers.push(bench.hold(seat));
      await bench.makeSlow();
    }
    // As many connections at a time as one show may have.
    expect(bench.running()).toHaveLength(6);
    await bench.finishAll();
    expect((await Promise.all(answers)).every(({ ok }) => ok)).toBe(true);
    expect(bench.timers.waiting).toBe(0);
  });

  it('give the database its next batch before anybody is told of the last', async () => {
    const order: string[] = [];
    const bench = new LaneBench({}, { onCommitted: () => order.push(`${bench.running().length} under way`) });
    const answers = [bench.hold(0), bench.hold(1)];
    await bench.finishAll();
    await Promise.all(answers);
    expect(order).toEqual(['1 under way', '0 under way']);
  });

  it('put at most batchMax commands into a batch', async () => {
    const bench = new LaneBench({ sections: [9] }, { batchMax: 3 });
    const answers = [0, 1, 2, 3, 4, 5, 6, 7].map((seat) => bench.hold(seat));
    const sizes: number[] = [];
    while (bench.slow.running.length > 0) {
      sizes.push(bench.oldest().batch.commands.length);
      await bench.finish();
    }
    expect(sizes).toEqual([1, 3, 3, 1]);
    expect((await Promise.all(answers)).every(({ ok }) => ok)).toBe(true);
  });

  it('[A1] refuse BUSY at once past queueMax, and answer what they took', async () => {
    const bench = new LaneBench({}, { queueMax: 2 });
    const taken = [bench.hold(0), bench.hold(1), bench.hold(2)];
    await expect(bench.hold(3)).resolves.toEqual(refuse('BUSY', { retryAfterMs: 250 }));
    const elsewhere = bench.hold(4);
    expect(bench.lanes.waiting()).toBe(4);
    expect(bench.lanes.longest()).toBe(2);
    await bench.finishAll();
    expect(bench.lanes.longest()).toBe(0);
    expect((await Promise.all([...taken, elsewhere])).every(({ ok }) => ok)).toBe(true);
    const later = bench.hold(3);
    await bench.finish();
    expect(gistOf(await later)).toBe('active');
  });

  it('tell of each command that they take, and of none that they refuse', async () => {
    const queued: unknown[] = [];
    const bench = new LaneBench({}, { queueMax: 1, onQueued: (seated) => void queued.push(seated.seats) });
    const answers = [bench.hold(0), bench.hold(1), bench.hold(2), bench.hold()];
    await bench.finishAll();
    await Promise.all(answers);
    expect(queued).toEqual([[0], [1]]);
  });

  it('[A1] refuse a command without seats', async () => {
    const bench = new LaneBench();
    await expect(bench.hold()).resolves.toEqual(refuse('SEATS_EMPTY'));
    expect(bench.running()).toEqual([]);
  });

  it('[A1] answer INTERNAL for a seat that is nowhere, which only a defect can ask for', async () => {
    const bench = new LaneBench();
    await expect(bench.hold(99)).resolves.toEqual(refuse('INTERNAL'));
    expect(bench.defects).toHaveLength(1);
  });

  it('keep shows apart whose sections have the same index', () => {
    const bench = new LaneBench();
    const other = new LaneBench({ id: 'other-show' });
    void bench.hold(0);
    void bench.lanes.submit(other.sale, other.holdOf(0));
    expect(bench.running()).toEqual([[[0]], [[0]]]);
  });

  it('are forgotten when nothing waits in them', async () => {
    const bench = new LaneBench();
    const answers = [bench.hold(0), bench.hold(3, 4), bench.hold(1), bench.hold(5)];
    expect(bench.lanes.inUse()).toBe(1);
    await bench.finishAll();
    await Promise.all(answers);
    expect(bench.lanes.inUse()).toBe(0);
    expect(bench.lanes.waiting()).toBe(0);
  });

  it('are not even made for what is refused', async () => {
    const bench = new LaneBench();
    await bench.lanes.drain();
    await bench.hold(0);
    expect(bench.lanes.inUse()).toBe(0);
  });
});

describe('lanes of several sections', () => {
  const options = { sections: [3, 3, 3, 3] };

  it('decide a command under every section that it touches, beside others', async () => {
    const bench = new LaneBench(options);
    const answers = [bench.hold(0), bench.hold(1), bench.hold(2, 9, 3), bench.hold(4), bench.hold(10)];
    await bench.finish();
    expect(bench.running()).toEqual([[[1], [2, 9, 3], [4], [10]]]);
    expect(bench.oldest().batch.sections).toEqual([0, 1, 3]);
    await bench.finish();
    expect((await Promise.all(answers)).every(({ ok }) => ok)).toBe(true);
  });

  it('[S4] let nobody pass a command that waits for one of its sections', async () => {
    const bench = new LaneBench(options);
    const names = new Answers();
    names.expect('in the second', bench.hold(3));
    names.expect('in both', bench.hold(0, 4));
    names.expect('after both', bench.hold(0));
    names.expect('in the third', bench.hold(6));
    await bench.makeSlow();
    expect(bench.running()).toEqual([[[3]], [[6]]]);
    await bench.finish();
    expect(bench.running()).toEqual([[[6]], [[0, 4], [0]]]);
    await bench.finishAll();
    expect(names.all).toEqual({
      'in the second': 'active',
      'in both': 'active',
      'after both': 'SEAT_TAKEN',
      'in the third': 'active',
    });
  });

  it('[S4] decide in the order of submission what touches a section', async () => {
    const bench = new LaneBench(options);
    const answers = [bench.hold(3), bench.hold(4), bench.hold(0, 4), bench.hold(0)];
    await bench.finishAll();
    const gists = (await Promise.all(answers)).map(gistOf);
    expect(gists).toEqual(['active', 'active', 'SEAT_TAKEN', 'active']);
  });

  it('lock a bounded number of sections with one batch, unless a single command needs more', async () => {
    const bench = new LaneBench({ sections: Array(40).fill(2), cap: 80 });
    const everywhere = Array.from({ length: 40 }, (_, section) => 2 * section);
    const answers = [bench.hold(0), ...everywhere.slice(1).map((seat) => bench.hold(seat))];
    await bench.finish();
    const widths: number[] = [];
    while (bench.slow.running.length > 0) {
      widths.push(bench.oldest().batch.sections.length);
      await bench.finish();
    }
    expect(widths).toEqual([16, 16, 7]);
    answers.push(bench.hold(...everywhere.map((seat) => seat + 1)));
    expect(bench.oldest().batch.sections).toHaveLength(40);
    await bench.finish();
    expect((await Promise.all(answers)).every(({ ok }) => ok)).toBe(true);
  });

  it('come to their turn however busy every section stays', async () => {
    const bench = new LaneBench(options);
    const everywhere = [0, 3, 6, 9];
    const keepBusy = () => {
      for (const seat of everywhere) void bench.hold(seat);
    };
    keepBusy();
    let isAnswered = false;
    void bench.hold(1, 4, 7, 10).then(() => {
      isAnswered = true;
    });
    for (let round = 0; round < 20 && !isAnswered; round++) {
      keepBusy();
      await bench.finish();
    }
    expect(isAnswered).toBe(true);
  });
});

describe('lanes on a store that fails', () => {
  it.each([
    { error: new StoreUnavailable('no connection'), code: 'UNAVAILABLE' },
    { error: new OutcomeUnknown('lost at COMMIT'), code: 'UNKNOWN' },
  ] as const)('[A1] answer $code to the whole batch and go on with the next', async ({ error, code }) => {
    const bench = new LaneBench();
    const first = bench.hold(0);
    const batch = [bench.hold(1), bench.hold(2)];
    await bench.finish();
    const next = bench.hold(3);
    bench.oldest().fail(error);
    await settled();
    expect(await Promise.all(batch)).toEqual([
      refuse(code, { retryAfterMs: 250 }),
      refuse(code, { retryAfterMs: 250 }),
    ]);
    await bench.finish();
    expect([gistOf(await first), gistOf(await next)]).toEqual(['active', 'active']);
    expect(bench.defects).toEqual([]);
  });

  it('[A1] answer the commands of several sections too, and free every one of them', async () => {
    const bench = new LaneBench();
    const across = bench.hold(0, 4);
    const after = [bench.hold(1), bench.hold(5)];
    bench.oldest().fail(new StoreUnavailable('no connection'));
    await settled();
    expect(await across).toEqual(refuse('UNAVAILABLE', { retryAfterMs: 250 }));
    await bench.finishAll();
    expect((await Promise.all(after)).map(gistOf)).toEqual(['active', 'active']);
  });

  it('[A1] decide each alone when one is a defect: that one is INTERNAL, the others are decided in their order', async () => {
    const bench = new LaneBench();
    const defect = new InvariantBroken('seat 2 is haunted');
    bench.check = (commands) => {
      if (commands.some((command) => command.kind === 'hold' && command.seats.includes(2))) throw defect;
    };
    const answers = [bench.hold(0), bench.hold(1), bench.hold(2), bench.hold(1), bench.hold(3)];
    await bench.finish();
    await bench.finishAll();
    const gists = (await Promise.all(answers)).map(gistOf);
    expect(gists).toEqual(['active', 'active', 'INTERNAL', 'SEAT_TAKEN', 'active']);
    expect(bench.defects).toEqual([defect]);
  });

  it('keep the section to themselves while they decide each alone', async () => {
    const bench = new LaneBench();
    const answers = [bench.hold(0), bench.hold(1), bench.hold(2)];
    await bench.finish();
    bench.oldest().fail(new InvariantBroken('a defect'));
    await settled();
    answers.push(bench.hold(3));
    expect(bench.running()).toEqual([[[1]]]);
    await bench.finish();
    expect(bench.running()).toEqual([[[2]]]);
    await bench.finish();
    expect(bench.running()).toEqual([[[3]]]);
    await bench.finish();
    expect((await Promise.all(answers)).every(({ ok }) => ok)).toBe(true);
  });

  it('[A1] answer INTERNAL when the store leaves an outcome out', async () => {
    const bench = new LaneBench();
    const lanes = createLanes({
      store: { commit: async () => ({ outcomes: [], entries: [], nowMs: 0 }) },
      timers: bench.timers,
      onCommitted: () => {},
      onDefect: () => {},
    });
    await expect(lanes.submit(bench.sale, bench.holdOf(0))).resolves.toEqual(refuse('INTERNAL'));
  });
});

describe('what is in force', () => {
  it('[L1] is told before its commands are answered, and not before it is committed', async () => {
    const order: string[] = [];
    const bench = new LaneBench({}, { onCommitted: () => order.push('told') });
    const answer = bench.hold(0).then(() => order.push('answered'));
    await settled();
    expect(order).toEqual([]);
    await bench.finish();
    await answer;
    expect(order).toEqual(['told', 'answered']);
  });

  it('[A1] is answered as decided, once, even when who is told of it fails', async () => {
    const fault = new Error('a listener is broken');
    const bench = new LaneBench(
      {},
      {
        onCommitted: () => {
          throw fault;
        },
      },
    );
    const answers = [bench.hold(0), bench.hold(1), bench.hold(1)];
    await bench.finish();
    await bench.finish();
    expect(bench.running()).toEqual([]);
    expect((await Promise.all(answers)).map(gistOf)).toEqual(['active', 'active', 'SEAT_TAKEN']);
    expect(bench.defects).toEqual([fault, fault]);
  });
});

describe('a drain', () => {
  it('refuses what comes and resolves when everything accepted is answered', async () => {
    const bench = new LaneBench();
    const names = new Answers();
    names.expect('running', bench.hold(0));
    names.expect('waiting', bench.hold(1));
    names.expect('across', bench.hold(2, 4));
    const order: string[] = [];
    const drained = bench.lanes.drain().then(() => order.push(Object.values(names.all).join(', ')));
    names.expect('late', bench.hold(3));
    await settled();
    expect(names.all).toMatchObject({ late: 'BUSY', running: '' });
    await bench.finish();
    expect(order).toEqual([]);
    await bench.finish();
    await drained;
    expect(order).toEqual(['active, active, active, BUSY']);
  });

  it('resolves at once when nothing waits', async () => {
    const bench = new LaneBench();
    await expect(bench.lanes.drain()).resolves.toBeUndefined();
  });

  it('resolves for everybody who asks for it', async () => {
    const bench = new LaneBench();
    const answer = bench.hold(0);
    const drains = [bench.lanes.drain(), bench.lanes.drain()];
    await bench.finish();
    await Promise.all([...drains, bench.lanes.drain()]);
    expect(gistOf(await answer)).toBe('active');
  });

  it('resolves after answers that say that the store failed', async () => {
    const bench = new LaneBench();
    const answer = bench.hold(0);
    const drained = bench.lanes.drain();
    bench.oldest().fail(new StoreUnavailable('no connection'));
    await drained;
    expect(gistOf(await answer)).toBe('UNAVAILABLE');
  });
});
