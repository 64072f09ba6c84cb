import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addCounts, closingLine, noTests } from './counts.ts';
import { runStep } from './run-step.ts';
import type { Step } from './test-steps.ts';

/**
 * Runs the steps made for a folder of reports, one after the other, and counts them in a closing line, with the failures
 * above it. Answers the exit code.
 */
export async function runTests(stepsIn: (reportsFolder: string) => readonly Step[]): Promise<number> {
  const reports = await mkdtemp(join(tmpdir(), 'onsale-test-reports-'));
  try {
    let total = noTests;
    const failures: string[] = [];
    for (const step of stepsIn(reports)) {
      const outcome = await runStep(step);
      total = addCounts(total, outcome.counts);
      failures.push(...outcome.failures);
    }
    const lines = [...failures.map((failure) => `✗ ${failure}`), closingLine(total)];
    process.stdout.write(`\n${lines.join('\n')}\n`);
    return total.failed === 0 ? 0 : 1;
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
}
