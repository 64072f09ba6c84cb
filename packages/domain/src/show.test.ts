import { describe, expect, it } from 'vitest';
import { createPlan } from './plan.ts';
import { amountOf, createSale } from './show.ts';
import { createTestSale, testSeating } from './testing/fixtures.ts';

describe('createSale', () => {
  it('[P2] prices seats by their category, whatever the order of the show’s prices', () => {
    const { show, plan } = createTestSale({ sections: [2, 1] });
    const sale = createSale({ ...show, prices: show.prices.toReversed() }, plan);
    expect(sale.amounts).toEqual([30_00, 75_50]);
    expect(amountOf(sale, [])).toBe(0);
    expect(amountOf(sale, [2])).toBe(75_50);
    expect(amountOf(sale, [0, 1, 2])).toBe(135_50);
  });

  it('[P2] prices seats of one section differently when the layout says so', () => {
    const { show } = createTestSale();
    const plan = createPlan(
      [{ id: 'a', first: 0, count: 3 }],
      ['premium', 'standard'],
      Uint8Array.of(0, 1, 0),
      testSeating([3]),
    );
    const sale = createSale(show, plan);
    expect([0, 1, 2].map((seat) => amountOf(sale, [seat]))).toEqual([75_50, 30_00, 75_50]);
  });

  it('refuses a layout with a category that has no price', () => {
    const { show, plan } = createTestSale();
    expect(() => createSale({ ...show, prices: show.prices.slice(0, 1) }, plan)).toThrow(RangeError);
    expect(() => createSale({ ...show, prices: show.prices.slice(0, 1) }, plan)).toThrow('premium');
  });
});
