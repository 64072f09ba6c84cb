import { describe, expect, it } from 'vitest';
import { logScale, stepScale } from './scale.ts';

describe('stepScale', () => {
  it('puts values at equal distances', () => {
    const scale = stepScale([0, 1_000, 3_000], 100, 300);
    expect([0, 1_000, 3_000].map(scale.at)).toEqual([100, 200, 300]);
    expect(() => scale.at(2_000)).toThrow('not on the axis');
  });
});

describe('logScale', () => {
  it('has whole powers of ten when it is long, and can run upwards', () => {
    const scale = logScale([3, 900], 200, 0);
    expect(scale.ticks).toEqual([1, 10, 100, 1_000]);
    expect(scale.at(1)).toBe(200);
    expect(scale.at(1_000)).toBe(0);
    expect(scale.at(100)).toBeCloseTo(200 / 3);
  });

  it('has finer ticks when it is short, and fits the values', () => {
    expect(logScale([0.11, 0.83], 0, 1).ticks).toEqual([0.1, 0.2, 0.5, 1]);
    expect(logScale([20, 50], 0, 1).ticks).toEqual([20, 50]);
  });

  it('has two ticks even for one value', () => {
    expect(logScale([100], 0, 1).ticks).toEqual([100, 200]);
  });

  it('takes nothing that has no logarithm', () => {
    for (const value of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => logScale([1, value], 0, 1)).toThrow('cannot show');
  });
});
