import { createRandom } from '@onsale/domain/testing';
import { describe, expect, it } from 'vitest';
import { fitPrices, type Observation } from './least-squares.ts';

/** Observations of things with these prices, each counted as often as chance has it. */
function observationsOf(prices: readonly number[], seed: number, error = 0): Observation[] {
  const random = createRandom(seed);
  return Array.from({ length: prices.length * 4 }, () => {
    const counts = prices.map(() => 1 + random.below(1_000));
    const exact = counts.reduce((sum, count, index) => sum + count * (prices[index] ?? 0), 0);
    return { counts, cost: exact * (1 + error * (random.below(200) / 100 - 1)) };
  });
}

describe('fitPrices', () => {
  it.each(Array.from({ length: 20 }, (_, seed) => seed))(
    'finds the prices behind exact costs, seed %d',
    (seed) => {
      const random = createRandom(seed);
      const prices = Array.from({ length: 1 + random.below(6) }, () => (1 + random.below(1_000)) / 100);
      for (const [index, found] of fitPrices(observationsOf(prices, seed)).entries())
        expect(found).toBeCloseTo(prices[index] ?? 0, 5);
    },
  );

  it('comes near when each cost is off by up to 5 %', () => {
    const [first, second] = fitPrices(observationsOf([2, 0.5], 1, 0.05));
    expect(first).toBeGreaterThan(1.9);
    expect(first).toBeLessThan(2.1);
    expect(second).toBeGreaterThan(0.4);
    expect(second).toBeLessThan(0.6);
  });

  it('has no negative prices', () => {
    const observations = [
      { counts: [1, 0], cost: 10 },
      { counts: [1, 1], cost: 9 },
      { counts: [2, 1], cost: 20 },
    ];
    const [first, second] = fitPrices(observations);
    expect(second).toBe(0);
    expect(first).toBeCloseTo(9.618, 3);
  });

  it('gives no price to what was never counted', () => {
    const observations = observationsOf([3], 2).map(({ counts, cost }) => ({ counts: [...counts, 0], cost }));
    expect(fitPrices(observations)).toEqual([expect.closeTo(3, 5), 0]);
  });

  it('refuses to guess from too little', () => {
    expect(() => fitPrices([{ counts: [1, 2], cost: 3 }])).toThrow('1 observations do not give 2 prices');
  });
});
