import { plantedFaults } from './planted/index.ts';
import { runSimulation } from './simulation.ts';

/** Some seeds in a row. */
export interface SeedTask {
  readonly first: number;
  readonly count: number;
  readonly steps: number;
  /** The name of a planted fault; null for the sale as it is. */
  readonly variant: string | null;
}

/** A seed whose sale broke a rule. */
export interface BrokenSeed {
  readonly seed: number;
  readonly rule: string;
  readonly step: number;
  readonly message: string;
  /** The line that replays it. */
  readonly replay: string;
}

/** What came of a task; it ends at the first broken seed. */
export interface SeedReport {
  readonly seeds: number;
  readonly events: number;
  readonly simulatedMs: number;
  readonly broken: BrokenSeed | null;
  readonly counts: ReadonlyMap<string, number>;
  /** Each seed's hash, in their order. */
  readonly hashes: readonly string[];
}

/** Runs the seeds one after the other, in this thread. */
export async function runTask({ first, count, steps, variant }: SeedTask): Promise<SeedReport> {
  const counts = new Map<string, number>();
  const hashes: string[] = [];
  let events = 0;
  let simulatedMs = 0;
  let broken: BrokenSeed | null = null;
  for (let seed = first; seed < first + count && broken === null; seed++) {
    const options = { seed, steps, ...(variant === null ? {} : { variant: variantOf(variant) }) };
    const result = await runSimulation(options);
    events += result.steps;
    simulatedMs += result.simulatedMs;
    hashes.push(result.hash);
    for (const [what, times] of result.counts) counts.set(what, (counts.get(what) ?? 0) + times);
    if (result.broken !== null) {
      const { rule, step, message } = result.broken;
      broken = { seed, rule, step, message, replay: replayOf(seed, steps, variant) };
    }
  }
  return { seeds: hashes.length, events, simulatedMs, broken, counts, hashes };
}

/** The variant of that name. Throws a RangeError when there is none. */
export function variantOf(name: string) {
  const planted = plantedFaults[name];
  if (planted === undefined)
    throw new RangeError(`there is no variant ${name}; there are: ${Object.keys(plantedFaults).join(', ')}`);
  return planted.variant;
}

function replayOf(seed: number, steps: number, variant: string | null): string {
  return `pnpm sim --seed ${seed} --steps ${steps}${variant === null ? '' : ` --variant ${variant}`}`;
}
