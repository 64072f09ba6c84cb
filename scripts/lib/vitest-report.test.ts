import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countReport } from './vitest-report.ts';

let folder = '';
let path = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-report-'));
  path = join(folder, 'report.json');
});

afterEach(() => rm(folder, { recursive: true }));

const report = {
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
};

describe('the counts of a run', () => {
  it('are the report’s', async () => {
    const numbers = { numPassedTests: 5, numFailedTests: 2, numPendingTests: 1, numTodoTests: 3 };
    await writeFile(path, JSON.stringify({ ...report, ...numbers }));
    expect(await countReport(path, false)).toEqual({ passed: 5, failed: 2, skipped: 4 });
  });

  it('hold one failure for each file that could not be loaded', async () => {
    const broken = { status: 'failed', assertionResults: [] };
    const testResults = [broken, { status: 'failed', assertionResults: [{}] }, broken];
    await writeFile(path, JSON.stringify({ ...report, numFailedTests: 1, testResults }));
    expect(await countReport(path, false)).toEqual({ passed: 0, failed: 3, skipped: 0 });
  });

  it.each([
    ['wrote no report', undefined, false],
    ['wrote half a report', '{"numPassed', false],
    [
      'failed although every test passed, as after an unhandled rejection',
      JSON.stringify({ ...report, numPassedTests: 5 }),
      false,
    ],
    ['found no test', JSON.stringify(report), true],
  ])('hold one failure when the run %s', async (_what, text, hasSucceeded) => {
    if (text !== undefined) await writeFile(path, text);
    expect((await countReport(path, hasSucceeded)).failed).toBe(1);
  });
});
