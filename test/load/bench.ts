import { join } from 'node:path';
import { targetLine } from './report/lines.ts';
import { circumstancesOf, type GroupResults, resultsFolder, writeResults } from './report/results.ts';
import { judgeTargets } from './report/targets.ts';
import { type GroupName, stepsOf } from './scenarios/plans.ts';
import { runSteps } from './scenarios/run-steps.ts';
import { startDatabases } from './servers/databases.ts';

/** Where results are kept that README and CAPACITY.md show. */
export const keptResults = join(import.meta.dirname, 'results');

/** How often a run is made that other work on the machine disturbs. */
const triesMax = 3;

export interface BenchOptions {
  readonly groups: readonly GroupName[];
  readonly isQuick: boolean;
  readonly mysqlProgram: string | null;
  /** The folder for results. */
  readonly folder: string;
  readonly write: (line: string) => void;
}

/** Measures groups one after the other, each on servers of its own, and writes each one's results as soon as they are there. */
export async function bench(options: BenchOptions): Promise<GroupResults[]> {
  const all: GroupResults[] = [];
  for (const group of options.groups) all.push(await benchGroup(group, options));
  return all;
}

async function benchGroup(group: GroupName, options: BenchOptions): Promise<GroupResults> {
  const { write, isQuick } = options;
  const databases = await startDatabases(options.mysqlProgram);
  try {
    write(`\n${group} on ${databases.mysqlVersion}`);
    const runs = await runSteps(databases, stepsOf(group, { isQuick }), write, isQuick ? 1 : triesMax);
    const circumstances = circumstancesOf(databases.mysqlVersion, isQuick);
    const results: GroupResults = { format: 'onsale-load/1', group, circumstances, runs };
    write(await writeResults(resultsFolder(options.folder, databases.mysqlVersion), results));
    for (const line of judgeTargets(group, runs, options.mysqlProgram !== null).map(targetLine)) write(line);
    return results;
  } finally {
    await databases.stop();
  }
}
