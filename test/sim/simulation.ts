import { createChance } from './chance.ts';
import type { RuleBroken } from './rule-broken.ts';
import { seal } from './sealed.ts';
import { type Stage, setStage } from './stage.ts';
import { Trace } from './trace.ts';
import type { Variant } from './variant.ts';
import { World } from './world.ts';

export interface RunOptions {
  readonly seed: number;
  /** Events with faults; what follows without any is as long as it takes. */
  readonly steps: number;
  readonly variant?: Variant;
  /** Sees every line of the trace. */
  readonly print?: (line: string) => void;
}

export interface RunResult {
  readonly broken: RuleBroken | null;
  readonly steps: number;
  readonly simulatedMs: number;
  /** The same for every run of the seed. */
  readonly hash: string;
  readonly counts: ReadonlyMap<string, number>;
}

/** Runs a whole sale from one seed: first with faults, then without, until everything has come to rest. */
export async function runSimulation(options: RunOptions): Promise<RunResult> {
  const world = new World(createChance(options.seed), new Trace(options.print ?? null));
  const unseal = seal(world);
  const onRejection = (error: unknown) =>
    world.break('A1', 'a promise was rejected that nobody waits for', String(error));
  process.on('unhandledRejection', onRejection);
  try {
    const stage = setStage(world, options.variant ?? {});
    await play(world, stage, options.steps);
  } finally {
    process.off('unhandledRejection', onRejection);
    unseal();
  }
  const { broken, steps, nowMs, trace, counts } = world;
  return { broken, steps, simulatedMs: nowMs, hash: trace.hash, counts };
}

/** Steps after the faults, at most; a sale that takes longer to come to rest never does. */
const restStepsMax = 60_000;

async function play(world: World, stage: Stage, steps: number): Promise<void> {
  const { inspector, pages, faults, liveness, buyers, shoppers, operator } = stage;
  const go = async () => {
    const isOn = await world.step();
    inspector.afterStep(pages, world.latest);
    return isOn && world.broken === null;
  };
  while (world.steps < steps) if (!(await go())) return;

  faults.stop();
  liveness.start();
  while (!liveness.isBusyOver) {
    if (!(await go())) return;
    liveness.afterStep();
  }
  for (const client of [...buyers, ...shoppers, operator]) client?.leave();
  const end = world.steps + restStepsMax;
  while (!liveness.isAtRest()) {
    if (world.steps >= end) world.break('A1', 'the sale never comes to rest', [...liveness.whatIsLeft()]);
    if (!(await go())) return;
    liveness.afterStep();
  }
  liveness.checkEnd();
}
