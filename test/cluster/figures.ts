import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallCounts } from '../faults/history.ts';
import { resultsFolder } from './settings.ts';

/** What one scenario measured. Times are in seconds. */
export interface Figures {
  readonly scenario: string;
  /** The commands of its buyers, where there were any. */
  readonly counts: CallCounts | null;
  /** Sockets that watched maps, and how often one was lost before its successor was there. */
  readonly sockets: number | null;
  readonly lost: number | null;
  /** What else was measured. */
  readonly more: Readonly<Record<string, number | string>>;
}

let kept = 0;

/** Keeps figures for the table at the end of the run. */
export async function keepFigures(figures: Figures): Promise<void> {
  kept += 1;
  await mkdir(resultsFolder, { recursive: true });
  const file = `${String(kept).padStart(2, '0')}-${process.pid}.json`;
  await writeFile(join(resultsFolder, file), JSON.stringify(figures, null, 2));
}

export const seconds = (ms: number): number => Math.round(ms / 100) / 10;

const columns = [
  ['scenario', ({ scenario }) => scenario],
  ['calls', ({ counts }) => String(counts?.calls ?? '')],
  ['ok', ({ counts }) => String(counts?.ok ?? '')],
  ['refused', ({ counts }) => String(counts?.refused ?? '')],
  ['unknown', ({ counts }) => String(counts?.unknown ?? '')],
  ['sockets', ({ sockets }) => String(sockets ?? '')],
  ['lost', ({ lost }) => String(lost ?? '')],
  [
    'seconds and more',
    ({ more }) =>
      Object.entries(more)
        .map(([name, figure]) => `${name} ${figure}`)
        .join(', '),
  ],
] as const satisfies readonly (readonly [string, (figures: Figures) => string])[];

/** The table of a run, for a terminal. */
export function tableOf(all: readonly Figures[]): string {
  const rows = [
    columns.map(([title]): string => title),
    ...all.map((each) => columns.map(([, cell]) => cell(each))),
  ];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n');
}
