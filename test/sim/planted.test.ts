import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plantedFaults } from './planted/index.ts';
import type { SeedReport } from './task.ts';
import { runTasks } from './workers.ts';

/** Seeds within which each fault must have been found out: most are in the first few. */
const seedsMax = 1_000;
const steps = 2_000;
/** Far above what a slow machine needs; past it something hangs. */
const runMsMax = 300_000;

const names = Object.keys(plantedFaults);
const reports = new Map<string, SeedReport | undefined>();

beforeAll(async () => {
  const found = await runTasks(names.map((variant) => ({ first: 1, count: seedsMax, steps, variant })));
  for (const [index, name] of names.entries()) reports.set(name, found[index]);
}, runMsMax);

afterAll(() => {
  const lines = names.map((name) => {
    const report = reports.get(name);
    const seeds = String(report?.seeds ?? '?').padStart(5);
    return `${(report?.broken?.rule ?? 'none').padEnd(4)} ${seeds}  ${name}: ${plantedFaults[name]?.fault}`;
  });
  process.stdout.write(`${['rule seeds  planted fault', ...lines].join('\n')}\n`);
});

describe('a fault that is planted into the sale is found out', () => {
  it('in a dozen kinds and more', () => {
    expect(names.length).toBeGreaterThanOrEqual(12);
  });

  it.each(Object.entries(plantedFaults))('%s, by a rule that it breaks', (name, { rules }) => {
    expect(rules).toContain(reports.get(name)?.broken?.rule);
  });
});
