import { execFileSync } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { faultNames, isQuick } from '../fault-list.ts';
import { type FaultReport, resultsFolder, runFolder, tableOf } from '../report.ts';

let startedAt = new Date();

/** Clears the results of the run before. */
export async function setup(): Promise<void> {
  await rm(runFolder, { recursive: true, force: true });
  startedAt = new Date();
}

/** Prints the table of this run and keeps it as JSON. */
export async function teardown(): Promise<void> {
  const reports = await readReports();
  if (reports.length === 0) return;
  process.stdout.write(`\n${tableOf(reports)}\n`);
  const seconds = Math.round((Date.now() - startedAt.getTime()) / 1_000);
  const summary = JSON.stringify({ ...placeOf(), startedAt, seconds, reports }, null, 2);
  await writeFile(join(runFolder, 'summary.json'), `${summary}\n`);
  // Only a run of everything, at full length, is worth keeping.
  const isWhole = reports.length === faultNames.length && !isQuick;
  if (isWhole) await writeFile(join(resultsFolder, `${databaseOf(reports)}.json`), `${summary}\n`);
}

async function readReports(): Promise<FaultReport[]> {
  const files = (await readdir(runFolder).catch(() => []))
    .filter((name) => /^\d\d-.*\.json$/.test(name))
    .sort();
  return Promise.all(
    files.map(async (name) => JSON.parse(await readFile(join(runFolder, name), 'utf8')) as FaultReport),
  );
}

/** Which of the two kinds of server the run was on. */
function databaseOf(reports: readonly FaultReport[]): 'mariadb' | 'mysql' {
  return reports.some(({ mysql }) => /mariadb/i.test(mysql)) ? 'mariadb' : 'mysql';
}

/** On what the run ran. */
function placeOf(): object {
  const [cpu] = cpus();
  return {
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    cpu: cpu?.model,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    processes: { 'seats-api': 2, realtime: 2 },
  };
}
