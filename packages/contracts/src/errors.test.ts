import { errorCodes } from '@onsale/domain';
import { describe, expect, it } from 'vitest';
import { retryAfterSeconds, statusByCode } from './errors.ts';

describe('when to ask again', () => {
  it('is said for every refusal that is only for the moment, and for no other', () => {
    for (const code of errorCodes) {
      const isForTheMoment = statusByCode[code] === 429 || statusByCode[code] === 503;
      expect([code, retryAfterSeconds({ code }) !== null]).toEqual([code, isForTheMoment]);
    }
  });

  it.each([
    [1, 1],
    [250, 1],
    [1_000, 1],
    [1_001, 2],
    [60_000, 60],
  ])('is in whole seconds, never too early: %i ms are %i s', (retryAfterMs, seconds) => {
    expect(retryAfterSeconds({ code: 'RATE_LIMITED', details: { retryAfterMs } })).toBe(seconds);
  });

  it('is a second where the refusal does not say', () => {
    expect(retryAfterSeconds({ code: 'UNAVAILABLE' })).toBe(1);
  });
});
