import { describe, expect, it } from 'vitest';
import { percentilesOf } from './percentiles.ts';

describe('percentilesOf', () => {
  it('takes the nearest rank', () => {
    const values = Float64Array.from({ length: 1_000 }, (_, index) => 1_000 - index);
    expect(percentilesOf(values)).toEqual({ count: 1_000, p50: 500, p99: 990, p999: 999, max: 1_000 });
    expect(percentilesOf(Float64Array.of(7))).toEqual({ count: 1, p50: 7, p99: 7, p999: 7, max: 7 });
  });

  it('counts what never came as longest', () => {
    expect(percentilesOf(Float64Array.of(1, 2, Number.POSITIVE_INFINITY))).toMatchObject({
      p50: 2,
      p99: Number.POSITIVE_INFINITY,
    });
  });

  it('has nothing to say of nothing', () => {
    expect(percentilesOf(new Float64Array())).toMatchObject({ count: 0, p99: Number.NaN });
  });
});
