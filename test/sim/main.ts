import { parseArgs } from 'node:util';
import { runSimulation } from './simulation.ts';
import { type SeedReport, type SeedTask, variantOf } from './task.ts';
import { runTasks, tasksOf } from './workers.ts';

const usage = `usage: pnpm sim [--seed N] [--steps M] [--seeds COUNT] [--variant NAME] [--trace]

Runs a whole sale in simulated time from each seed and checks it against the rules at every step.
  --seed     the first seed (1)
  --steps    events with faults, before the sale is left alone to come to rest (2000)
  --seeds    how many seeds, on all cores (1)
  --variant  a planted fault
  --trace    prints every event of a single seed`;

interface Arguments extends SeedTask {
  readonly isTraced: boolean;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

/** Reads the command line. Throws a RangeError with a sentence when it cannot be run. */
function readArguments(): Arguments | null {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      steps: { type: 'string', default: '2000' },
      seeds: { type: 'string', default: '1' },
      variant: { type: 'string' },
      trace: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const numberOf = (name: 'seed' | 'steps' | 'seeds', min: number) => {
    const number = Number(values[name]);
    if (!Number.isInteger(number) || number < min || number > 0xffff_ffff)
      throw new RangeError(`--${name} must be an integer from ${min} on`);
    return number;
  };
  if (values.variant !== undefined) variantOf(values.variant);
  return {
    first: numberOf('seed', 0),
    steps: numberOf('steps', 1),
    count: numberOf('seeds', 1),
    variant: values.variant ?? null,
    isTraced: values.trace,
  };
}

/** The seeds' reports in their order, until one of them is broken. */
async function run(task: Arguments): Promise<readonly SeedReport[]> {
  if (task.isTraced) {
    const { variant, first: seed, steps } = task;
    const planted = variant === null ? {} : { variant: variantOf(variant) };
    await runSimulation({ seed, steps, ...planted, print: say });
  }
  const reports = await runTasks(tasksOf(task), (report) => report.broken !== null);
  return reports.filter((report) => report !== undefined);
}

function print(reports: readonly SeedReport[], seconds: number): void {
  const counts = new Map<string, number>();
  let seeds = 0;
  let events = 0;
  let simulatedMs = 0;
  for (const report of reports) {
    seeds += report.seeds;
    events += report.events;
    simulatedMs += report.simulatedMs;
    for (const [what, times] of report.counts) counts.set(what, (counts.get(what) ?? 0) + times);
  }
  for (const [what, times] of [...counts].sort()) say(`${String(times).padStart(9)}  ${what}`);
  const rate = (seeds / seconds).toFixed(1);
  const each = Math.round(events / seeds);
  say(
    `${seeds} seeds in ${seconds.toFixed(1)} s (${rate}/s), ${each} events and ${(simulatedMs / seeds / 1_000).toFixed(1)} simulated seconds each`,
  );
  if (seeds === 1) say(`trace ${reports[0]?.hashes[0]}`);
}

async function main(): Promise<number> {
  const task = readArguments();
  if (task === null) {
    say(usage);
    return 0;
  }
  const startedAtMs = performance.now();
  const reports = await run(task);
  print(reports, (performance.now() - startedAtMs) / 1_000);
  const broken = reports.find((report) => report.broken !== null)?.broken;
  if (!broken) return 0;
  complain(`${broken.replay}   # step ${broken.step}: ${broken.message}`);
  return 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
  complain(`${error.message}\n\n${usage}`);
  process.exitCode = 2;
}
