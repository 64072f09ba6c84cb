import type { Figures, ReadingFigures, RunPlan } from './figures.ts';
import type { RunRecord } from './results.ts';

/** The runs of those that fit. */
export function runsWith(
  records: readonly RunRecord[],
  wanted: Partial<RunPlan>,
): readonly Extract<RunRecord, { kind: 'run' }>[] {
  return records.filter(
    (record) =>
      record.kind === 'run' &&
      Object.entries(wanted).every(([key, value]) => record.plan[key as keyof RunPlan] === value),
  ) as Extract<RunRecord, { kind: 'run' }>[];
}

/** The mean of a figure over the runs that fit; NaN when there is none, Infinity when it was in one. */
export function meanOf(
  records: readonly RunRecord[],
  wanted: Partial<RunPlan>,
  figure: (figures: Figures) => number,
): number {
  const values = runsWith(records, wanted).map(({ figures }) => orInfinity(figure(figures)));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function readingOf(records: readonly RunRecord[], scenario: string): ReadingFigures | undefined {
  for (const record of records)
    if (record.kind === 'reading' && record.plan.scenario === scenario) return record.figures;
  return undefined;
}

/** Results that were read from a file have null for what never came. */
export function orInfinity(value: number | null): number {
  return value ?? Number.POSITIVE_INFINITY;
}

/** Processor seconds per second of the processes whose names begin so. */
export function cpuOf({ cpu }: Pick<Figures, 'cpu'>, prefix: string): number {
  return Object.entries(cpu)
    .filter(([name]) => name.startsWith(prefix))
    .reduce((sum, [, seconds]) => sum + seconds, 0);
}
