import { describe, expect, it } from 'vitest';
import { backOffMs } from './back-off.ts';

describe('the wait after a failure', () => {
  it('doubles with each, to ten seconds', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 1_000].map((failures) => backOffMs(failures, () => 1));
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
  });

  it('is half as long at least, by chance', () => {
    expect([1, 2, 1_000].map((failures) => backOffMs(failures, () => 0))).toEqual([125, 250, 5_000]);
    const drawn = new Set(Array.from({ length: 20 }, () => backOffMs(3)));
    expect(drawn.size).toBeGreaterThan(1);
  });
});
