import { defaultLimits } from '@onsale/domain';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { holdLimitSettings, holdLimitsOf } from './hold-limits.ts';

const read = (environment: Record<string, string>) => z.object(holdLimitSettings).safeParse(environment);
const limitsOf = (environment: Record<string, string>) =>
  holdLimitsOf(z.object(holdLimitSettings).parse(environment));

describe('the settings of holds', () => {
  it('[H6] [H7] have the rules’ defaults', () => {
    expect(limitsOf({})).toEqual(defaultLimits);
    expect(defaultLimits).toEqual({ holdsPerMinuteMax: 30, dropsMax: 20, dropWindowMs: 600_000 });
  });

  it('[H6] [H7] choose the numbers', () => {
    const chosen = { HOLDS_PER_MINUTE_MAX: '5', DROPS_MAX: '3', DROP_WINDOW_MS: '1000' };
    expect(limitsOf(chosen)).toEqual({ holdsPerMinuteMax: 5, dropsMax: 3, dropWindowMs: 1_000 });
  });

  it.each([
    ['HOLDS_PER_MINUTE_MAX', { ...defaultLimits, holdsPerMinuteMax: null }],
    ['DROPS_MAX', { ...defaultLimits, dropsMax: null }],
    ['DROP_WINDOW_MS', { ...defaultLimits, dropsMax: null, dropWindowMs: 0 }],
  ])('are off where %s is 0', (name, limits) => {
    expect(limitsOf({ [name]: '0' })).toEqual(limits);
  });

  it.each(Object.keys(holdLimitSettings))(
    '%s may be a whole number of a sensible size, nothing else',
    (name) => {
      expect(read({ [name]: '7' }).success).toBe(true);
      for (const bad of ['-1', '1.5', 'many', '1e9']) expect(read({ [name]: bad }).success).toBe(false);
    },
  );
});
