import { describe, expect, it } from 'vitest';
import { usualRun } from '../scenarios/plans.ts';
import type { Figures, RunPlan } from './figures.ts';
import { noPercentiles } from './percentiles.ts';
import type { RunRecord } from './results.ts';
import { judgeTargets } from './targets.ts';

function runOf(plan: Partial<RunPlan>, winsPerSecond: number): RunRecord {
  const maps = { wrong: 0, gaps: 0, lostSockets: 0, allAtHead: true };
  const figures = { winsPerSecond, everyScreen: { ...noPercentiles, p99: 300 }, maps } as Figures;
  return { kind: 'run', plan: { ...usualRun, ...plan }, figures };
}

/** Twice each, as a run has them: 10, 70 and 2000 times the textbook's in the mean. */
const records = [0.9, 1.1].flatMap((factor) => [
  runOf({ viewers: 0 }, 10_000 * factor),
  runOf({ viewers: 1_000 }, 7_700 * factor),
  runOf({ viewers: 3_000 }, 7_600 * factor),
  runOf({ design: 'textbook', viewers: 0 }, 1_000),
  runOf({ design: 'textbook', viewers: 1_000 }, 110),
  runOf({ design: 'textbook', viewers: 3_000 }, 3.8),
]);

const missed = (runs: readonly RunRecord[], hasBinaryLog = false) =>
  judgeTargets('wins', runs, hasBinaryLog)
    .filter(({ isMet }) => !isMet)
    .map(({ target }) => target.name);

describe('judgeTargets', () => {
  it('takes the mean of the runs and meets bars that are just reached', () => {
    expect(missed(records)).toEqual([]);
  });

  it('asks three quarters of the ratios where a binary log is synced too', () => {
    const slower = records.map((record) =>
      record.kind === 'run' && record.plan.design === 'onsale'
        ? runOf(record.plan, record.figures.winsPerSecond * 0.76)
        : record,
    );
    expect(missed(slower).length).toBe(3);
    expect(missed(slower, true)).toEqual([]);
  });

  it('misses what was not measured', () => {
    expect(missed([]).length).toBeGreaterThanOrEqual(5);
  });
});
