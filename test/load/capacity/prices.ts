import type { Figures, RunPlan } from '../report/figures.ts';
import { cpuOf } from '../report/select.ts';
import { fitPrices, type Observation } from './least-squares.ts';

/** What things cost, in seconds of one processor core. */
export interface Prices {
  readonly realtime: {
    /** A process for a second, whatever it does. */
    readonly second: number;
    /** A socket that is open for a second. */
    readonly socketSecond: number;
    /** A frame to a socket, and each million bytes of frames. */
    readonly delivery: number;
    readonly megabyte: number;
    /** A seat taken. */
    readonly win: number;
    /** A command refused. */
    readonly refusal: number;
    /** A batch, to the process that has it decided. */
    readonly commit: number;
    /** A committed batch, to each process that hears of it, its own included. */
    readonly commitHeard: number;
  };
  readonly mysql: { readonly second: number; readonly commit: number; readonly win: number };
  readonly redis: { readonly second: number; readonly commit: number; readonly commitRead: number };
}

export interface Run {
  readonly plan: RunPlan;
  readonly figures: Figures;
}

/** The seats-api process hears of every commit too. */
const otherReaders = 1;

/** Prices that explain the processor time of all these runs as well as can be. */
export function pricesOf(runs: readonly Run[]): Prices {
  const observe = (counts: (run: Run) => number[], process: string): Observation[] =>
    runs
      .map((run) => ({ counts: counts(run), cost: cpuOf(run.figures, process) }))
      .filter(({ cost }) => cost > 0);
  const [second, socketSecond, delivery, megabyte, win, refusal, commit, commitHeard] = fitPrices(
    observe(realtimeCounts, 'realtime'),
  ) as EightPrices;
  const [mysqlSecond, mysqlCommit, mysqlWin] = fitPrices(observe(mysqlCounts, 'mysqld')) as ThreePrices;
  const [redisSecond, redisCommit, commitRead] = fitPrices(observe(redisCounts, 'redis')) as ThreePrices;
  return {
    realtime: { second, socketSecond, delivery, megabyte, win, refusal, commit, commitHeard },
    mysql: { second: mysqlSecond, commit: mysqlCommit, win: mysqlWin },
    redis: { second: redisSecond, commit: redisCommit, commitRead },
  };
}

type ThreePrices = [number, number, number];
type EightPrices = [number, number, number, number, number, number, number, number];

/** Processor cores that the realtime processes of a run should have used. */
export function predictedRealtimeCores({ realtime }: Prices, run: Run): number {
  const prices = [
    realtime.second,
    realtime.socketSecond,
    realtime.delivery,
    realtime.megabyte,
    realtime.win,
    realtime.refusal,
    realtime.commit,
    realtime.commitHeard,
  ];
  return realtimeCounts(run).reduce((sum, count, index) => sum + count * (prices[index] ?? 0), 0);
}

/** Everything by the second of the window. */
function realtimeCounts({ plan, figures }: Run): number[] {
  return [
    plan.processes,
    plan.viewers + plan.buyers,
    figures.deliveriesPerSecond,
    figures.deliveredBytesPerSecond / 1e6,
    figures.winsPerSecond,
    figures.answeredPerSecond - figures.winsPerSecond,
    figures.commitsPerSecond,
    figures.commitsPerSecond * plan.processes,
  ];
}

function mysqlCounts({ figures }: Run): number[] {
  return [1, figures.commitsPerSecond, figures.winsPerSecond];
}

function redisCounts({ plan, figures }: Run): number[] {
  return [1, figures.commitsPerSecond, figures.commitsPerSecond * (plan.processes + otherReaders)];
}
