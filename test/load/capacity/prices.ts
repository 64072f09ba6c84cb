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
    /** A tick in which a process tells its sockets something, however many there are. */
    readonly telling: number;
    /** A write to a socket, which carries all frames that a tick has for it, and each million bytes of frames. */
    readonly write: number;
    readonly megabyte: number;
    /** A seat taken. */
    readonly win: number;
    /** A command refused. */
    readonly refusal: number;
    /** A transaction, with the batches of however many sections, to the process that has it decided. */
    readonly transaction: number;
    /** A committed transaction, to each process that hears of it, its own included. */
    readonly transactionHeard: number;
  };
  readonly mysql: { readonly second: number; readonly transaction: number; readonly win: number };
  readonly redis: {
    readonly second: number;
    readonly transaction: number;
    readonly transactionRead: number;
  };
}

export interface Run {
  readonly plan: RunPlan;
  readonly figures: Figures;
}

/** The seats-api process hears of every commit too. */
const otherReaders = 1;

/** Prices that explain the processor time of all these runs as well as can be. */
export function pricesOf(runs: readonly Run[]): Prices {
  const observe = (counts: (run: Run) => number[], process: ServerName): Observation[] =>
    runs
      .map((run) => ({ counts: counts(run), cost: cpuOf(run.figures, process) }))
      .filter(({ cost }) => cost > 0);
  const realtime = fitPrices(observe(realtimeCounts, 'realtime')) as NinePrices;
  const mysql = fitPrices(observe(mysqlCounts, 'mysqld')) as ThreePrices;
  const redis = fitPrices(observe(redisCounts, 'redis')) as ThreePrices;
  const [second, socketSecond, telling, write, megabyte, win, refusal, transaction, heard] = realtime;
  return {
    realtime: {
      ...{ second, socketSecond, telling, write, megabyte, win, refusal },
      ...{ transaction, transactionHeard: heard },
    },
    mysql: { second: mysql[0], transaction: mysql[1], win: mysql[2] },
    redis: { second: redis[0], transaction: redis[1], transactionRead: redis[2] },
  };
}

type ThreePrices = [number, number, number];
type NinePrices = [...ThreePrices, ...ThreePrices, ...ThreePrices];

/** Servers by the names that their processes have in a run's figures. */
export type ServerName = 'realtime' | 'mysqld' | 'redis';

/** Processor cores that a server's processes should have used in a run. */
export function predictedCores({ realtime, mysql, redis }: Prices, run: Run, server: ServerName): number {
  if (server === 'mysqld') return costOf(mysqlCounts(run), [mysql.second, mysql.transaction, mysql.win]);
  if (server === 'redis')
    return costOf(redisCounts(run), [redis.second, redis.transaction, redis.transactionRead]);
  return costOf(realtimeCounts(run), [
    realtime.second,
    realtime.socketSecond,
    realtime.telling,
    realtime.write,
    realtime.megabyte,
    realtime.win,
    realtime.refusal,
    realtime.transaction,
    realtime.transactionHeard,
  ]);
}

function costOf(counts: readonly number[], prices: readonly number[]): number {
  return counts.reduce((sum, count, index) => sum + count * (prices[index] ?? 0), 0);
}

/** Everything by the second of the window. */
function realtimeCounts({ plan, figures }: Run): number[] {
  return [
    plan.processes,
    plan.viewers + plan.buyers,
    plan.processes * tellingsPerSecond(plan, figures),
    figures.writesPerSecond,
    figures.deliveredBytesPerSecond / 1e6,
    figures.winsPerSecond,
    figures.answeredPerSecond - figures.winsPerSecond,
    figures.transactionsPerSecond,
    figures.transactionsPerSecond * plan.processes,
  ];
}

/** Ticks in which a process told something: each screen has one write of every such tick, as all watch the same. */
function tellingsPerSecond({ viewers, buyers, buyersWatch }: RunPlan, { writesPerSecond }: Figures): number {
  const screens = viewers + (buyersWatch ? buyers : 0);
  return screens === 0 ? 0 : writesPerSecond / screens;
}

function mysqlCounts({ figures }: Run): number[] {
  return [1, figures.transactionsPerSecond, figures.winsPerSecond];
}

function redisCounts({ plan, figures }: Run): number[] {
  const { transactionsPerSecond } = figures;
  return [1, transactionsPerSecond, transactionsPerSecond * (plan.processes + otherReaders)];
}
