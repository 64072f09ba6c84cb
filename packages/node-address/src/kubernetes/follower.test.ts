import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Follower } from './follower.ts';
import { ApiFault, type Listed, type News, type Resource } from './resource.ts';

interface OpenWatch {
  readonly version: string;
  readonly hear: (news: News<number>) => void;
  readonly end: (fault?: ApiFault) => void;
  isStopped: boolean;
}

/** A resource whose lists are what the test says, and whose watches the test ends. */
class Stage implements Resource<number> {
  readonly name = 'numbers';
  readonly watches: OpenWatch[] = [];
  lists = 0;
  listing: () => Promise<Listed<number>> = async () => ({ views: new Map([['one', 1]]), version: '10' });

  list(): Promise<Listed<number>> {
    this.lists++;
    return this.listing();
  }

  watch(version: string, hear: (news: News<number>) => void) {
    const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
    const watch: OpenWatch = {
      version,
      hear,
      end: (fault) => (fault === undefined ? resolve() : reject(fault)),
      isStopped: false,
    };
    this.watches.push(watch);
    return {
      ended,
      stop() {
        watch.isStopped = true;
        resolve();
      },
    };
  }

  get last(): OpenWatch {
    const watch = this.watches.at(-1);
    if (watch === undefined) throw new Error('nothing is watched');
    return watch;
  }
}

describe('a follower', () => {
  let stage: Stage;
  let follower: Follower<number>;
  let changes: number;
  let over: Promise<void>;

  const settle = () => vi.advanceTimersByTimeAsync(0);
  const views = () => Object.fromEntries(follower.views());

  function start(resyncMs = 300_000): void {
    follower = new Follower(stage, { onChange: () => void changes++, resyncMs, random: () => 0.5 });
    over = follower.run();
  }

  beforeEach(() => {
    vi.useFakeTimers();
    stage = new Stage();
    changes = 0;
  });
  afterEach(async () => {
    follower.stop();
    await over;
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it('lists once, and watches from there', async () => {
    start();
    expect(follower.standing()).toEqual({ kind: 'never', failures: 0, fault: null });
    await settle();
    expect(views()).toEqual({ one: 1 });
    expect(follower.standing()).toEqual({ kind: 'following' });
    expect(stage.lists).toBe(1);
    expect(stage.last.version).toBe('10');
    expect(changes).toBe(1);
  });

  it('takes what the watch brings, and goes on from the last of it when the watch ends', async () => {
    start();
    await settle();
    stage.last.hear({ kind: 'opened' });
    stage.last.hear({ kind: 'put', name: 'two', view: 2, version: '11' });
    stage.last.hear({ kind: 'put', name: 'one', view: 7, version: '12' });
    expect(views()).toEqual({ one: 7, two: 2 });
    stage.last.hear({ kind: 'gone', name: 'one', version: '13' });
    stage.last.hear({ kind: 'bookmark', version: '20' });
    expect(views()).toEqual({ two: 2 });
    stage.last.end();
    await settle();
    expect(stage.watches.map(({ version }) => version)).toEqual(['10', '20']);
    expect(stage.lists).toBe(1);
  });

  it('opens the next watch at once when one ends after its time without news', async () => {
    start();
    await settle();
    for (let times = 1; times < 20; times++) {
      await vi.advanceTimersByTimeAsync(25_000 / 5);
      stage.last.end();
      await settle();
      expect(stage.watches).toHaveLength(times + 1);
    }
    expect(follower.standing().kind).toBe('following');
  });

  it('does not go round in circles when watches end at once', async () => {
    start();
    await settle();
    const opened: number[] = [];
    for (let times = 0; times < 6; times++) {
      const beganMs = performance.now();
      const count = stage.watches.length;
      stage.last.end();
      while (stage.watches.length === count) await vi.advanceTimersByTimeAsync(1);
      opened.push(Math.round(performance.now() - beganMs));
    }
    expect(opened).toEqual([187, 375, 750, 1_500, 3_000, 6_000]);
  });

  it('keeps what it knew through a failure, says since when, and goes on from there', async () => {
    start();
    await settle();
    await vi.advanceTimersByTimeAsync(4_000);
    stage.last.hear({ kind: 'put', name: 'two', view: 2, version: '11' });
    const heardMs = performance.now();
    await vi.advanceTimersByTimeAsync(2_000);
    const fault = new ApiFault('terminated', null);
    stage.last.end(fault);
    await settle();
    expect(follower.standing()).toEqual({ kind: 'lost', failures: 1, fault, heardMs });
    expect(views()).toEqual({ one: 1, two: 2 });
    await vi.advanceTimersByTimeAsync(250);
    expect(stage.last.version).toBe('11');
    expect(follower.standing().kind).toBe('lost');
    stage.last.hear({ kind: 'opened' });
    expect(follower.standing()).toEqual({ kind: 'following' });
    expect(stage.lists).toBe(1);
  });

  it('lists again when what came after its version is gone, and replaces everything', async () => {
    start();
    await settle();
    stage.last.hear({ kind: 'put', name: 'two', view: 2, version: '11' });
    stage.last.end();
    await settle();
    stage.listing = async () => ({ views: new Map([['three', 3]]), version: '50' });
    stage.last.end(new ApiFault('too old resource version', 410));
    await settle();
    expect(views()).toEqual({ three: 3 });
    expect(stage.last.version).toBe('50');
    expect(stage.lists).toBe(2);
  });

  it('does not go round in circles when the version of a list is gone already', async () => {
    start();
    await settle();
    for (let times = 1; times <= 3; times++) {
      stage.last.end(new ApiFault('too old resource version', 410));
      await settle();
      expect(follower.standing()).toMatchObject({ kind: 'lost', failures: times });
      expect(stage.lists).toBe(times);
      await vi.advanceTimersByTimeAsync(2_000);
    }
  });

  it('tries a list again, later each time, and counts in vain', async () => {
    const fault = new ApiFault('Forbidden', 403);
    stage.listing = () => Promise.reject(fault);
    start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(stage.lists).toBeGreaterThan(8);
    expect(stage.lists).toBeLessThan(14);
    expect(follower.standing()).toEqual({ kind: 'never', failures: stage.lists, fault });
    stage.listing = async () => ({ views: new Map(), version: '1' });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(follower.standing()).toEqual({ kind: 'following' });
  });

  it('lists again when the list is old, though the watch goes well', async () => {
    start(60_000);
    await settle();
    stage.listing = async () => ({ views: new Map([['missed', 9]]), version: '30' });
    await vi.advanceTimersByTimeAsync(30_000);
    stage.last.end();
    await settle();
    expect(stage.lists).toBe(1);
    await vi.advanceTimersByTimeAsync(31_000);
    stage.last.end();
    await settle();
    expect(stage.lists).toBe(2);
    expect(views()).toEqual({ missed: 9 });
  });

  it('takes a defect of ours for a failure too', async () => {
    stage.listing = () => Promise.reject(new TypeError('not a function'));
    start();
    await settle();
    expect(follower.standing()).toMatchObject({ kind: 'never', failures: 1, fault: { status: null } });
  });

  it('hears nothing more once it is stopped, and stops its watch', async () => {
    start();
    await settle();
    const { last } = stage;
    follower.stop();
    await over;
    expect(last.isStopped).toBe(true);
    last.hear({ kind: 'put', name: 'late', view: 1, version: '99' });
    expect(views()).toEqual({ one: 1 });
    expect(stage.watches).toHaveLength(1);
  });

  it('stops in the middle of a list', async () => {
    const listed = Promise.withResolvers<Listed<number>>();
    stage.listing = () => listed.promise;
    start();
    follower.stop();
    listed.resolve({ views: new Map([['late', 1]]), version: '1' });
    await over;
    expect(views()).toEqual({});
    expect(stage.watches).toHaveLength(0);
  });
});
