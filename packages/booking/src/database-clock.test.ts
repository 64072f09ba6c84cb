import { describe, expect, it } from 'vitest';
import { createDatabaseClock } from './database-clock.ts';
import { FakeTimers } from './testing/fake-timers.ts';

describe('the estimate of the database’s clock', () => {
  it('is none before the first observation', () => {
    expect(createDatabaseClock(new FakeTimers()).estimateMs()).toBeNull();
  });

  it('goes on from what was observed, whatever this machine’s own clock says', async () => {
    const timers = new FakeTimers();
    const clock = createDatabaseClock(timers);
    await timers.advance(500);
    clock.observe(1_700_000_000_000);
    expect(clock.estimateMs()).toBe(1_700_000_000_000);
    await timers.advance(1_234);
    expect(clock.estimateMs()).toBe(1_700_000_001_234);
  });

  it('follows an observation that is ahead of it at once', async () => {
    const timers = new FakeTimers();
    const clock = createDatabaseClock(timers);
    clock.observe(5_000);
    await timers.advance(10);
    clock.observe(9_000);
    expect(clock.estimateMs()).toBe(9_000);
  });

  it('[H5] is not set back by answers that come late, as after the process stood still', async () => {
    const timers = new FakeTimers();
    const clock = createDatabaseClock(timers);
    clock.observe(5_000);
    await timers.advance(60_000);
    clock.observe(5_001);
    clock.observe(5_002);
    expect(clock.estimateMs()).toBe(65_000);
  });

  it('follows a clock that was set back within twenty seconds', async () => {
    const timers = new FakeTimers();
    const clock = createDatabaseClock(timers);
    for (let second = 0; second < 15; second++) {
      clock.observe(1_000_000 + timers.monotonicMs());
      await timers.advance(1_000);
    }
    for (let second = 0; second <= 20; second++) {
      clock.observe(500_000 + timers.monotonicMs());
      await timers.advance(1_000);
    }
    expect(clock.estimateMs()).toBe(500_000 + timers.monotonicMs());
  });

  it('is a whole number of milliseconds, as moments are', async () => {
    const timers = new FakeTimers();
    const clock = createDatabaseClock(timers);
    clock.observe(1_000);
    await timers.advance(0.6);
    expect(clock.estimateMs()).toBe(1_001);
  });
});
