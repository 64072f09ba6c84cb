import { type GroupResults, readResults } from '../report/results.ts';
import { meanOf, runsWith } from '../report/select.ts';
import { fitPrices } from './least-squares.ts';
import type { Limits } from './model.ts';
import { type Prices, predictedRealtimeCores, pricesOf, type Run } from './prices.ts';

/** The runs that the model is checked against, and that it therefore does not learn from. */
const checkedScenario = 'costs-processes';

export interface ModelCheck {
  readonly processes: number;
  readonly viewers: number;
  readonly perSecond: number;
  readonly measuredCores: number;
  readonly predictedCores: number;
}

export interface Measured {
  readonly prices: Prices;
  readonly limits: Limits;
  readonly checks: readonly ModelCheck[];
  /** The largest part of its measured time that the model misses a learnt run by, and the median of all. */
  readonly errorMax: number;
  readonly errorMedian: number;
  readonly runCount: number;
  readonly circumstances: GroupResults['circumstances'];
}

const needed = ['wins', 'hot', 'quiet', 'crowd', 'processes', 'growth', 'costs'] as const;

/** Prices and limits from the kept results of a folder. Throws when a group is missing. */
export async function readMeasured(folder: string): Promise<Measured> {
  const results: GroupResults[] = [];
  for (const group of needed) {
    const found = await readResults(folder, group);
    if (found === null) throw new Error(`${folder} has no results of "${group}": measure it first.`);
    results.push(found);
  }
  const circumstances = results[0]?.circumstances;
  if (circumstances === undefined) throw new Error('nothing was measured');
  const runs = runsWith(
    results.flatMap((result) => result.runs),
    { design: 'onsale' },
  );
  return { ...measuredOf(runs), circumstances };
}

export function measuredOf(runs: readonly Run[]): Omit<Measured, 'circumstances'> {
  const learnt = runs.filter(({ plan }) => plan.scenario !== checkedScenario);
  const prices = pricesOf(learnt);
  const errors = learnt.map((run) => Math.abs(predictedRealtimeCores(prices, run) / coresOf(run) - 1));
  errors.sort((a, b) => a - b);
  return {
    prices,
    limits: limitsOf(runs),
    checks: runs.filter(({ plan }) => plan.scenario === checkedScenario).map((run) => checkOf(prices, run)),
    errorMax: errors.at(-1) ?? Number.NaN,
    errorMedian: errors[Math.floor(errors.length / 2)] ?? Number.NaN,
    runCount: learnt.length,
  };
}

function coresOf({ figures }: Run): number {
  return Object.entries(figures.cpu)
    .filter(([name]) => name.startsWith('realtime'))
    .reduce((sum, [, cores]) => sum + cores, 0);
}

function checkOf(prices: Prices, run: Run): ModelCheck {
  const { processes, viewers, perSecond } = run.plan;
  return {
    processes,
    viewers,
    perSecond: perSecond ?? 0,
    measuredCores: coresOf(run),
    predictedCores: predictedRealtimeCores(prices, run),
  };
}

function limitsOf(runs: readonly Run[]): Limits {
  const records = runs.map((run) => ({ kind: 'run' as const, ...run }));
  const delivering = runs.filter(
    ({ figures }) => figures.deliveriesPerSecond > 0 && figures.winsPerSecond > 0,
  );
  const [frameBytes = 0, seatBytes = 0] = fitPrices(
    delivering.map(({ plan, figures }) => {
      const framesPerSecond = figures.deliveriesPerSecond / (plan.viewers + plan.buyers);
      return {
        counts: [1, figures.winsPerSecond / framesPerSecond],
        cost: figures.deliveredBytesPerSecond / figures.deliveriesPerSecond,
      };
    }),
  );
  const saturated = { scenario: 'wins', viewers: 0 } as const;
  const { sectionCount } = runsWith(records, saturated)[0]?.plan ?? { sectionCount: Number.NaN };
  return {
    socketBytes: meanOf(records, { scenario: 'crowd' }, ({ bytesPerSocket }) => bytesPerSocket),
    frameBytes,
    seatBytes,
    sectionWinsMax: Math.max(
      ...runsWith(records, { scenario: 'wins' }).map(
        ({ plan, figures }) => figures.winsPerSecond / plan.sectionCount,
      ),
    ),
    // A closed loop of many buyers keeps every section's lane busy.
    commitMs: (1_000 * sectionCount) / meanOf(records, saturated, ({ commitsPerSecond }) => commitsPerSecond),
  };
}
