import type { WorkerReport } from '../clients/messages.ts';
import type { FrameRecord } from '../clients/screens.ts';

/** A grant: the seat, when its command began, and when the answer came. */
export interface Win {
  readonly seat: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** When each seat was shown as taken on the last of all screens; Infinity for those that never reached all. */
export function lastShownMs(reports: readonly WorkerReport[], seatCount: number): Float64Array {
  const last = new Float64Array(seatCount);
  const processCount = reports[0]?.frames.length ?? 0;
  for (let process = 0; process < processCount; process++) {
    const ofProcess = lastShownByProcess(reports, process, seatCount);
    for (let seat = 0; seat < seatCount; seat++)
      last[seat] = Math.max(last[seat] ?? 0, ofProcess[seat] ?? Number.POSITIVE_INFINITY);
  }
  return last;
}

function lastShownByProcess(
  reports: readonly WorkerReport[],
  process: number,
  seatCount: number,
): Float64Array {
  const last = new Float64Array(seatCount);
  const screens = reports.reduce((sum, report) => sum + (report.screens[process] ?? 0), 0);
  // A process without screens has nobody to be late for.
  if (screens === 0) return last;
  last.fill(Number.POSITIVE_INFINITY);
  for (const { taken, receipts, lastMs } of mergedFrames(reports, process)) {
    const seenMs = receipts === screens ? lastMs : Number.POSITIVE_INFINITY;
    for (const seat of taken ?? []) last[seat] = Math.min(last[seat] ?? Number.POSITIVE_INFINITY, seenMs);
  }
  return last;
}

type Merged = Pick<FrameRecord, 'taken' | 'receipts' | 'lastMs'>;

/** The frames of one process as all workers together got them. */
function mergedFrames(reports: readonly WorkerReport[], process: number): Iterable<Merged> {
  const merged = new Map<string, Merged>();
  for (const { frames } of reports) {
    for (const frame of frames[process] ?? []) {
      const key = `${frame.section}/${frame.to}`;
      const known = merged.get(key);
      merged.set(key, {
        taken: known?.taken ?? frame.taken,
        receipts: (known?.receipts ?? 0) + frame.receipts,
        lastMs: Math.max(known?.lastMs ?? 0, frame.lastMs),
      });
    }
  }
  return merged.values();
}

/** Each win's time to the last screen, counted from one of its moments. */
export function spreadOf(wins: readonly Win[], shown: Float64Array, from: 'startMs' | 'endMs'): Float64Array {
  return Float64Array.from(wins, (win) => (shown[win.seat] ?? Number.POSITIVE_INFINITY) - win[from]);
}

/** Each win's time to each sampled screen. */
export function sampledSpread(wins: readonly Win[], reports: readonly WorkerReport[]): Float64Array {
  const screens = reports.flatMap(({ sampled }) => sampled);
  return Float64Array.from(
    screens.flatMap(({ shownMs }) =>
      wins.map(({ seat, startMs }) => {
        const atMs = shownMs[seat] ?? 0;
        return atMs === 0 ? Number.POSITIVE_INFINITY : atMs - startMs;
      }),
    ),
  );
}
