import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addCounts, closingLine, noTests } from './counts.ts';
import { runStep } from './run-step.ts';
import type { Step } from './test-steps.ts';

/** Runs the steps made for a folder of reports, one after the other, and counts them in a closing line. Answers the exit code. */
export async function runTests(stepsIn: (reportsFolder: string) => readonly Step[]): Promise<number> {
  const reports = await mkdtemp(join(tmpdir(), 'onsale-test-reports-'));
  try {
    let total = noTests;
    for (const step of stepsIn(reports)) total = addCounts(total, await runStep(step));
    process.stdout.write(`\n${closingLine(total)}\n`);
    return total.failed === 0 ? 0 : 1;
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
}
