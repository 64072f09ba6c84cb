import { describe, expect, it } from 'vitest';
import { TellingPace } from './pace.ts';

const tickMs = 20;

/** When tellings begin if there is always something to tell, over so many milliseconds. */
function begins(forMs: number, ofTickMs = tickMs): number[] {
  const pace = new TellingPace();
  const begun: number[] = [];
  for (let nowMs = 0; ; ) {
    nowMs += pace.waitMs(nowMs, ofTickMs);
    if (nowMs > forMs) return begun;
    pace.begin(nowMs);
    begun.push(nowMs);
  }
}

describe('a telling', () => {
  it('begins at once after a silence', () => {
    const pace = new TellingPace();
    expect(pace.waitMs(5, tickMs)).toBe(0);
    pace.begin(5);
    expect(pace.waitMs(1_000, tickMs)).toBe(0);
  });

  it('begins a tick after the one before began, however long that took', () => {
    const pace = new TellingPace();
    pace.begin(100);
    expect(pace.waitMs(101, tickMs)).toBe(19);
    expect(pace.waitMs(118, tickMs)).toBe(2);
    expect(pace.waitMs(150, tickMs)).toBe(0);
  });

  it('is one of 25 a second in the long run, and waits 40 ms at most for that', () => {
    const begun = begins(10_000);
    expect(begun.slice(0, 8)).toEqual([0, 20, 40, 60, 80, 100, 120, 140]);
    expect(begun.length).toBeLessThanOrEqual(25 * 10 + 16);
    const distances = begun.slice(1).map((at, index) => at - (begun[index] ?? 0));
    expect(Math.min(...distances)).toBe(20);
    expect(Math.max(...distances)).toBe(40);
    expect(distances.slice(-200).every((ms) => ms === 40)).toBe(true);
  });

  it('keeps to a longer tick where there is one', () => {
    expect(begins(1_000, 250)).toEqual([0, 250, 500, 750, 1_000]);
  });
});
