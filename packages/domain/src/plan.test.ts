import { describe, expect, it } from 'vitest';
import { InvariantBroken } from './errors.ts';
import { createPlan, sectionsOf } from './plan.ts';
import { testSeating } from './testing/fixtures.ts';

const ranges = [
  { id: 'stalls', first: 0, count: 3 },
  { id: 'circle', first: 3, count: 1 },
  { id: 'boxes', first: 4, count: 2 },
];
const plan = createPlan(ranges, ['one'], new Uint8Array(6), testSeating([6]));

describe('createPlan', () => {
  it('finds the section of each seat and the index of each section', () => {
    expect([0, 1, 2, 3, 4, 5].map(plan.sectionOf)).toEqual([0, 0, 0, 1, 2, 2]);
    expect(['stalls', 'circle', 'boxes', 'attic'].map(plan.sectionIndex)).toEqual([0, 1, 2, undefined]);
    expect(plan.seatCount).toBe(6);
  });

  it.each([-1, 6, 0.5, Number.NaN])('is asked about seat %d by mistake only', (seat) => {
    expect(() => plan.sectionOf(seat)).toThrow(InvariantBroken);
  });

  it.each([
    [
      'leave a gap',
      [
        { id: 'a', first: 0, count: 1 },
        { id: 'b', first: 2, count: 1 },
      ],
      3,
    ],
    [
      'overlap',
      [
        { id: 'a', first: 0, count: 2 },
        { id: 'b', first: 1, count: 1 },
      ],
      2,
    ],
    ['begin late', [{ id: 'a', first: 1, count: 1 }], 2],
    ['end before the last seat', [{ id: 'a', first: 0, count: 1 }], 2],
    ['go past the last seat', [{ id: 'a', first: 0, count: 3 }], 2],
  ])('refuses sections that %s', (_, sections, seatCount) => {
    expect(() => createPlan(sections, ['one'], new Uint8Array(seatCount), testSeating([seatCount]))).toThrow(
      InvariantBroken,
    );
  });
});

describe('sectionsOf', () => {
  it('[S4] gives the sections in the order in which they are locked, each once', () => {
    expect(sectionsOf(plan, [5, 0, 4, 1])).toEqual([0, 2]);
    expect(sectionsOf(plan, [])).toEqual([]);
  });
});
