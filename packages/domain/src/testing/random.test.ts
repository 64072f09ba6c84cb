import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';

const many = Array.from({ length: 1_000 }, (_, n) => n);

describe('createRandom', () => {
  it('repeats with the seed, and differs with another', () => {
    const of = (seed: number) => {
      const random = createRandom(seed);
      return many.map(() => random.uint32());
    };
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
    expect(new Set(of(1)).size).toBeGreaterThan(990);
  });

  it('keeps its numbers below the limit and reaches all of them', () => {
    const random = createRandom(1);
    expect(new Set(many.map(() => random.below(5)))).toEqual(new Set([0, 1, 2, 3, 4]));
    expect(many.every(() => random.uint32() < 2 ** 32)).toBe(true);
  });

  it('picks and samples without repeats, and leaves the list alone', () => {
    const random = createRandom(1);
    const items = ['a', 'b', 'c'];
    expect(new Set(many.map(() => random.pick(items)))).toEqual(new Set(items));
    for (const count of [0, 1, 2, 3]) expect(new Set(random.sample(items, count)).size).toBe(count);
    expect(random.sample(items, 9).sort()).toEqual(items);
    expect(items).toEqual(['a', 'b', 'c']);
    expect(() => random.pick([])).toThrow(RangeError);
  });
});
