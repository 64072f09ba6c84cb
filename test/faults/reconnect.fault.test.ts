import { expect, it } from 'vitest';
import { faultSuite } from './fault-suite.ts';
import { until } from './pause.ts';
import { Throng } from './throng.ts';

const run = faultSuite();

const onlookers = 2_000;
const backMsMax = 30_000;

it('[L3] two thousand clients of a process that dies are all back, elsewhere, within seconds', async () => {
  const report = await run({
    fault: '2,000 clients reconnecting at once',
    load: { arrivalsPerSecond: 6, payShare: 0.1 },
    inject: async ({ stage, measure, blame, witness }) => {
      const theatre = stage.shows.find(({ id }) => id === 'theatre');
      if (theatre === undefined) throw new Error('there is no theatre');
      const killed = stage.process('realtime-1');
      const throng = await Throng.gather(theatre, stage.seatsApis, killed, onlookers);
      try {
        const lostAtMs = performance.now();
        await killed.kill();
        await until(() => throng.live < onlookers, 5_000);
        if (!(await until(() => throng.live === onlookers, backMsMax)))
          blame(`[L3] ${onlookers - throng.live} clients are not back after ${backMsMax} ms`);
        for (const [name, figure] of Object.entries(throng.comeback(lostAtMs))) measure(name, figure);
        witness(throng.sightings);
      } finally {
        throng.close();
      }
    },
  });
  expect(report.problems).toEqual([]);
});
