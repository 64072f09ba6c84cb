import type { RunRecord } from '../report/results.ts';
import { meanOf, readingOf } from '../report/select.ts';
import { winRatio } from '../report/targets.ts';

/** A ratio of two figures of one run, so that a slow machine slows both. The larger, the better. */
export interface Guard {
  readonly name: string;
  readonly value: (records: readonly RunRecord[]) => number;
  /** What it comes to on two cores with MariaDB, as the guard's own short run measures it. */
  readonly typical: number;
  /** Why it is watched: what would make it fall. */
  readonly reason: string;
}

/** A bar is so large a part of what is typical: a halving falls under it, what a busy machine costs does not. */
export const barShare = 0.6;

const onsale = { design: 'onsale' } as const;
const wins = { scenario: 'wins' } as const;

export const guards: readonly Guard[] = [
  {
    name: "wins to the textbook's, nobody watching",
    value: (records) => winRatio(records, 0),
    typical: 5.5,
    reason: 'the cost of a command: round trips and statements per batch, batches that no longer form',
  },
  {
    name: "wins to the textbook's, 1000 viewers",
    value: (records) => winRatio(records, 1_000),
    typical: 50,
    reason:
      'the cost of telling: more than one message per section and tick, more than one encoding per frame',
  },
  {
    name: 'wins with 1000 viewers to those without any',
    value: (records) =>
      meanOf(records, { ...onsale, ...wins, viewers: 1_000 }, ({ winsPerSecond }) => winsPerSecond) /
      meanOf(records, { ...onsale, ...wins, viewers: 0 }, ({ winsPerSecond }) => winsPerSecond),
    typical: 0.9,
    reason: 'the crowd slows the sale: the tick does not adapt, the event loop is held up by broadcasts',
  },
  {
    name: "answered commands of a hot sale to the textbook's wins",
    value: (records) =>
      meanOf(records, { ...onsale, scenario: 'hot' }, ({ answeredPerSecond }) => answeredPerSecond) /
      meanOf(records, { ...wins, design: 'textbook', viewers: 0 }, ({ winsPerSecond }) => winsPerSecond),
    typical: 18,
    reason: 'refusals ask the database: the mirror no longer refuses early',
  },
  {
    name: "the textbook's spread with 1000 viewers to this system's",
    value: (records) =>
      meanOf(records, { ...wins, design: 'textbook', viewers: 1_000 }, ({ everyScreen }) => everyScreen.p99) /
      meanOf(records, { ...onsale, ...wins, viewers: 1_000 }, ({ everyScreen }) => everyScreen.p99),
    typical: 4.5,
    reason: 'changes reach the screens later: frames queue up, ticks are too long',
  },
  {
    name: "full snapshots to the textbook's wins",
    value: (records) =>
      (readingOf(records, 'full')?.answeredPerSecond ?? Number.NaN) /
      meanOf(records, { ...wins, design: 'textbook', viewers: 0 }, ({ winsPerSecond }) => winsPerSecond),
    typical: 25,
    reason: 'snapshots are read, encoded, compressed or composed anew for each who asks',
  },
];
