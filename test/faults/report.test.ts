import { expect, it } from 'vitest';
import { type FaultReport, slugOf, tableOf } from './report.ts';

const report: FaultReport = {
  fault: 'FLUSHALL',
  mysql: '9.7.0',
  seed: 1,
  arrivalsPerSecond: 30,
  loadSeconds: 10,
  counts: { calls: 1_234, ok: 800, refused: 400, unknown: 34, refusedBy: {}, unknownBy: {} },
  turnedAway: 0,
  viewers: 12,
  mapsChecked: 500,
  seatsChecked: 692,
  sold: 90,
  secondsToHeal: 0.256,
  stock: { sent: 20, lost: 19 },
  figures: {},
  problems: [],
};

it('a run has a table with a line for each fault', () => {
  const other: FaultReport = {
    ...report,
    fault: 'no sweeper',
    stock: null,
    secondsToHeal: null,
    problems: ['[S1]'],
  };
  expect(
    tableOf([report, other])
      .split('\n')
      .map((line) => line.replaceAll(/ {2,}/g, ' | ')),
  ).toEqual([
    'fault | calls | ok | refused | unknown | heal s | plain adapter lost | verdict',
    expect.stringMatching(/^-+$/),
    'FLUSHALL | 1234 | 800 | 400 | 34 | 0.26 | 19 of 20 | held',
    'no sweeper | 1234 | 800 | 400 | 34 | - | BROKEN',
  ]);
});

it('a fault’s files are named by its place in the table and its words', () => {
  expect(slugOf('Redis down for 90 s')).toBe('04-redis-down-for-90-s');
});
