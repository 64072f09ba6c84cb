import type { Batch, Committed, SaleStore } from '@onsale/domain';
import type { Timers } from './timers.ts';

/** How one batch fared at the store. */
export interface BatchReport {
  readonly batch: Batch;
  /** When it was handed to the store and when the store had answered, by the monotonic clock in milliseconds. */
  readonly startMs: number;
  readonly endMs: number;
  readonly result:
    | { readonly kind: 'committed'; readonly committed: Committed }
    | { readonly kind: 'failed'; readonly error: unknown };
}

export interface BatchReportOptions {
  readonly store: Pick<SaleStore, 'commit'>;
  readonly timers: Timers;
  /** Hears of every batch before anybody else does. */
  readonly onReport: (report: BatchReport) => void;
  /** What a listener throws changes nothing for the batch. */
  readonly onDefect: (error: unknown) => void;
}

/** The store's commit, with a report of each batch: its cost is one reading of a clock before and after. */
export function reportBatches(options: BatchReportOptions): Pick<SaleStore, 'commit'> {
  const { store, timers } = options;

  function report(batch: Batch, startMs: number, result: BatchReport['result']): void {
    try {
      options.onReport({ batch, startMs, endMs: timers.monotonicMs(), result });
    } catch (error) {
      options.onDefect(error);
    }
  }

  return {
    async commit(batch) {
      const startMs = timers.monotonicMs();
      try {
        const committed = await store.commit(batch);
        report(batch, startMs, { kind: 'committed', committed });
        return committed;
      } catch (error) {
        report(batch, startMs, { kind: 'failed', error });
        throw error;
      }
    },
  };
}
