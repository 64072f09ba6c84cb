import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DesignName } from '../clients/messages.ts';
import { type Chart, renderChart, type Series } from './chart.ts';
import type { Figures, RunPlan } from './figures.ts';
import { type RunRecord, readResults } from './results.ts';
import { cpuOf, meanOf, runsWith } from './select.ts';

type Figure = (figures: Figures) => number;

const names: Readonly<Record<DesignName, string>> = { onsale: 'Onsale', textbook: 'textbook' };

/** Draws the charts that the results of a folder are good for; answers the files. */
export async function drawCharts(folder: string): Promise<string[]> {
  const records: RunRecord[] = [];
  for (const group of ['wins', 'crowd', 'growth'] as const)
    records.push(...((await readResults(folder, group))?.runs ?? []));
  await mkdir(folder, { recursive: true });
  const files: string[] = [];
  for (const [name, chart] of Object.entries(chartsOf(records))) {
    if (chart.series.length === 0) continue;
    const file = join(folder, `${name}.svg`);
    await writeFile(file, renderChart(chart));
    files.push(file);
  }
  return files;
}

function chartsOf(records: readonly RunRecord[]): Readonly<Record<string, Chart>> {
  const load = records.filter(({ plan }) => plan.scenario === 'wins' || plan.scenario === 'crowd');
  const rates = records.filter(({ plan }) => plan.scenario === 'growth-rate');
  const { viewers } = runsWith(rates, {})[0]?.plan ?? { viewers: 0 };
  return {
    'wins-over-viewers': {
      title: 'Seats won while others watch',
      subtitle: 'Seats won per second, 100 buyers, two cores with clients and database',
      xLabel: 'viewers',
      series: seriesOf(load, 'viewers', ({ winsPerSecond }) => winsPerSecond),
    },
    'spread-over-viewers': {
      title: 'How long until everybody sees it',
      subtitle: 'From a command to the last of all screens under full load, p99, milliseconds',
      xLabel: 'viewers',
      series: seriesOf(load, 'viewers', ({ everyScreen }) => everyScreen.p99),
    },
    'cost-over-rate': {
      title: 'Changes share frames',
      subtitle: `Processor cores of the process with ${viewers} viewers' sockets`,
      xLabel: 'changes per second',
      series: seriesOf(rates, 'perSecond', (figures) => cpuOf(figures, 'realtime')),
    },
    'deliveries-over-rate': {
      title: 'Messages that changes cost',
      subtitle: `Messages per second to ${viewers} viewers and 100 buyers`,
      xLabel: 'changes per second',
      series: seriesOf(rates, 'perSecond', ({ deliveriesPerSecond }) => deliveriesPerSecond),
    },
  };
}

function seriesOf(records: readonly RunRecord[], key: 'viewers' | 'perSecond', figure: Figure): Series[] {
  return (['onsale', 'textbook'] as const).flatMap((design, index): Series[] => {
    const wanted = (x: number): Partial<RunPlan> => ({ design, [key]: x });
    const xs = [...new Set(runsWith(records, { design }).map(({ plan }) => plan[key] ?? 0))];
    const points = xs
      .sort((a, b) => a - b)
      .map((x) => [x, meanOf(records, wanted(x), figure)] as const)
      .filter(([, y]) => Number.isFinite(y) && y > 0);
    const look = index === 0 ? 'first' : 'second';
    return points.length === 0 ? [] : [{ name: names[design], look, points }];
  });
}
