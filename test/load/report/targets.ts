import type { GroupName } from '../scenarios/plans.ts';
import type { RunPlan } from './figures.ts';
import type { RunRecord } from './results.ts';
import { cpuOf, meanOf, orInfinity, readingOf, runsWith } from './select.ts';

/** What a figure must come to. */
export type Bar = { readonly atLeast: number } | { readonly atMost: number };

export interface Target {
  readonly group: GroupName;
  readonly name: string;
  readonly unit: '' | 'times' | '/s' | 'ms' | 'KB';
  readonly bar: Bar;
  readonly value: (records: readonly RunRecord[]) => number;
}

export interface TargetResult {
  readonly target: Target;
  readonly value: number;
  readonly isMet: boolean;
}

/** A binary log with a sync of its own at every commit costs both designs, and this one's batches more. */
const binaryLogShare = 0.75;

function targetsFor(hasBinaryLog: boolean): Target[] {
  const share = hasBinaryLog ? binaryLogShare : 1;
  return [
    ...winTargets(share),
    ...hotTargets,
    ...spreadTargets,
    ...crowdTargets,
    ...processTargets,
    ...snapshotTargets,
    ...growthTargets,
    ...groupsWithMaps.map(mapTarget),
  ];
}

/** How the targets of a group came out. */
export function judgeTargets(
  group: GroupName,
  records: readonly RunRecord[],
  hasBinaryLog: boolean,
): TargetResult[] {
  return targetsFor(hasBinaryLog)
    .filter((target) => target.group === group)
    .map((target) => {
      const value = target.value(records);
      return { target, value, isMet: isMet(value, target.bar) };
    });
}

function isMet(value: number, bar: Bar): boolean {
  return 'atLeast' in bar ? value >= bar.atLeast : value <= bar.atMost;
}

const onsale = { design: 'onsale' } as const;
const wins = { scenario: 'wins' } as const;

function winsOf(records: readonly RunRecord[], wanted: Partial<RunPlan>): number {
  return meanOf(records, wanted, ({ winsPerSecond }) => winsPerSecond);
}

/** Wins to the textbook's in the same run. */
export function winRatio(records: readonly RunRecord[], viewers: number): number {
  const of = (design: RunPlan['design']) => winsOf(records, { ...wins, design, viewers });
  return of('onsale') / of('textbook');
}

function winTargets(share: number): Target[] {
  const ratio = (viewers: number, times: number): Target => ({
    group: 'wins',
    name: `wins to the textbook's with ${viewers} viewers`,
    unit: 'times',
    bar: { atLeast: times * share },
    value: (records) => winRatio(records, viewers),
  });
  return [
    ratio(0, 10),
    ratio(1_000, 70),
    ratio(3_000, 2_000),
    {
      group: 'wins',
      name: 'wins with 3000 viewers to those without any',
      unit: 'times',
      bar: { atLeast: 0.75 },
      value: (records) =>
        winsOf(records, { ...onsale, viewers: 3_000 }) / winsOf(records, { ...onsale, viewers: 0 }),
    },
    {
      group: 'wins',
      name: 'a change on every of 3000 screens under full load, p99',
      unit: 'ms',
      bar: { atMost: 350 },
      value: (records) =>
        meanOf(records, { ...onsale, viewers: 3_000 }, ({ everyScreen }) => everyScreen.p99),
    },
  ];
}

const hotTargets: readonly Target[] = [
  {
    group: 'hot',
    name: 'answered commands, 500 buyers for the best 100 seats',
    unit: '/s',
    bar: { atLeast: 12_000 },
    value: (records) => meanOf(records, onsale, ({ answeredPerSecond }) => answeredPerSecond),
  },
  {
    group: 'hot',
    name: 'answer p99, 500 buyers for the best 100 seats',
    unit: 'ms',
    bar: { atMost: 100 },
    value: (records) => meanOf(records, onsale, ({ latency }) => latency.p99),
  },
  {
    group: 'hot',
    name: 'losers without an answer',
    unit: '',
    bar: { atMost: 0 },
    value: (records) => meanOf(records, onsale, ({ unanswered }) => unanswered),
  },
];

const spreadTargets: readonly Target[] = [
  {
    group: 'quiet',
    name: 'a change on every of 500 screens at 20 changes/s, p99',
    unit: 'ms',
    bar: { atMost: 60 },
    value: (records) => meanOf(records, onsale, ({ everyScreen }) => everyScreen.p99),
  },
];

const crowdTargets: readonly Target[] = [
  {
    group: 'crowd',
    name: 'wins with 10000 viewers on one process',
    unit: '/s',
    bar: { atLeast: 3_500 },
    value: (records) => winsOf(records, onsale),
  },
  {
    group: 'crowd',
    name: 'a change on every of 10000 screens, p99',
    unit: 'ms',
    bar: { atMost: 500 },
    value: (records) => meanOf(records, onsale, ({ everyScreen }) => everyScreen.p99),
  },
  {
    group: 'crowd',
    name: 'process memory a socket',
    unit: 'KB',
    bar: { atMost: 15 },
    value: (records) => meanOf(records, onsale, ({ bytesPerSocket }) => bytesPerSocket / 1_024),
  },
];

/** The shortest tick is 20 ms. */
const framesPerSecondMax = 50;

const processTargets: readonly Target[] = [
  {
    group: 'processes',
    name: 'wins with two realtime processes to those with one',
    unit: 'times',
    bar: { atLeast: 1 },
    value: (records) => winsOf(records, { processes: 2 }) / winsOf(records, { processes: 1 }),
  },
  {
    group: 'processes',
    name: 'frames of a section to a client in a second, two processes',
    unit: '/s',
    bar: { atMost: framesPerSecondMax },
    value: (records) =>
      Math.max(
        ...runsWith(records, { processes: 2 }).map(({ figures }) => figures.maps.framesPerSectionAndSecond),
      ),
  },
];

function readingTarget(scenario: string, name: string, bar: Bar, figure: 'rate' | 'p99' | 'queries'): Target {
  const unit = figure === 'p99' ? 'ms' : '/s';
  const value = (records: readonly RunRecord[]) => {
    const figures = readingOf(records, scenario);
    if (figures === undefined) return Number.NaN;
    if (figure === 'p99') return orInfinity(figures.latency.p99);
    return figure === 'rate' ? figures.answeredPerSecond : figures.queriesPerSecond;
  };
  return { group: 'snapshots', name, unit, bar, value };
}

const snapshotTargets: readonly Target[] = [
  readingTarget('full', 'full snapshots of the arena', { atLeast: 8_000 }, 'rate'),
  readingTarget('unchanged', '304s of the arena', { atLeast: 15_000 }, 'rate'),
  readingTarget('full-half', 'full snapshots at 4000/s, p99', { atMost: 20 }, 'p99'),
  readingTarget('unchanged-half', '304s at 7500/s, p99', { atMost: 20 }, 'p99'),
  // What the processes ask the database anyway: heads once a second, deadlines, their own liveness.
  readingTarget('full', 'queries while nothing changes', { atMost: 20 }, 'queries'),
];

function growthRatio(
  scenario: string,
  key: 'viewers' | 'perSecond' | 'seatCount',
  [from, to]: readonly [number, number],
  figure: Parameters<typeof meanOf>[2],
): (records: readonly RunRecord[]) => number {
  return (records) =>
    meanOf(records, { ...onsale, scenario, [key]: to }, figure) /
    meanOf(records, { ...onsale, scenario, [key]: from }, figure);
}

const growthTargets: readonly Target[] = [
  ...(
    [
      [500, 1_000],
      [1_000, 2_000],
    ] as const
  ).map(
    ([from, to]): Target => ({
      group: 'growth',
      name: `processor time of ${to} viewers to that of ${from}, 20 changes/s`,
      unit: 'times',
      bar: { atMost: 2 },
      value: growthRatio('growth-viewers', 'viewers', [from, to], (figures) => cpuOf(figures, 'realtime')),
    }),
  ),
  ...(
    [
      [50, 100],
      [100, 200],
      [200, 400],
      [400, 800],
    ] as const
  ).map(
    ([from, to]): Target => ({
      group: 'growth',
      name: `deliveries at ${to} changes/s to those at ${from}`,
      unit: 'times',
      bar: { atMost: 1.1 },
      value: growthRatio('growth-rate', 'perSecond', [from, to], (figures) => figures.deliveriesPerSecond),
    }),
  ),
  {
    group: 'growth',
    name: 'cost of a command with 200000 seats to that with 20000',
    unit: 'times',
    bar: { atMost: 1.1 },
    value: growthRatio(
      'growth-seats',
      'seatCount',
      [20_000, 200_000],
      (figures) => figures.serverMicrosPerCommand,
    ),
  },
];

const groupsWithMaps = ['wins', 'hot', 'quiet', 'crowd', 'processes', 'growth'] as const;

function mapTarget(group: GroupName): Target {
  return {
    group,
    name: 'wrong maps, frames missed, screens left behind',
    unit: '',
    bar: { atMost: 0 },
    value: (records) =>
      runsWith(records, onsale).reduce(
        (sum, { figures: { maps } }) =>
          sum + maps.wrong + maps.gaps + maps.lostSockets + (maps.allAtHead ? 0 : 1),
        0,
      ),
  };
}
