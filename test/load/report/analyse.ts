import type { WorkerReport } from '../clients/messages.ts';
import { stretchMs } from '../clients/screens.ts';
import type { SeatTruth } from '../servers/design.ts';
import type { CpuSeconds } from '../servers/meter.ts';
import { areAtHead } from './at-head.ts';
import type { Figures, MapCheck, RunPlan } from './figures.ts';
import { percentilesOf } from './percentiles.ts';
import { lastShownMs, sampledSpread, spreadOf, type Win } from './spread.ts';

/** Everything that a run brought home. */
export interface Gathered {
  readonly plan: RunPlan;
  readonly reports: readonly WorkerReport[];
  readonly truth: SeatTruth;
  /** When deliveries began to be counted, and the window that the figures are of. */
  readonly startMs: number;
  readonly windowStartMs: number;
  readonly windowEndMs: number;
  readonly cpu: CpuSeconds;
  /** Transactions that ended with a `COMMIT` within the window. */
  readonly transactions: number;
  /** Seconds that the machine's cores were busy within the window. */
  readonly busy: number;
  readonly bytesPerSocket: number;
  readonly openSeconds: number;
}

const promptMs = 1_000;

interface Command {
  readonly seat: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly code: string;
}

/** The figures of a run. Rates count what was answered within the window, latencies what began in it. */
export function analyse(gathered: Gathered): Figures {
  const { plan, reports, windowStartMs, windowEndMs } = gathered;
  const windowSeconds = (windowEndMs - windowStartMs) / 1_000;
  const commands = reports.flatMap(commandsOf);
  const isWithin = (ms: number) => ms >= windowStartMs && ms < windowEndMs;
  const begun = commands.filter(({ startMs }) => isWithin(startMs));
  const answered = commands.filter(({ endMs }) => isWithin(endMs));
  const won = answered.filter(({ code }) => code === '');
  const wins = won.length;
  const promptWins = won.filter(({ startMs, endMs }) => endMs - startMs <= promptMs).length;
  const grants: Win[] = begun.filter(({ endMs, code }) => endMs > 0 && code === '');
  const shown = lastShownMs(reports, plan.seatCount);
  const perSecond = (counts: (report: WorkerReport) => Float64Array) =>
    countWithin(gathered, counts) / windowSeconds;
  const cpu = Object.fromEntries(
    Object.entries(gathered.cpu).map(([name, seconds]) => [name, seconds / windowSeconds]),
  );
  return {
    windowSeconds,
    wins,
    winsPerSecond: wins / windowSeconds,
    promptWinsPerSecond: promptWins / windowSeconds,
    answered: answered.length,
    answeredPerSecond: answered.length / windowSeconds,
    commitsPerSecond: commitsWithin(gathered) / windowSeconds,
    transactionsPerSecond: gathered.transactions / windowSeconds,
    latency: percentilesOf(
      Float64Array.from(begun.filter(({ endMs }) => endMs > 0).map(({ startMs, endMs }) => endMs - startMs)),
    ),
    refused: refusals(answered),
    unanswered: begun.filter(({ endMs }) => endMs === 0).length,
    unknown: begun.filter(({ code }) => code === 'UNKNOWN').length,
    everyScreen: percentilesOf(spreadOf(grants, shown, 'startMs')),
    everyScreenFromAnswer: percentilesOf(spreadOf(grants, shown, 'endMs')),
    screen: percentilesOf(sampledSpread(grants, reports)),
    writesPerSecond: perSecond(({ deliveringReads }) => deliveringReads),
    deliveriesPerSecond: perSecond(({ deliveredFrames }) => deliveredFrames),
    deliveredBytesPerSecond: perSecond(({ deliveredBytes }) => deliveredBytes),
    cpu,
    othersCpu: (gathered.busy - sumOf(gathered.cpu)) / windowSeconds,
    serverMicrosPerCommand:
      answered.length === 0 ? Number.NaN : (serverCpu(cpu) * windowSeconds * 1e6) / answered.length,
    bytesPerSocket: gathered.bytesPerSocket,
    openSeconds: gathered.openSeconds,
    maps: checkMaps(gathered),
  };
}

function serverCpu(cpu: CpuSeconds): number {
  return Object.entries(cpu)
    .filter(([name]) => !name.startsWith('clients'))
    .reduce((sum, [, seconds]) => sum + seconds, 0);
}

function sumOf(cpu: CpuSeconds): number {
  return Object.values(cpu).reduce((sum, seconds) => sum + seconds, 0);
}

function commandsOf({ commands }: WorkerReport): Command[] {
  const { seats, startMs, endMs, codes, codeNames } = commands;
  return Array.from(seats, (seat, index) => ({
    seat,
    startMs: startMs[index] ?? 0,
    endMs: endMs[index] ?? 0,
    code: codeNames[codes[index] ?? 0] ?? '',
  }));
}

function refusals(answered: readonly Command[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { code } of answered) if (code !== '') counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

function countWithin(
  { reports, startMs, windowStartMs, windowEndMs }: Gathered,
  counts: (report: WorkerReport) => Float64Array,
): number {
  const first = Math.round((windowStartMs - startMs) / stretchMs);
  const last = Math.round((windowEndMs - startMs) / stretchMs);
  return reports.reduce(
    (sum, report) =>
      sum +
      counts(report)
        .subarray(first, last)
        .reduce((total, count) => total + count, 0),
    0,
  );
}

/** How far the versions of all sections went within the window, as the screens of some process were told. */
function commitsWithin({ reports, truth, windowStartMs, windowEndMs }: Gathered): number {
  const records = reports.flatMap(({ frames }) => frames.flat());
  const newestBefore = (section: number, ms: number) =>
    records.reduce(
      (newest, record) =>
        record.section === section && record.firstMs < ms ? Math.max(newest, record.to) : newest,
      0,
    );
  return truth.heads.reduce(
    (sum, _, section) => sum + newestBefore(section, windowEndMs) - newestBefore(section, windowStartMs),
    0,
  );
}

function checkMaps({ reports, truth, windowStartMs, windowEndMs }: Gathered): MapCheck {
  const sampled = reports.flatMap((report) => report.sampled);
  const isRight = (states: Uint8Array) => Buffer.compare(states, truth.states) === 0;
  const lowest = reports.flatMap(({ lowestVersions }) => lowestVersions);
  const windowSeconds = (windowEndMs - windowStartMs) / 1_000;
  return {
    sampled: sampled.length,
    wrong: sampled.filter(({ states }) => !isRight(states)).length,
    gaps: reports.reduce((sum, { gaps }) => sum + gaps, 0),
    allAtHead: areAtHead(lowest, truth.heads),
    lostSockets: reports.reduce((sum, { lostSockets }) => sum + lostSockets, 0),
    framesPerSectionAndSecond: mostFrames(reports, windowStartMs, windowEndMs) / windowSeconds,
  };
}

/** The most frames of one section that one process sent within the window. */
function mostFrames(reports: readonly WorkerReport[], fromMs: number, toMs: number): number {
  let most = 0;
  for (const { frames } of reports) {
    for (const records of frames) {
      const bySection = new Map<number, number>();
      for (const { section, firstMs } of records) {
        if (firstMs < fromMs || firstMs >= toMs) continue;
        const count = (bySection.get(section) ?? 0) + 1;
        bySection.set(section, count);
        most = Math.max(most, count);
      }
    }
  }
  return most;
}
