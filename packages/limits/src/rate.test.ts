import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRate, type Rate } from './rate.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The waits that so many attempts are told, null for each that is let through. */
async function spend(rate: Rate, key: string, count: number): Promise<(number | null)[]> {
  const waits: (number | null)[] = [];
  for (let i = 0; i < count; i++) waits.push(await rate.spend(key));
  return waits;
}
const passed = (waits: readonly (number | null)[]) => waits.filter((wait) => wait === null).length;

describe('a rate', () => {
  it('lets two seconds’ worth through at once, and says how long the next one waits', async () => {
    const rate = createRate({ perSecond: 20 });
    const waits = await spend(rate, 'a', 41);
    expect(passed(waits)).toBe(40);
    expect(waits.at(-1)).toBe(2_000);
    vi.advanceTimersByTime(1_500);
    expect(await rate.spend('a')).toBe(500);
  });

  it('lets the next ones through when the told wait is over', async () => {
    const rate = createRate({ perSecond: 20 });
    const [wait] = (await spend(rate, 'a', 41)).slice(-1);
    vi.advanceTimersByTime(wait ?? 0);
    expect(passed(await spend(rate, 'a', 41))).toBe(40);
  });

  it('keeps to its average, whatever is asked', async () => {
    const rate = createRate({ perSecond: 5 });
    let through = 0;
    for (let second = 0; second < 30; second++) {
      through += passed(await spend(rate, 'a', 50));
      vi.advanceTimersByTime(1_000);
    }
    expect(through).toBe(150);
  });

  it('counts each key by itself', async () => {
    const rate = createRate({ perSecond: 1 });
    expect(passed(await spend(rate, 'a', 5))).toBe(2);
    expect(passed(await spend(rate, 'b', 5))).toBe(2);
  });

  it('sets no limit with 0', async () => {
    const rate = createRate({ perSecond: 0 });
    expect(passed(await spend(rate, 'a', 1_000))).toBe(1_000);
    expect(rate.keys()).toBe(0);
  });

  it('tells nobody to wait longer than its window when the wall clock is set back', async () => {
    const rate = createRate({ perSecond: 1 });
    await spend(rate, 'a', 2);
    vi.setSystemTime(Date.now() - 3_600_000);
    expect(await rate.spend('a')).toBeLessThanOrEqual(2_000);
  });
});

describe('the keys of a rate', () => {
  it('are forgotten when their window has passed', async () => {
    const rate = createRate({ perSecond: 1 });
    for (let key = 0; key < 100; key++) await rate.spend(`${key}`);
    expect(rate.keys()).toBe(100);
    vi.advanceTimersByTime(2_000);
    expect(rate.keys()).toBe(0);
  });

  it('are never more than the most, however many come, and each is still let through', async () => {
    const rate = createRate({ perSecond: 1, keysMax: 50 });
    for (let key = 0; key < 500; key++) {
      expect(await rate.spend(`${key}`)).toBeNull();
      expect(rate.keys()).toBeLessThanOrEqual(50);
    }
  });

  it('keep their counts while new ones come and go below the most', async () => {
    const rate = createRate({ perSecond: 1, keysMax: 50 });
    for (let round = 0; round < 20; round++) {
      await spend(rate, 'greedy', 2);
      for (let key = 0; key < 30; key++) await rate.spend(`${round}/${key}`);
      expect(await rate.spend('greedy')).not.toBeNull();
      vi.advanceTimersByTime(2_000);
    }
  });
});
