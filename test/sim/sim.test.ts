import { describe, expect, it } from 'vitest';
import { faultKinds } from './faults.ts';
import { plantedFaults } from './planted/index.ts';
import { runSimulation } from './simulation.ts';
import { runTask, type SeedReport, type SeedTask } from './task.ts';
import { runTasks, tasksOf } from './workers.ts';

const seeds = 2_000;
const steps = 2_000;
/** Far above what a slow machine needs; past it something hangs. */
const runMsMax = 300_000;

/** What must happen in some sale: faults, and how far holds, orders and mirrors get. */
const situations = `
  bus: lost, bus: doubled, bus: late, bus: forgotten, wire: frame lost,
  database: lost in silence, database: reset, database: lock took too long, database: duplicate id,
  web: lost in silence, web: reset, provider: lost in silence, provider: reset, provider: decided later,
  provider: refunded, provider: success after a decline, provider: voided before it began,
  batch: of several commands, batch: of several sections,
  mirror: several entries at once, mirror: replaced by a snapshot,
  hold: none to active, hold: active to released, hold: active to expired, hold: active to paid,
  hold: expired to paid, hold: paid to refunded,
  order: none to pending, order: pending to paid, order: pending to declined, order: pending to refund_due,
  order: paid to refund_due, order: declined to refund_due, order: refund_due to refunded,
  answer: accepted, answer: SEAT_TAKEN, answer: NOT_ENOUGH_SEATS, answer: CAP_EXCEEDED, answer: TOO_MANY_HOLDS, answer: COOLING_DOWN,
  answer: HOLD_NOT_FOUND, answer: HOLD_EXPIRED, answer: HOLD_ENDED, answer: ID_REUSED, answer: PAYMENT_PENDING, answer: NO_EXTENSION, answer: NO_RETURNS, hold: extended, hold: extended and paid,
  answer: PAYMENT_DECLINED, answer: BUSY, answer: UNAVAILABLE, answer: UNKNOWN`
  .split(',')
  .map((situation) => situation.trim());

/**
 * Seeds that find out about a defect which the sale once had, by the planted fault that has it still. When the
 * simulation itself changes, `pnpm sim --variant NAME --seeds 1000` finds another one.
 */
const pinned: readonly { readonly seed: number; readonly variant: string }[] = [
  { seed: 6, variant: 'payment-starts-unlocked' },
  { seed: 263, variant: 'clock-set-back' },
  { seed: 292, variant: 'old-mirror-refuses' },
  { seed: 65, variant: 'old-maps-look-live' },
  { seed: 372, variant: 'snapshot-joins-frames' },
];

function brokenOf(reports: readonly (SeedReport | undefined)[]): string[] {
  return reports.flatMap((report) =>
    report?.broken
      ? [`${report.broken.replay}   # step ${report.broken.step}: ${report.broken.message}`]
      : [],
  );
}

describe('a simulated sale', { timeout: runMsMax }, () => {
  it(`[S1] [S2] [S3] [S4] [H1] [H2] [H3] [H4] [H5] [H6] [H7] [H8] [B1] [P1] [P2] [P3] [L1] [L2] [L3] [A1] keeps to the rules in ${seeds} seeds`, async () => {
    const reports = await runTasks(tasksOf({ first: 1, count: seeds, steps, variant: null }));
    expect(brokenOf(reports)).toEqual([]);
    expect(reports.reduce((sum, report) => sum + (report?.seeds ?? 0), 0)).toBe(seeds);
    const reached = new Set(reports.flatMap((report) => [...(report?.counts.keys() ?? [])]));
    expect([...faultKinds, ...situations].filter((situation) => !reached.has(situation))).toEqual([]);
  });

  it('[L3] [A1] comes to rest after a long time with faults, too', async () => {
    const task: SeedTask = { first: 1, count: 20, steps: 12_000, variant: null };
    expect(brokenOf(await runTasks(tasksOf(task)))).toEqual([]);
  });

  it.each(pinned)(
    'keeps to the rules with seed $seed, which tells when $variant',
    async ({ seed, variant }) => {
      const run = async (name: string | null) =>
        (await runTask({ first: seed, count: 1, steps, variant: name })).broken;
      expect(await run(null)).toBeNull();
      expect(plantedFaults[variant]?.rules).toContain((await run(variant))?.rule);
    },
  );
});

describe('a seed', { timeout: runMsMax }, () => {
  it('gives the same trace every time, whatever ran before it and on whichever thread', async () => {
    const together: SeedTask = { first: 7, count: 8, steps, variant: null };
    const alone = Array.from(
      { length: 8 },
      (_, index): SeedTask => ({ ...together, first: 14 - index, count: 1 }),
    );
    const [all] = await runTasks([together]);
    const each = await runTasks(alone);
    const hashes = each.map((report) => report?.hashes[0]).reverse();
    expect(new Set(hashes).size).toBe(8);
    expect(hashes).toEqual(all?.hashes);
  });

  it('gives another trace for another number of steps', async () => {
    const hashOf = async (count: number) => (await runSimulation({ seed: 3, steps: count })).hash;
    const hashes = [await hashOf(300), await hashOf(300), await hashOf(350)];
    expect(hashes[1]).toBe(hashes[0]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });
});
