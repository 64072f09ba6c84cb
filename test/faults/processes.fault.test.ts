import { describe, expect, it } from 'vitest';
import { faultSuite } from './fault-suite.ts';
import { inMidBatch } from './mid-batch.ts';
import { pause } from './pause.ts';
import { silentSections } from './probe.ts';

const run = faultSuite();

/** Goes by in the packet that takes the locks of a batch. */
const lockPattern = 'FOR UPDATE';

describe('a process', () => {
  it('[H2] [S1] paused beyond the deadline with a batch under way changes nothing by a stale decision', async () => {
    const pauseMs = 9_000;
    const report = await run({
      fault: 'process paused beyond the hold’s deadline, then resumed',
      load: { arrivalsPerSecond: 25 },
      inject: async (scene) => {
        const paused = scene.stage.process('realtime-1');
        await inMidBatch([paused], () => paused.pause(), lockPattern);
        // Its locks must not outlive its silence by much: the others sell on, in every section.
        await pause(pauseMs - 4_000);
        const silent = await silentSections(scene, scene.stage.process('seats-api-2'));
        if (silent.length > 0)
          scene.blame(`[A1] while one process stood still nobody could buy in ${silent}`);
        await pause(4_000);
        await paused.resume();
      },
    });
    expect(report.problems).toEqual([]);
  });

  it('[L1] [L3] killed in mid-batch loses nothing that was answered, and its viewers are elsewhere', async () => {
    const report = await run({
      fault: 'process killed -9 in mid-batch',
      // A connection that breaks within five seconds of its making is made again with more patience.
      warmMs: 5_500,
      inject: async ({ stage, viewers, measure, blame }) => {
        for (const name of ['realtime-1', 'seats-api-1']) {
          const killed = stage.process(name);
          await inMidBatch([killed], () => killed.kill());
          const healMs = await viewers.catchUp(10_000);
          measure(`secondsAfterKill-${name}`, (healMs ?? 10_000) / 1_000);
          if (healMs === null || healMs > 2_000) blame(`[L3] ${healMs} ms after ${name} was killed`);
          await killed.start();
        }
      },
    });
    expect(report.problems).toEqual([]);
  });

  it('[H2] [I2] whose clock is ten minutes off decides like the others', async () => {
    const shiftMs: Readonly<Record<string, number>> = { 'realtime-1': 600_000, 'seats-api-2': -600_000 };
    const report = await run({
      fault: 'process clock 10 minutes ahead and behind',
      env: (name) => shiftedBy(shiftMs[name]),
      inject: async ({ stage, blame }) => {
        const rightMs = await startedMs(stage.process('realtime-2').url);
        for (const [name, ms] of Object.entries(shiftMs)) {
          const offMs = (await startedMs(stage.process(name).url)) - rightMs;
          if (Math.abs(offMs - ms) > 30_000)
            blame(`the clock of ${name} is off by ${offMs} ms, not by ${ms}`);
        }
        await pause(8_000);
      },
    });
    expect(report.problems).toEqual([]);
  });
});

function shiftedBy(shiftMs: number | undefined): Record<string, string> {
  if (shiftMs === undefined) return {};
  const preload = new URL('./shift-clock.ts', import.meta.url).href;
  return { NODE_OPTIONS: `--import=${preload}`, CLOCK_SHIFT_MS: String(shiftMs) };
}

/** When a process was started, by its own clock. */
async function startedMs(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const seconds = /^process_start_time_seconds(?:{[^}]*})? (\S+)/m.exec(text)?.[1];
  return Number(seconds) * 1_000;
}
