import { describe, expect, it } from 'vitest';
import type { Figures, ReadingFigures, RunPlan } from '../report/figures.ts';
import { noPercentiles } from '../report/percentiles.ts';
import type { RunRecord } from '../report/results.ts';
import { usualRun } from '../scenarios/plans.ts';
import { barShare, guards } from './bars.ts';
import { faultsOf, judgeRatios } from './judge.ts';

const sound: Figures['maps'] = {
  sampled: 2,
  wrong: 0,
  gaps: 0,
  allAtHead: true,
  lostSockets: 0,
  framesPerSectionAndSecond: 4,
};

function runOf(plan: Partial<RunPlan>, rate: number, spreadMs: number, maps = sound): RunRecord {
  const figures = {
    winsPerSecond: rate,
    answeredPerSecond: rate,
    everyScreen: { ...noPercentiles, p99: spreadMs },
    unanswered: 0,
    maps,
  } as Figures;
  return { kind: 'run', plan: { ...usualRun, ...plan }, figures };
}

function readingOf(rate: number): RunRecord {
  const plan = {
    scenario: 'full',
    connections: 1,
    isConditional: false,
    perSecond: null,
    warmSeconds: 0,
    seconds: 1,
    seed: 1,
  };
  return { kind: 'reading', plan, figures: { answeredPerSecond: rate } as ReadingFigures };
}

const textbook = [
  runOf({ design: 'textbook' }, 1_000, 200),
  runOf({ design: 'textbook', viewers: 1_000 }, 100, 1_000),
];

const typical = (name: string) => guards.find((guard) => guard.name.includes(name))?.typical ?? Number.NaN;

/** Figures that give every guard its typical value, times a factor. */
function onsaleAt(factor: number): RunRecord[] {
  return [
    runOf({}, 1_000 * typical('nobody watching') * factor, 50),
    runOf(
      { viewers: 1_000 },
      100 * typical("textbook's, 1000 viewers") * factor,
      1_000 / (typical("textbook's spread") * factor),
    ),
    runOf({ scenario: 'hot' }, 1_000 * typical('hot sale') * factor, 50),
    readingOf(1_000 * typical('full snapshots') * factor),
  ];
}

const failedAt = (factor: number) =>
  judgeRatios([...textbook, ...onsaleAt(factor)], guards)
    .filter(({ isPassed }) => !isPassed)
    .map(({ name }) => name);

/** Both of its sides are this system's: halved together it stays as it is. */
const toItself = 'wins with 1000 viewers to those without any';

describe('judgeRatios', () => {
  it('passes what is typical, and what a busy machine makes of it', () => {
    expect(failedAt(1)).toEqual([]);
    expect(failedAt(0.75)).toEqual([]);
  });

  it('fails every ratio to the textbook when this system is half as fast', () => {
    expect(failedAt(0.5)).toEqual(guards.map(({ name }) => name).filter((name) => name !== toItself));
  });

  it('fails when only the crowd halves the wins', () => {
    const [alone, , ...rest] = onsaleAt(1);
    const wins = 1_000 * typical('nobody watching') * typical(toItself) * 0.5;
    const crowded = runOf({ viewers: 1_000 }, wins, 100);
    if (alone === undefined) expect.fail('no run without viewers');
    const failed = judgeRatios([...textbook, alone, crowded, ...rest], guards).filter(
      ({ isPassed }) => !isPassed,
    );
    expect(failed.map(({ name }) => name)).toContain(toItself);
  });

  it('fails what could not be measured', () => {
    expect(judgeRatios([], guards).every(({ isPassed }) => !isPassed)).toBe(true);
    expect(failedAt(Number.NaN)).toContain("full snapshots to the textbook's wins");
  });

  it('sets bars between a halving and a quarter less', () => {
    expect(barShare).toBeGreaterThan(0.5);
    expect(barShare).toBeLessThan(0.75);
  });
});

describe('faultsOf', () => {
  it('finds nothing in a sound run, and nothing to say of the textbook', () => {
    const wrong = { ...sound, wrong: 2 };
    expect(faultsOf([...onsaleAt(1), runOf({ design: 'textbook' }, 1, 1, wrong)])).toEqual([]);
  });

  it.each([
    [{ wrong: 2 }, '2 maps differ from the database'],
    [{ gaps: 3 }, '3 frames were missed'],
    [{ allAtHead: false }, 'some screens stayed behind'],
    [{ lostSockets: 1 }, '1 sockets were lost'],
  ])('names %o', (maps, fault) => {
    expect(faultsOf([runOf({}, 1, 1, { ...sound, ...maps })])).toEqual([`wins with 0 viewers: ${fault}`]);
  });
});
