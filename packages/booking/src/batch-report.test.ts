import { OutcomeUnknown } from '@onsale/domain';
import { describe, expect, it } from 'vitest';
import { type BatchReport, reportBatches } from './batch-report.ts';
import { FakeTimers } from './testing/fake-timers.ts';

const batch = { sale: {}, sections: [0], commands: [] } as unknown as BatchReport['batch'];
const committed = { outcomes: [], entries: [], nowMs: 7 };

function bench(commit: () => Promise<typeof committed>, fail?: Error) {
  const timers = new FakeTimers();
  const reports: BatchReport[] = [];
  const defects: unknown[] = [];
  const store = reportBatches({
    store: {
      async commit() {
        await timers.advance(30);
        return commit();
      },
    },
    timers,
    onReport: (report) => {
      if (fail !== undefined) throw fail;
      reports.push(report);
    },
    onDefect: (error) => void defects.push(error),
  });
  return { store, reports, defects };
}

describe('a batch', () => {
  it('is reported with its time and what was committed', async () => {
    const { store, reports } = bench(async () => committed);
    expect(await store.commit(batch)).toBe(committed);
    expect(reports).toEqual([{ batch, startMs: 0, endMs: 30, result: { kind: 'committed', committed } }]);
  });

  it('is reported with what was thrown, which goes on its way', async () => {
    const error = new OutcomeUnknown('the connection broke');
    const { store, reports } = bench(() => Promise.reject(error));
    await expect(store.commit(batch)).rejects.toBe(error);
    expect(reports).toEqual([{ batch, startMs: 0, endMs: 30, result: { kind: 'failed', error } }]);
  });

  it('[A1] stays in force when whoever hears of it fails', async () => {
    const fail = new Error('a listener is broken');
    const { store, defects } = bench(async () => committed, fail);
    expect(await store.commit(batch)).toBe(committed);
    expect(defects).toEqual([fail]);
  });
});
