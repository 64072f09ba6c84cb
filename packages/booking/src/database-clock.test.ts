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

  it('follows the newest observation, forward and back', async () => {
    const timers = new FakeTimers();
    const clock = createDatabaseClock(timers);
    clock.observe(5_000);
    await timers.advance(10);
    clock.observe(9_000);
    expect(clock.estimateMs()).toBe(9_000);
    clock.observe(4_000);
    await timers.advance(1);
    expect(clock.estimateMs()).toBe(4_001);
  });

  it('is a whole number of milliseconds, as moments are', async () => {
    const timers = new FakeTimers();
    const clock = createDatabaseClock(timers);
    clock.observe(1_000);
    await timers.advance(0.6);
    expect(clock.estimateMs()).toBe(1_001);
  });
});
