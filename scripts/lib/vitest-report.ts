import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { type Outcome, oneFailed } from './counts.ts';
import { rootFolder } from './test-steps.ts';

/** The part of the report of Vitest's JSON reporter that is read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly FileReport[];
}

interface FileReport {
  /** The file's path. */
  readonly name: string;
  readonly status: string;
  /** Why the file could not be loaded. */
  readonly message: string;
  readonly assertionResults: readonly TestReport[];
}

interface TestReport {
  readonly status: string;
  readonly fullName: string;
  readonly failureMessages: readonly string[];
}

/** Of a message, this much is told. */
const messageLengthMax = 400;

/**
 * Counts the tests of a run and names those that failed. What fails outside a test counts as one failure: a file that
 * could not be loaded, a server that did not start, an error that nobody handled, a run that found no tests.
 */
export async function outcomeOfReport(
  path: string,
  { title, hasSucceeded }: { readonly title: string; readonly hasSucceeded: boolean },
): Promise<Outcome> {
  const report = await readReport(path);
  if (report === undefined) return { counts: oneFailed, failures: [`${title}: no report was written`] };
  const failures = report.testResults.flatMap(failuresOf);
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.testResults.filter(isBroken).length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  if (counts.failed > 0) return { counts, failures };
  const ranNothing = counts.passed + counts.skipped === 0;
  if (!ranNothing && hasSucceeded) return { counts, failures };
  const why = ranNothing ? 'found no tests' : 'failed outside its tests';
  return { counts: { ...counts, failed: 1 }, failures: [`${title}: ${why}`] };
}

function isBroken({ status, assertionResults }: FileReport): boolean {
  return status === 'failed' && assertionResults.length === 0;
}

function failuresOf(file: FileReport): string[] {
  const name = relative(rootFolder, file.name);
  if (isBroken(file)) return [`${name}: ${inOneLine(file.message)}`];
  return file.assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => `${name} > ${fullName}: ${inOneLine(failureMessages.join(' '))}`);
}

/** A message without the stack below it. */
function inOneLine(message: string): string {
  const [said = ''] = message.split(/\n\s+at /, 1);
  return said.replace(/\s+/g, ' ').trim().slice(0, messageLengthMax);
}

async function readReport(path: string): Promise<Report | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Report;
  } catch {
    return undefined;
  }
}
