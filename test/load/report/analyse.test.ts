import { describe, expect, it } from 'vitest';
import type { WorkerReport } from '../clients/messages.ts';
import { usualRun } from '../scenarios/plans.ts';
import { analyse, type Gathered } from './analyse.ts';

/** Commands as [seat, start, end, code], at whole milliseconds of the run. */
type Command = readonly [seat: number, startMs: number, endMs: number, code: number];

function reportOf(commands: readonly Command[], more: Partial<WorkerReport> = {}): WorkerReport {
  const column = (index: number) => Float64Array.from(commands, (command) => command[index] ?? 0);
  return {
    commands: {
      seats: column(0),
      startMs: column(1),
      endMs: column(2),
      codes: column(3),
      codeNames: ['', 'SEAT_TAKEN', 'UNKNOWN'],
    },
    frames: [[]],
    deliveringReads: new Float64Array(100),
    deliveredFrames: new Float64Array(100),
    deliveredBytes: new Float64Array(100),
    sampled: [],
    screens: [0],
    lowestVersions: [[]],
    gaps: 0,
    lostSockets: 0,
    ...more,
  };
}

function gatheredOf(reports: readonly WorkerReport[], more: Partial<Gathered> = {}): Gathered {
  return {
    plan: { ...usualRun, seatCount: 4 },
    reports,
    truth: { states: Uint8Array.of(1, 1, 0, 0), heads: [2] },
    startMs: 0,
    windowStartMs: 1_000,
    windowEndMs: 3_000,
    cpu: { realtime: 1, mysqld: 0.5, 'clients-buyers': 1 },
    transactions: 30,
    busy: 3,
    bytesPerSocket: Number.NaN,
    openSeconds: 0,
    ...more,
  };
}

describe('analyse', () => {
  it('rates what was answered in the window, and times what began in it', () => {
    const before: Command = [0, 500, 1_500, 0];
    const within: Command = [1, 1_600, 1_700, 0];
    const slow: Command = [2, 1_650, 2_900, 0];
    const after: Command = [3, 2_900, 3_400, 0];
    const never: Command = [0, 2_000, 0, 0];
    const refused: Command = [0, 2_100, 2_120, 1];
    const unknown: Command = [0, 2_200, 2_230, 2];
    const figures = analyse(
      gatheredOf([reportOf([before, within, slow]), reportOf([after, never, refused, unknown])]),
    );
    expect(figures).toMatchObject({
      windowSeconds: 2,
      wins: 3,
      winsPerSecond: 1.5,
      promptWinsPerSecond: 1,
      answered: 5,
      refused: { SEAT_TAKEN: 1, UNKNOWN: 1 },
      unanswered: 1,
      unknown: 1,
    });
    expect(figures.latency).toMatchObject({ count: 5, p50: 100, max: 1_250 });
  });

  it('charges the servers for commands, not the clients, and knows what others used', () => {
    const figures = analyse(
      gatheredOf([
        reportOf([
          [0, 1_000, 1_500, 0],
          [1, 1_000, 1_500, 0],
        ]),
      ]),
    );
    expect(figures.cpu).toEqual({ realtime: 0.5, mysqld: 0.25, 'clients-buyers': 0.5 });
    expect(figures.serverMicrosPerCommand).toBe(750_000);
    expect(figures.othersCpu).toBe(0.25);
  });

  it('counts deliveries in the stretches of the window only', () => {
    const deliveredFrames = new Float64Array(100).fill(1, 0, 20);
    const deliveringReads = new Float64Array(100).fill(1, 0, 15);
    const report = reportOf([], { deliveredFrames, deliveringReads });
    const figures = analyse(gatheredOf([report, report]));
    // Ten stretches of a tenth of a second, from the first second's end on, by two workers, over two seconds.
    expect(figures.deliveriesPerSecond).toBe(10);
    expect(figures.writesPerSecond).toBe(5);
  });

  it('rates the transactions of the window', () => {
    expect(analyse(gatheredOf([reportOf([])])).transactionsPerSecond).toBe(15);
  });

  it('counts commits by how far the versions went', () => {
    const frame = (section: number, to: number, firstMs: number) => ({
      ...{ section, from: to - 1, to, firstMs, lastMs: firstMs, receipts: 1, taken: [] },
    });
    const frames = [[frame(0, 5, 900), frame(0, 9, 1_100), frame(0, 15, 2_900), frame(0, 40, 3_100)]];
    expect(analyse(gatheredOf([reportOf([], { frames })])).commitsPerSecond).toBe(5);
  });

  it('finds wrong maps, missed frames and screens that stayed behind', () => {
    const sampledOf = (...states: number[]) => ({
      process: 0,
      states: Uint8Array.from(states),
      shownMs: new Float64Array(4),
    });
    const sampled = [sampledOf(1, 1, 0, 0), sampledOf(1, 0, 0, 0)];
    const report = reportOf([], { sampled, gaps: 3, lowestVersions: [[1]] });
    expect(analyse(gatheredOf([report])).maps).toMatchObject({
      sampled: 2,
      wrong: 1,
      gaps: 3,
      allAtHead: false,
    });
    const sound = reportOf([], { sampled: [sampledOf(1, 1, 0, 0)], lowestVersions: [[2]] });
    expect(analyse(gatheredOf([sound])).maps).toMatchObject({ wrong: 0, gaps: 0, allAtHead: true });
  });

  it('takes a screen that was told nothing for right only while nothing changed', () => {
    const silent = reportOf([], { lowestVersions: [[-1]] });
    expect(analyse(gatheredOf([silent])).maps.allAtHead).toBe(false);
    const truth = { states: new Uint8Array(4), heads: [0] };
    expect(analyse(gatheredOf([silent], { truth })).maps.allAtHead).toBe(true);
  });
});
