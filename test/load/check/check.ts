import { type Step, usualRun } from '../scenarios/plans.ts';
import { runSteps } from '../scenarios/run-steps.ts';
import { startDatabases } from '../servers/databases.ts';
import { guards } from './bars.ts';
import { faultsOf, judgeRatios, type Verdict } from './judge.ts';

/** The small version of the benchmark: every guard's figures, each design once or twice. */
const steps: readonly Step[] = [
  { kind: 'run', plan: { ...usualRun, design: 'textbook', seconds: 4 } },
  { kind: 'run', plan: usualRun },
  { kind: 'run', plan: { ...usualRun, design: 'textbook', viewers: 1_000, warmSeconds: 2, seconds: 5 } },
  { kind: 'run', plan: { ...usualRun, viewers: 1_000 } },
  { kind: 'run', plan: { ...usualRun, scenario: 'hot', buyers: 500, hotSeats: 100, seconds: 4 } },
  {
    kind: 'reading',
    plans: [
      {
        scenario: 'full',
        connections: 64,
        isConditional: false,
        perSecond: null,
        warmSeconds: 1.5,
        seconds: 3,
        seed: 1,
      },
    ],
  },
  { kind: 'run', plan: { ...usualRun, seed: 2 } },
  { kind: 'run', plan: { ...usualRun, viewers: 1_000, seed: 2 } },
];

/** A run that other work on the machine disturbs is made once more: twice the time is still under three minutes. */
const triesMax = 2;

/** Runs the guard; answers whether all is well. */
export async function check(mysqlProgram: string | null, write: (line: string) => void): Promise<boolean> {
  const databases = await startDatabases(mysqlProgram);
  try {
    const records = await runSteps(databases, steps, write, triesMax);
    const verdicts = judgeRatios(records, guards);
    const faults = faultsOf(records);
    for (const line of [...verdicts.map(verdictLine), ...faults.map((fault) => `✗ ${fault}`)]) write(line);
    // That no load makes the sale lose or miss anything is one more verdict.
    const failed = verdicts.filter(({ isPassed }) => !isPassed).length + Math.min(faults.length, 1);
    write(`${verdicts.length + 1 - failed} passed, ${failed} failed, 0 skipped`);
    return failed === 0;
  } finally {
    await databases.stop();
  }
}

function verdictLine({ name, value, bar, isPassed, reason }: Verdict): string {
  const figures = `${value.toFixed(2)} ×, at least ${bar.toFixed(2)} ×`;
  return isPassed ? `passed  ${name}: ${figures}` : `✗ ${name}: ${figures}. Look for: ${reason}.`;
}
