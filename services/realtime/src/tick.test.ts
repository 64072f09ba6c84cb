import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tickMsFor, tickMsMax, tickMsMin } from './tick.ts';

describe('the tick', () => {
  it.each([
    ['is 20 ms when quiet', { deliveries: 0, lagMs: 0 }, 20],
    ['is 20 ms while the process is at leisure', { deliveries: 1_000, lagMs: 2 }, 20],
    ['grows with what was sent', { deliveries: 5_000, lagMs: 0 }, 100],
    ['grows with the event loop’s lag', { deliveries: 0, lagMs: 12 }, 60],
    ['grows with both', { deliveries: 5_000, lagMs: 12 }, 140],
    ['is 250 ms at most for what was sent', { deliveries: 1_000_000, lagMs: 0 }, 250],
    ['is 250 ms at most for the lag', { deliveries: 0, lagMs: 60_000 }, 250],
    ['takes a timer that came early for one that was on time', { deliveries: 0, lagMs: -5 }, 20],
  ])('%s', (_, load, expected) => {
    expect(tickMsFor(load)).toBe(expected);
  });

  const load = fc.record({
    deliveries: fc.nat(100_000),
    lagMs: fc.double({ min: -10, max: 1_000, noNaN: true }),
  });

  it('stays within its bounds, in whole milliseconds, and never falls as the load grows', () => {
    fc.assert(
      fc.property(load, fc.nat(10_000), fc.nat(500), (light, more, lagMoreMs) => {
        const tickMs = tickMsFor(light);
        const heavier = tickMsFor({ deliveries: light.deliveries + more, lagMs: light.lagMs + lagMoreMs });
        expect(tickMs).toBeGreaterThanOrEqual(tickMsMin);
        expect(heavier).toBeLessThanOrEqual(tickMsMax);
        expect(Number.isInteger(tickMs)).toBe(true);
        expect(heavier).toBeGreaterThanOrEqual(tickMs);
      }),
    );
  });
});
