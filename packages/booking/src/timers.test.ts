import { describe, expect, it } from 'vitest';
import { FakeTimers, settled } from './testing/fake-timers.ts';
import { createGate } from './testing/store-tap.ts';
import { realTimers, repeat } from './timers.ts';

describe('repeat', () => {
  it('does nothing before the first time has passed', async () => {
    const timers = new FakeTimers();
    let rounds = 0;
    repeat(
      timers,
      100,
      async () => void rounds++,
      () => {},
    );
    await timers.advance(99);
    expect(rounds).toBe(0);
    await timers.advance(1);
    expect(rounds).toBe(1);
    await timers.advance(250);
    expect(rounds).toBe(3);
  });

  it('never overlaps: a round starts when its time has passed since the last one ended', async () => {
    const timers = new FakeTimers();
    const gates = [createGate(), createGate()];
    const startsMs: number[] = [];
    const work = async () => {
      startsMs.push(timers.monotonicMs());
      await gates[startsMs.length - 1]?.opened;
    };
    repeat(timers, 100, work, () => {});
    await timers.advance(1_000);
    expect(startsMs).toEqual([100]);
    gates[0]?.open();
    await timers.advance(99);
    expect(startsMs).toEqual([100]);
    await timers.advance(1);
    expect(startsMs).toEqual([100, 1_100]);
  });

  it('goes on after a round that failed, and says what failed', async () => {
    const timers = new FakeTimers();
    const fault = new Error('a round failed');
    const errors: unknown[] = [];
    let rounds = 0;
    const work = async () => {
      if (++rounds === 1) throw fault;
    };
    repeat(timers, 100, work, (error) => errors.push(error));
    await timers.advance(200);
    expect(rounds).toBe(2);
    expect(errors).toEqual([fault]);
  });

  it('stops for good, at once when nothing runs', async () => {
    const timers = new FakeTimers();
    let rounds = 0;
    const repeated = repeat(
      timers,
      100,
      async () => void rounds++,
      () => {},
    );
    await timers.advance(100);
    await repeated.stop();
    await timers.advance(1_000);
    expect(rounds).toBe(1);
    expect(timers.waiting).toBe(0);
  });

  it('waits, when it is stopped, for the round that runs, and starts no other', async () => {
    const timers = new FakeTimers();
    const gate = createGate();
    const order: string[] = [];
    const work = async () => {
      await gate.opened;
      order.push('round ended');
    };
    const repeated = repeat(timers, 100, work, () => {});
    await timers.advance(100);
    const stopped = repeated.stop().then(() => order.push('stopped'));
    await settled();
    expect(order).toEqual([]);
    gate.open();
    await stopped;
    expect(order).toEqual(['round ended', 'stopped']);
    await timers.advance(1_000);
    expect(order).toHaveLength(2);
  });

  it('waits for a round that fails too, without failing itself', async () => {
    const timers = new FakeTimers();
    const gate = createGate();
    const errors: unknown[] = [];
    const work = () => gate.opened.then(() => Promise.reject(new Error('a round failed')));
    const repeated = repeat(timers, 100, work, (error) => errors.push(error));
    await timers.advance(100);
    const stopped = repeated.stop();
    gate.open();
    await expect(stopped).resolves.toBeUndefined();
    expect(errors).toHaveLength(1);
  });
});

describe('real timers', () => {
  it('run work after its delay, by a clock that does not go back', async () => {
    const startMs = realTimers.monotonicMs();
    await new Promise<void>((resolve) => realTimers.after(1, resolve));
    expect(realTimers.monotonicMs()).toBeGreaterThanOrEqual(startMs);
  });

  it('run nothing that was called off', async () => {
    const order: string[] = [];
    const callOff = realTimers.after(0, () => order.push('called off'));
    callOff();
    await new Promise<void>((resolve) => realTimers.after(1, resolve));
    expect(order).toEqual([]);
  });
});

describe('fake timers', () => {
  it('run what falls due in the order of its time, and of two at one time the first set first', async () => {
    const timers = new FakeTimers();
    const order: string[] = [];
    timers.after(20, () => order.push('c'));
    timers.after(10, () => order.push('a'));
    timers.after(10, () => order.push('b'));
    timers.after(15, () => order.push('never'))();
    timers.after(21, () => order.push('later'));
    await timers.advance(20);
    expect(order).toEqual(['a', 'b', 'c']);
    expect(timers.monotonicMs()).toBe(20);
    expect(timers.waiting).toBe(1);
  });

  it('run within the same time what that sets in turn', async () => {
    const timers = new FakeTimers();
    const atMs: number[] = [];
    const again = () => {
      atMs.push(timers.monotonicMs());
      void Promise.resolve().then(() => timers.after(10, again));
    };
    timers.after(10, again);
    await timers.advance(35);
    expect(atMs).toEqual([10, 20, 30]);
  });
});
