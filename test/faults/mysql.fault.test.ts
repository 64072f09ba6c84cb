import { describe, expect, it } from 'vitest';
import { faultSuite, outageMs } from './fault-suite.ts';
import { inMidBatch } from './mid-batch.ts';
import { pause } from './pause.ts';
import type { Reaction } from './relay.ts';

const run = faultSuite();

describe('MySQL fails', () => {
  it('[L1] [P1] killed in mid-batch twice: everything that was answered is there when it is back', async () => {
    const report = await run({
      fault: 'MySQL killed -9 in mid-batch and restarted',
      load: { arrivalsPerSecond: 40 },
      inject: async ({ stage, servers, measure }) => {
        for (const round of [1, 2]) {
          await inMidBatch(stage.processes, () => servers.mysql.kill('SIGKILL'));
          const startMs = performance.now();
          await servers.mysql.start();
          measure(`secondsToStart${round}`, (performance.now() - startMs) / 1_000);
          if (round === 1) await pause(3_000);
        }
      },
    });
    expect(report.problems).toEqual([]);
    expect(report.counts.unknown).toBeGreaterThan(0);
  });

  it('[H5] [A1] to answer a COMMIT: the same id asked again gives the true outcome', async () => {
    const reactions: (Reaction | null)[] = [
      'lose-request',
      null,
      null,
      null,
      'lose-answer',
      null,
      null,
      null,
    ];
    const report = await run({
      fault: 'connection reset around COMMIT',
      load: { arrivalsPerSecond: 40 },
      inject: async ({ stage, measure, blame }) => {
        let resets = 0;
        let turn = 0;
        const react = () => {
          const reaction = reactions[turn++ % reactions.length] ?? null;
          if (reaction !== null) resets += 1;
          return reaction;
        };
        for (const { mysql } of stage.processes) mysql.watch({ pattern: 'COMMIT', react });
        await pause(6_000);
        for (const { mysql } of stage.processes) mysql.heal();
        // And anywhere else: each connection of one process ends after so many bytes.
        const torn = stage.process('seats-api-1').mysql;
        torn.cutAfter(20_000);
        torn.cut();
        await pause(3_000);
        torn.heal();
        torn.cut();
        measure('resets', resets);
        if (resets < 20) blame(`only ${resets} connections were reset around COMMIT`);
      },
    });
    expect(report.problems).toEqual([]);
    expect(report.counts.unknown).toBeGreaterThan(0);
  });

  it('[A1] [L3] to be there for 30 seconds, half of them without a word', async () => {
    const report = await run({
      fault: 'MySQL unreachable for 30 s',
      load: { arrivalsPerSecond: 10 },
      inject: async ({ stage, viewers, blame }) => {
        const half = outageMs(15_000, 8_000);
        for (const { mysql } of stage.processes) mysql.stall();
        await pause(half);
        if (viewers.live > 0)
          blame(`[L3] ${viewers.live} maps say that they are live, and nobody could tell them`);
        for (const { mysql } of stage.processes) mysql.disconnect();
        await pause(half);
        for (const { mysql } of stage.processes) mysql.heal();
      },
    });
    expect(report.problems).toEqual([]);
    expect(report.counts.unknown).toBeGreaterThan(0);
  });
});
