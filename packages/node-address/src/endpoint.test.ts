import { describe, expect, it } from 'vitest';
import { type Endpoint, pickTwo } from './endpoint.ts';

const endpointsOf = (...connections: (number | null)[]): Endpoint[] =>
  connections.map((count, index) => ({
    url: `http://203.0.113.${index}:8082`,
    node: `node-${index}`,
    zone: null,
    connections: count,
  }));

const names = (endpoints: readonly Endpoint[]) => endpoints.map(({ node }) => node);

/** Numbers in [0, 1), the same every time: Park and Miller's minimal standard generator (1993 multiplier). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}

describe('two endpoints', () => {
  it('are none of none, and one of one', () => {
    expect(pickTwo([])).toEqual([]);
    expect(names(pickTwo(endpointsOf(7)))).toEqual(['node-0']);
  });

  it('are never the same, and the one with fewer connections comes first', () => {
    const random = seeded(1);
    for (const count of [2, 3, 5, 17]) {
      const endpoints = endpointsOf(...Array.from({ length: count }, (_, index) => (index * 7) % count));
      for (let round = 0; round < 500; round++) {
        const pair = pickTwo(endpoints, random);
        expect(pair).toHaveLength(2);
        expect(pair[0]).not.toBe(pair[1]);
        expect(pair[0]?.connections).toBeLessThanOrEqual(pair[1]?.connections ?? 0);
      }
    }
  });

  it('are every pair equally often, and each of the equally loaded as often first', () => {
    const random = seeded(2);
    const endpoints = endpointsOf(5, 5, 5, 5);
    const drawn = new Map<string, number>();
    const rounds = 24_000;
    for (let round = 0; round < rounds; round++) {
      const pair = names(pickTwo(endpoints, random)).join();
      drawn.set(pair, (drawn.get(pair) ?? 0) + 1);
    }
    expect(drawn.size).toBe(12);
    // Each of 12 ordered pairs is due 2,000 times; five standard deviations are about 214.
    for (const times of drawn.values()) expect(Math.abs(times - rounds / 12)).toBeLessThan(214);
  });

  it('never lead with the fullest of all, which yet is second now and then', () => {
    const random = seeded(3);
    const pairs = Array.from({ length: 200 }, () => names(pickTwo(endpointsOf(1, 2, 9), random)));
    expect(pairs.every(([first]) => first !== 'node-2')).toBe(true);
    expect(pairs.some(([, second]) => second === 'node-2')).toBe(true);
  });

  it('take one whose connections are not known for empty', () => {
    expect(names(pickTwo(endpointsOf(3, null), () => 0))).toEqual(['node-1', 'node-0']);
    expect(names(pickTwo(endpointsOf(null, 3), () => 0.99))).toEqual(['node-0', 'node-1']);
  });

  it.each([0, 0.5, 1 - Number.EPSILON])('are two at the edges of chance: %d', (chance) => {
    for (const count of [2, 3, 4])
      expect(new Set(names(pickTwo(endpointsOf(...Array(count).fill(1)), () => chance))).size).toBe(2);
  });

  it('leave the list as it was', () => {
    const endpoints = endpointsOf(9, 1);
    const before = [...endpoints];
    pickTwo(endpoints, () => 0);
    expect(endpoints).toEqual(before);
  });
});
