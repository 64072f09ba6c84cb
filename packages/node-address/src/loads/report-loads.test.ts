import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LoadReport } from './load-report.ts';
import { startLoadReports } from './report-loads.ts';

describe('the reports of a process', () => {
  const told: LoadReport[] = [];
  let connections = 3;
  const start = () =>
    startLoadReports({
      channel: { tell: (report) => void told.push(report), subscribe() {}, async close() {} },
      pod: 'realtime-1',
      connections: () => connections,
    });
  beforeEach(() => {
    vi.useFakeTimers();
    told.length = 0;
    connections = 3;
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('begin at once and come each second, as it is by then', () => {
    const reports = start();
    connections = 5;
    vi.advanceTimersByTime(2_000);
    expect(told).toEqual(
      [3, 5, 5].map((count) => ({ pod: 'realtime-1', connections: count, isDraining: false })),
    );
    reports.stop();
  });

  it('say in the very moment that it drains, and go on saying so', () => {
    const reports = start();
    vi.advanceTimersByTime(500);
    reports.drain();
    expect(told.map(({ isDraining }) => isDraining)).toEqual([false, true]);
    connections = 0;
    vi.advanceTimersByTime(500);
    expect(told.at(-1)).toEqual({ pod: 'realtime-1', connections: 0, isDraining: true });
    reports.stop();
  });

  it('end when they are stopped', () => {
    start().stop();
    vi.advanceTimersByTime(10_000);
    expect(told).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
