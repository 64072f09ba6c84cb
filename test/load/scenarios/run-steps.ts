import { measure } from '../measure.ts';
import { measureReading } from '../measure-reading.ts';
import type { Figures, RunPlan } from '../report/figures.ts';
import { figureLines, readingLines } from '../report/lines.ts';
import type { RunRecord } from '../report/results.ts';
import { createRunLog } from '../report/run-log.ts';
import type { Databases } from '../servers/databases.ts';
import type { Step } from './plans.ts';

/** Cores that something else on the machine may use meanwhile before a run counts as disturbed. */
const othersCpuMax = 0.15;

/** Carries steps out in their order and tells of each. A run that was disturbed is repeated, so often at most. */
export async function runSteps(
  databases: Databases,
  steps: readonly Step[],
  write: (line: string) => void,
  triesMax = 1,
): Promise<RunRecord[]> {
  const records: RunRecord[] = [];
  for (const step of steps) {
    const log = createRunLog(write);
    if (step.kind === 'run') {
      const figures = await measureUndisturbed(databases, step.plan, triesMax, log);
      records.push({ kind: 'run', plan: step.plan, figures });
      for (const line of figureLines(step.plan, figures)) write(line);
      continue;
    }
    const figures = await measureReading(databases, step.plans, log);
    for (const [index, plan] of step.plans.entries()) {
      const figure = figures[index];
      if (figure === undefined) continue;
      records.push({ kind: 'reading', plan, figures: figure });
      for (const line of readingLines(plan, figure)) write(line);
    }
  }
  return records;
}

/** The first run that nothing else disturbed, whatever came out of it; else the one that was disturbed least. */
async function measureUndisturbed(
  databases: Databases,
  plan: RunPlan,
  triesMax: number,
  log: (line: string) => void,
): Promise<Figures> {
  let best = await measure(databases, plan, { log });
  for (let tries = 1; best.othersCpu > othersCpuMax && tries < triesMax; tries++) {
    log(`${plan.design} ${plan.scenario} again: others used ${best.othersCpu.toFixed(2)} cores meanwhile`);
    const next = await measure(databases, plan, { log });
    if (next.othersCpu < best.othersCpu) best = next;
  }
  return best;
}
