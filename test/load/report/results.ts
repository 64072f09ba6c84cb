import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import type { GroupName } from '../scenarios/plans.ts';
import type { Figures, ReadingFigures, ReadingRunPlan, RunPlan } from './figures.ts';

const rootFolder = resolve(import.meta.dirname, '../../..');

export type RunRecord =
  | { readonly kind: 'run'; readonly plan: RunPlan; readonly figures: Figures }
  | { readonly kind: 'reading'; readonly plan: ReadingRunPlan; readonly figures: ReadingFigures };

/** On what, and of what, the figures are. */
export interface Circumstances {
  readonly commit: string;
  /** Whether the tree differed from that commit. */
  readonly isModified: boolean;
  readonly measuredAt: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly node: string;
  readonly database: string;
  readonly isQuick: boolean;
}

/** The results of one group, as its file holds them. JSON has no Infinity: what never came is null there. */
export interface GroupResults {
  readonly format: 'onsale-load/1';
  readonly group: GroupName;
  readonly circumstances: Circumstances;
  readonly runs: readonly RunRecord[];
}

export function circumstancesOf(database: string, isQuick: boolean): Circumstances {
  const [cpu] = cpus();
  return {
    commit: git('rev-parse', '--short', 'HEAD'),
    isModified: git('status', '--porcelain', '--', 'packages', 'services') !== '',
    measuredAt: new Date().toISOString(),
    processor: cpu?.model.trim() ?? '',
    cores: cpus().length,
    memoryBytes: totalmem(),
    kernel: release(),
    node: process.version,
    database,
    isQuick,
  };
}

/** Empty where there is no repository. */
function git(...args: string[]): string {
  try {
    return execFileSync('git', args, {
      cwd: rootFolder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}

/** The folder for results on that server: what one measured says nothing of another. */
export function resultsFolder(base: string, database: string): string {
  return join(base, /mariadb/i.test(database) ? 'mariadb' : 'mysql');
}

export async function writeResults(folder: string, results: GroupResults): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${results.group}.json`);
  await writeFile(file, `${JSON.stringify(results, roundedForReading, 1)}\n`);
  return file;
}

/** Null when the group was not measured there. */
export async function readResults(folder: string, group: GroupName): Promise<GroupResults | null> {
  const text = await readFile(join(folder, `${group}.json`), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as GroupResults);
}

/** A thousandth of a millisecond is noise. */
function roundedForReading(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;
}
