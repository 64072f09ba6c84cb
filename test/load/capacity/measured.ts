import type { Figures } from '../report/figures.ts';
import { type GroupResults, type RunRecord, readResults } from '../report/results.ts';
import { cpuOf, meanOf, runsWith } from '../report/select.ts';
import { fitPrices } from './least-squares.ts';
import type { Limits } from './model.ts';
import { type Prices, predictedCores, pricesOf, type Run, type ServerName } from './prices.ts';

/** The runs that the model is checked against, and that it therefore does not learn from. */
const checkedScenario = 'costs-processes';

export interface ModelCheck {
  readonly processes: number;
  readonly viewers: number;
  readonly perSecond: number;
  readonly measuredCores: number;
  readonly predictedCores: number;
}

/** By which part of its measured time the model misses a learnt run. */
export interface Errors {
  readonly median: number;
  readonly max: number;
}

export interface Measured {
  readonly prices: Prices;
  readonly limits: Limits;
  readonly checks: readonly ModelCheck[];
  readonly errors: Readonly<Record<ServerName, Errors>>;
  readonly runCount: number;
  readonly circumstances: GroupResults['circumstances'];
}

const needed = ['wins', 'hot', 'quiet', 'crowd', 'processes', 'growth', 'costs'] as const;

/** Prices and limits from the kept results of a folder. Throws when a group is missing or lacks what is priced. */
export async function readMeasured(folder: string): Promise<Measured> {
  const results: GroupResults[] = [];
  for (const group of needed) {
    const found = await readResults(folder, group);
    if (found === null) throw new Error(`${folder} has no results of "${group}": measure it first.`);
    if (!found.runs.every(hasAllCounts))
      throw new Error(`${folder} has results of "${group}" without writes or transactions: measure it anew.`);
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

/** Results may be older than what is counted. */
function hasAllCounts(record: RunRecord): boolean {
  if (record.kind !== 'run') return true;
  const { writesPerSecond, transactionsPerSecond }: Partial<Figures> = record.figures;
  return writesPerSecond !== undefined && transactionsPerSecond !== undefined;
}

export function measuredOf(runs: readonly Run[]): Omit<Measured, 'circumstances'> {
  const learnt = runs.filter(({ plan }) => plan.scenario !== checkedScenario);
  const prices = pricesOf(learnt);
  return {
    prices,
    errors: {
      realtime: errorsOf(learnt, prices, 'realtime'),
      mysqld: errorsOf(learnt, prices, 'mysqld'),
      redis: errorsOf(learnt, prices, 'redis'),
    },
    limits: limitsOf(runs),
    checks: runs.filter(({ plan }) => plan.scenario === checkedScenario).map((run) => checkOf(prices, run)),
    runCount: learnt.length,
  };
}

function errorsOf(runs: readonly Run[], prices: Prices, server: ServerName): Errors {
  const errors = runs
    .map((run) => ({ measured: cpuOf(run.figures, server), predicted: predictedCores(prices, run, server) }))
    .filter(({ measured }) => measured > 0)
    .map(({ measured, predicted }) => Math.abs(predicted / measured - 1))
    .sort((a, b) => a - b);
  return {
    median: errors[Math.floor(errors.length / 2)] ?? Number.NaN,
    max: errors.at(-1) ?? Number.NaN,
  };
}

function checkOf(prices: Prices, run: Run): ModelCheck {
  const { processes, viewers, perSecond } = run.plan;
  return {
    processes,
    viewers,
    perSecond: perSecond ?? 0,
    measuredCores: cpuOf(run.figures, 'realtime'),
    predictedCores: predictedCores(prices, run, 'realtime'),
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
  return {
    socketBytes: meanOf(records, { scenario: 'crowd' }, ({ bytesPerSocket }) => bytesPerSocket),
    frameBytes,
    seatBytes,
    sectionWinsMax: Math.max(
      ...runsWith(records, { scenario: 'wins' }).map(
        ({ plan, figures }) => figures.winsPerSecond / plan.sectionCount,
      ),
    ),
    // One process has one transaction of a show under way at a time, unless it is slow.
    transactionMs:
      1_000 /
      Math.max(...runsWith(records, { processes: 1 }).map(({ figures }) => figures.transactionsPerSecond)),
  };
}
