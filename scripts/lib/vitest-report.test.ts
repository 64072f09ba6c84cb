import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rootFolder } from './test-steps.ts';
import { outcomeOfReport } from './vitest-report.ts';

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

const failed = { title: 'some tests', hasSucceeded: false };

describe('the outcome of a run', () => {
  it('has the report’s counts', async () => {
    const numbers = { numPassedTests: 5, numFailedTests: 2, numPendingTests: 1, numTodoTests: 3 };
    await writeFile(path, JSON.stringify({ ...report, ...numbers }));
    expect((await outcomeOfReport(path, failed)).counts).toEqual({ passed: 5, failed: 2, skipped: 4 });
  });

  it('names each test that failed and each file that could not be loaded, with the message in one line', async () => {
    const name = join(rootFolder, 'some/folder.test.ts');
    const broken = { name, status: 'failed', message: 'Cannot find module', assertionResults: [] };
    const passing = { status: 'passed', fullName: 'a sale passes', failureMessages: [] };
    const failureMessages = [
      "AssertionError: expected [\n 'lost' ] to equal []\n    at some/folder.test.ts:3:4",
    ];
    const failing = { status: 'failed', fullName: 'a sale fails', failureMessages };
    const tested = { name, status: 'failed', message: '', assertionResults: [passing, failing] };
    const testResults = [broken, tested];
    await writeFile(path, JSON.stringify({ ...report, numPassedTests: 1, numFailedTests: 1, testResults }));
    expect(await outcomeOfReport(path, failed)).toEqual({
      counts: { passed: 1, failed: 2, skipped: 0 },
      failures: [
        'some/folder.test.ts: Cannot find module',
        "some/folder.test.ts > a sale fails: AssertionError: expected [ 'lost' ] to equal []",
      ],
    });
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
  ])('has one failure when the run %s', async (_what, text, hasSucceeded) => {
    if (text !== undefined) await writeFile(path, text);
    const { counts, failures } = await outcomeOfReport(path, { title: 'some tests', hasSucceeded });
    expect(counts.failed).toBe(1);
    expect(failures).toEqual([expect.stringMatching(/^some tests: /)]);
  });
});
