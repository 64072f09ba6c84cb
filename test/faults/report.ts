import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FaultName, faultNames } from './fault-list.ts';
import type { CallCounts } from './history.ts';

export const resultsFolder = join(import.meta.dirname, 'results');
/** What one run leaves behind; the next run begins by deleting it. */
export const runFolder = join(resultsFolder, 'tmp');

/** Plain `io.emit` through the stock adapter, under the same fault. */
export interface StockResult {
  readonly sent: number;
  /** How many the clients of the other process never got. */
  readonly lost: number;
}

export interface FaultReport {
  readonly fault: FaultName;
  /** The database server's version. */
  readonly mysql: string;
  readonly seed: number;
  readonly arrivalsPerSecond: number;
  /** How long the load ran. */
  readonly loadSeconds: number;
  readonly counts: CallCounts;
  /** Arrivals that found too many visits under way. */
  readonly turnedAway: number;
  readonly viewers: number;
  /** Different maps that viewers showed, each compared with the log. */
  readonly mapsChecked: number;
  readonly seatsChecked: number;
  readonly sold: number;
  /** From the end of the fault until every map was as new as the database had been then; null when it took too long. */
  readonly secondsToHeal: number | null;
  readonly stock: StockResult | null;
  /** What else was measured. */
  readonly figures: Readonly<Record<string, number>>;
  /** Everything that was not as it must be. */
  readonly problems: readonly string[];
}

export function slugOf(fault: FaultName): string {
  const number = String(faultNames.indexOf(fault) + 1).padStart(2, '0');
  return `${number}-${fault.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
}

export async function writeReport(report: FaultReport): Promise<void> {
  await mkdir(runFolder, { recursive: true });
  await writeFile(join(runFolder, `${slugOf(report.fault)}.json`), JSON.stringify(report, null, 2));
}

const columns = [
  ['fault', (row) => row.fault],
  ['calls', (row) => String(row.counts.calls)],
  ['ok', (row) => String(row.counts.ok)],
  ['refused', (row) => String(row.counts.refused)],
  ['unknown', (row) => String(row.counts.unknown)],
  ['heal s', (row) => row.secondsToHeal?.toFixed(2) ?? '-'],
  ['plain adapter lost', (row) => (row.stock === null ? '' : `${row.stock.lost} of ${row.stock.sent}`)],
  ['verdict', (row) => (row.problems.length === 0 ? 'held' : 'BROKEN')],
] as const satisfies readonly (readonly [string, (row: FaultReport) => string])[];

/** The table of a run, for a terminal. */
export function tableOf(reports: readonly FaultReport[]): string {
  const rows = [
    columns.map(([title]) => title),
    ...reports.map((row) => columns.map(([, cell]) => cell(row))),
  ];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, at) => (at === 0 || at > 5 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  const [head = '', ...body] = lines;
  return [head, '-'.repeat(head.length), ...body].join('\n');
}
