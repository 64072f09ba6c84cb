import { readFile } from 'node:fs/promises';
import { type Counts, oneFailed } from './counts.ts';

/** The part of the report of Vitest's JSON reporter that is read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/**
 * Counts the tests of a run. What fails outside a test counts as one failure: a file that could not be loaded,
 * a server that did not start, an error that nobody handled, a run that found no tests.
 */
export async function countReport(path: string, hasSucceeded: boolean): Promise<Counts> {
  const report = await readReport(path);
  if (report === undefined) return oneFailed;
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  const hasFailedElsewhere = !hasSucceeded && counts.failed === 0;
  const ranNothing = counts.passed + counts.failed + counts.skipped === 0;
  return hasFailedElsewhere || ranNothing ? { ...counts, failed: 1 } : counts;
}

async function readReport(path: string): Promise<Report | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Report;
  } catch {
    return undefined;
  }
}
