import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTickMeter, nextTickMs, type TickLoad, tickMsMax, tickMsMin } from './tick.ts';

/** The tick after so many with the same load. */
function tickAfter(ticks: number, load: TickLoad, startMs = tickMsMin): number {
  let tickMs = startMs;
  for (let tick = 0; tick < ticks; tick++) tickMs = nextTickMs(tickMs, load);
  return tickMs;
}

const crowded = { busyShare: 0.9, tellingShare: 0.3 };

describe('the tick', () => {
  it.each([
    ['is 20 ms when quiet', { busyShare: 0.1, tellingShare: 0.05 }, 20],
    ['is 20 ms when busy with other things than telling', { busyShare: 1, tellingShare: 0.01 }, 20],
    ['goes up to 250 ms while telling leaves no time for other things', crowded, 250],
  ])('%s', (_, load, expected) => {
    expect(tickAfter(50, load)).toBe(expected);
  });

  it('stays as it is between being short of time and having some', () => {
    expect(nextTickMs(100, { busyShare: 0.65, tellingShare: 0.3 })).toBe(100);
  });

  it('comes down again when the crowd has gone', () => {
    expect(tickAfter(50, { busyShare: 0.3, tellingShare: 0.2 }, 250)).toBe(20);
    expect(tickAfter(50, { busyShare: 0.9, tellingShare: 0.01 }, 250)).toBe(20);
  });

  const share = fc.double({ min: 0, max: 1, noNaN: true });

  it('stays within its bounds, and is never shorter for more work', () => {
    const tick = fc.double({ min: tickMsMin, max: tickMsMax, noNaN: true });
    fc.assert(
      fc.property(tick, share, share, share, (tickMs, busyShare, tellingShare, more) => {
        const next = nextTickMs(tickMs, { busyShare, tellingShare });
        expect(next).toBeGreaterThanOrEqual(tickMsMin);
        expect(next).toBeLessThanOrEqual(tickMsMax);
        expect(nextTickMs(tickMs, { busyShare: busyShare + more, tellingShare })).toBeGreaterThanOrEqual(
          next,
        );
      }),
    );
  });
});

describe('the load', () => {
  it('is what the telling takes of the time since the last', async () => {
    const meter = createTickMeter();
    await new Promise((resolve) => setTimeout(resolve, 20));
    let told = 0;
    const load = meter.measure(() => {
      const endMs = performance.now() + 10;
      while (performance.now() < endMs) told++;
    });
    expect(told).toBeGreaterThan(0);
    for (const value of [load.busyShare, load.tellingShare]) {
      expect(value).toBeGreaterThan(0);
      expect(value).toBeLessThanOrEqual(1);
    }
  });
});
