import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { limitSettings, trafficLimitsOf } from './settings.ts';

const read = (environment: Record<string, string>) => z.object(limitSettings).safeParse(environment);

describe('the settings of limits', () => {
  it('have defaults', () => {
    const { data } = read({});
    expect(data).toMatchObject({ TRUSTED_PROXY_HOPS: 0 });
    expect(data && trafficLimitsOf(data)).toEqual({
      buyerCommandsPerSecond: 20,
      addressCommandsPerSecond: 200,
      addressSocketsMax: 1_000,
    });
  });

  it.each(Object.keys(limitSettings))('%s may be 0 and a number, nothing else', (name) => {
    expect(read({ [name]: '0' }).success).toBe(true);
    expect(read({ [name]: '7' }).success).toBe(true);
    for (const bad of ['-1', '1.5', 'many', '1e9']) expect(read({ [name]: bad }).success).toBe(false);
  });
});
