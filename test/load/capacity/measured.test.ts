import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Figures } from '../report/figures.ts';
import { circumstancesOf, writeResults } from '../report/results.ts';
import { usualRun } from '../scenarios/plans.ts';
import { readMeasured } from './measured.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-measured-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function keep(figures: Partial<Figures>): Promise<string> {
  const circumstances = circumstancesOf('10.11-MariaDB', false);
  const run = { kind: 'run' as const, plan: usualRun, figures: figures as Figures };
  return writeResults(folder, { format: 'onsale-load/1', group: 'wins', circumstances, runs: [run] });
}

it('names the group that must be measured, and the one that must be measured anew', async () => {
  await expect(readMeasured(folder)).rejects.toThrow('no results of "wins"');
  await keep({ writesPerSecond: 1 });
  await expect(readMeasured(folder)).rejects.toThrow('"wins" without writes or transactions');
  await keep({ writesPerSecond: 1, transactionsPerSecond: 1 });
  await expect(readMeasured(folder)).rejects.toThrow('no results of "hot"');
});
