import { describe, expect, it } from 'vitest';
import { faultSuite } from './fault-suite.ts';
import { pause } from './pause.ts';

const run = faultSuite();

describe('buyers who want seats in the same sections in opposite orders', () => {
  it('[H1] [S4] [A1] all get an answer, and all or nothing', async () => {
    const report = await run({
      fault: 'reversed multi-section holds from many buyers',
      load: { arrivalsPerSecond: 80, acrossShare: 1, payShare: 0.05 },
      inject: async ({ history, blame }) => {
        await pause(10_000);
        const across = history.calls.filter(({ asked }) => asked.kind === 'hold' && asked.show === 'theatre');
        const isDescending = across.filter(({ asked }) => (asked.seats[0] ?? 0) > (asked.seats.at(-1) ?? 0));
        if (isDescending.length < 50)
          blame(`only ${isDescending.length} of ${across.length} holds were reversed`);
      },
    });
    expect(report.problems).toEqual([]);
    expect(report.counts.refusedBy.UNAVAILABLE ?? 0).toBe(0);
  });
});
