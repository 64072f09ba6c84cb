import { describe, expect, it } from 'vitest';
import { createTestSale, testLayout, testShowImport } from './fixtures.ts';

describe('the test sales', () => {
  it('fit their layouts: same sections, prices and number of seats', () => {
    const options = { id: 'fits', sections: [3, 12_000, 1] };
    const { plan, show } = createTestSale(options);
    const record = testShowImport(options);
    const layout = JSON.parse(record.layout);
    expect(record).toEqual({
      show,
      layout: testLayout(options.sections),
      sectionCounts: options.sections,
      blocked: [],
    });
    expect(layout.prices).toEqual(plan.priceIds);
    for (const [index, section] of plan.sections.entries()) {
      const { id, first, count, price, rows } = layout.sections[index];
      expect({ id, first, count }).toEqual(section);
      expect(plan.priceIds[plan.priceIndexes[first] ?? -1]).toBe(price);
      const seats = rows.map((row: { x: number[]; y: number[] }) => [row.x.length, row.y.length]);
      expect(seats).toEqual(
        count === 12_000
          ? [
              [10_000, 10_000],
              [2_000, 2_000],
            ]
          : [[count, count]],
      );
    }
  });

  it('address a layout by 64 digits that depend on its text', () => {
    const hashes = [[2], [3], [2, 1], [2]].map((sections) => createTestSale({ sections }).show.layoutHash);
    expect(hashes.every((hash) => /^[\da-f]{64}$/.test(hash))).toBe(true);
    expect(new Set(hashes).size).toBe(3);
  });
});
