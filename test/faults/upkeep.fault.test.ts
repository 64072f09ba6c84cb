import { describe, expect, it } from 'vitest';
import { faultSuite } from './fault-suite.ts';
import { pause } from './pause.ts';
import { readRows } from './rows.ts';
import type { Scene } from './run-fault.ts';

const run = faultSuite();

/** Holds that sweepers have ended, and holds that should have been. */
async function endings({ stage }: Scene): Promise<{ swept: number; overdue: number }> {
  const { shows } = await readRows(stage.database.url, stage.shows);
  const holds = shows.flatMap((rows) => rows.holds.map((hold) => ({ ...hold, nowMs: rows.nowMs })));
  return {
    swept: holds.filter(({ state }) => state === 'expired').length,
    overdue: holds.filter(({ state, untilMs, nowMs }) => state === 'active' && untilMs < nowMs - 2_000)
      .length,
  };
}

describe('upkeep', () => {
  it('[H2] by nobody: holds end at their deadline all the same', async () => {
    const report = await run({
      fault: 'no sweeper',
      env: () => ({ UPKEEP: 'false' }),
      inject: async (scene) => {
        await pause(8_000);
        const { swept, overdue } = await endings(scene);
        scene.measure('overdue', overdue);
        if (swept > 0 || overdue === 0)
          scene.blame(`${swept} holds were swept, ${overdue} were left overdue`);
      },
    });
    expect(report.problems).toEqual([]);
  });

  it('[H2] [H5] by three processes at once: each hold ends once', async () => {
    const report = await run({
      fault: 'three sweepers',
      env: (name) => ({ UPKEEP: String(name !== 'seats-api-1') }),
      inject: async (scene) => {
        await pause(8_000);
        const { swept, overdue } = await endings(scene);
        scene.measure('swept', swept);
        if (swept === 0 || overdue > 0)
          scene.blame(`${swept} holds were swept, ${overdue} were left overdue`);
      },
    });
    expect(report.problems).toEqual([]);
  });
});
