import type { Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
}

/** How long each of the browser's tasks took, in milliseconds, in which an event of that name happened. */
export async function taskMsOf(page: Page, eventName: string, act: () => Promise<void>): Promise<number[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel'],
    },
  });
  await act();
  const isComplete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await isComplete;
  await session.detach();
  const wanted = events.filter(({ name }) => name === eventName);
  return events
    .filter(({ name, ph }) => ph === 'X' && name === 'RunTask')
    .filter((task) =>
      wanted.some(({ tid, ts }) => tid === task.tid && ts >= task.ts && ts <= task.ts + (task.dur ?? 0)),
    )
    .map(({ dur = 0 }) => dur / 1_000);
}
