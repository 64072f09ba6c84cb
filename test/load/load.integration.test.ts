import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measure } from './measure.ts';
import { measureReading } from './measure-reading.ts';
import type { Figures, RunPlan } from './report/figures.ts';
import { usualRun } from './scenarios/plans.ts';
import { type Databases, startDatabases } from './servers/databases.ts';

const runMsMax = 60_000;
let databases: Databases;
const printed: string[] = [];
const log = (line: string) => printed.push(line);

beforeAll(async () => {
  databases = await startDatabases(null);
}, runMsMax);
afterAll(() => databases.stop());

const tiny: Partial<RunPlan> = {
  buyers: 5,
  viewers: 10,
  seatCount: 1_000,
  sectionCount: 2,
  warmSeconds: 0.2,
  seconds: 1,
};

function run(plan: Partial<RunPlan>): Promise<Figures> {
  return measure(databases, { ...usualRun, ...tiny, ...plan }, { log });
}

/** Nothing was lost on the way, and the maps that were drawn are the database's. */
const sound = { wrong: 0, gaps: 0, allAtHead: true, lostSockets: 0 };

describe('the load', { timeout: runMsMax }, () => {
  it('measures this system: everything is answered, every change is on every screen', async () => {
    const figures = await run({ processes: 2 });
    expect(figures.wins).toBeGreaterThan(0);
    expect(figures).toMatchObject({ refused: {}, unanswered: 0, unknown: 0, maps: sound });
    expect(figures.maps.sampled).toBe(4);
    expect(figures.everyScreen.max).toBeGreaterThan(0);
    expect(figures.everyScreen.max).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(figures.everyScreen.count).toBe(figures.latency.count);
    expect(figures.writesPerSecond).toBeGreaterThan(0);
    expect(figures.writesPerSecond).toBeLessThanOrEqual(figures.deliveriesPerSecond);
    expect(figures.transactionsPerSecond).toBeGreaterThan(0);
    expect(figures.cpu['realtime-1']).toBeGreaterThan(0);
    expect(printed).toEqual([]);
  });

  it('measures a run upon few seats: each is won once, all others are refused', async () => {
    const figures = await run({ hotSeats: 8, warmSeconds: 0 });
    expect(figures.wins).toBe(8);
    expect(figures.refused.SEAT_TAKEN).toBe(figures.answered - 8);
    expect(figures).toMatchObject({ unanswered: 0, maps: sound });
  });

  it('measures open arrivals', async () => {
    const figures = await run({ perSecond: 50, seconds: 2 });
    // A hundred are expected; half of that is seven standard deviations off.
    expect(figures.answered).toBeGreaterThan(50);
    expect(figures).toMatchObject({ unanswered: 0, maps: sound });
  });

  it('measures the textbook, whose losers are never answered', async () => {
    const free = await run({ design: 'textbook' });
    expect(free.wins).toBeGreaterThan(0);
    expect(free).toMatchObject({ unanswered: 0, maps: { wrong: 0, lostSockets: 0 } });
    // The first buyer takes the one seat again and again, which the design grants; the four others hear nothing.
    const hot = await run({ design: 'textbook', hotSeats: 1, warmSeconds: 0, drainSeconds: 2 });
    expect(hot.wins).toBe(hot.answered);
    expect(hot.unanswered).toBe(4);
  });

  it('reads snapshots, whole and unchanged, without a query for each', async () => {
    const plan = { scenario: 'full', connections: 4, perSecond: null, warmSeconds: 0.2, seconds: 1, seed: 1 };
    const [full, unchanged] = await measureReading(
      databases,
      [
        { ...plan, isConditional: false },
        { ...plan, isConditional: true, perSecond: 100 },
      ],
      log,
    );
    expect(Object.keys(full?.statuses ?? {})).toEqual(['200']);
    expect(full?.bodyBytes).toBeGreaterThan(1_000);
    expect(full?.answeredPerSecond).toBeGreaterThan(
      10 * (full?.queriesPerSecond ?? Number.POSITIVE_INFINITY),
    );
    expect(Object.keys(unchanged?.statuses ?? {})).toEqual(['304']);
    expect(unchanged).toMatchObject({ unanswered: 0, bodyBytes: 0 });
  });
});
