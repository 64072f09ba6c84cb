import { describe, expect, it } from 'vitest';
import type { WorkerReport } from '../clients/messages.ts';
import type { FrameRecord } from '../clients/screens.ts';
import { lastShownMs, sampledSpread, spreadOf } from './spread.ts';

function frame(to: number, lastMs: number, receipts: number, taken: readonly number[] | null): FrameRecord {
  return { section: 0, from: to - 1, to, firstMs: 0, lastMs, receipts, taken };
}

function report(frames: FrameRecord[][], screens: number[], shown: number[][] = []): WorkerReport {
  const sampled = shown.map((ms) => ({
    process: 0,
    states: new Uint8Array(),
    shownMs: Float64Array.from(ms),
  }));
  return { frames, screens, sampled } as unknown as WorkerReport;
}

describe('lastShownMs', () => {
  it('is when the last screen of all workers had the frame', () => {
    const reports = [report([[frame(1, 50, 2, [0, 2])]], [2]), report([[frame(1, 70, 1, null)]], [1])];
    expect([...lastShownMs(reports, 3)]).toEqual([70, Number.POSITIVE_INFINITY, 70]);
  });

  it('is never when one screen did not get it', () => {
    expect([...lastShownMs([report([[frame(1, 50, 1, [0])]], [2])], 1)]).toEqual([Number.POSITIVE_INFINITY]);
  });

  it('is the later of two processes, and a process without screens keeps nobody waiting', () => {
    const twice = report([[frame(1, 50, 1, [0])], [frame(4, 60, 1, [0])]], [1, 1]);
    expect([...lastShownMs([twice], 1)]).toEqual([60]);
    const alone = report([[frame(1, 50, 1, [0])], []], [1, 0]);
    expect([...lastShownMs([alone], 1)]).toEqual([50]);
  });

  it('counts the first frame that shows a seat as taken', () => {
    const frames = [frame(1, 50, 1, [0]), frame(2, 90, 1, [0])];
    expect([...lastShownMs([report([frames], [1])], 1)]).toEqual([50]);
  });
});

const wins = [{ seat: 1, startMs: 10, endMs: 45 }];

describe('spreadOf', () => {
  it('counts from the command or from its answer, which may come after the frame', () => {
    const shown = Float64Array.of(0, 40);
    expect([...spreadOf(wins, shown, 'startMs')]).toEqual([30]);
    expect([...spreadOf(wins, shown, 'endMs')]).toEqual([-5]);
  });
});

describe('sampledSpread', () => {
  it('has one time for each win and sampled screen; never for a seat that was not shown', () => {
    const reports = [
      report(
        [[]],
        [2],
        [
          [0, 25],
          [0, 0],
        ],
      ),
    ];
    expect([...sampledSpread(wins, reports)]).toEqual([15, Number.POSITIVE_INFINITY]);
  });
});
