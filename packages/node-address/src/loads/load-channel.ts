import type { LoadReport } from './load-report.ts';

/**
 * Carries reports from realtime processes to those that hand out addresses. Best effort: the next report comes
 * within a second, so none is kept, repeated or waited for.
 */
export interface LoadChannel {
  /** Never throws and never waits; a report that cannot leave at once is dropped. */
  tell(report: LoadReport): void;
  /** Hears the reports of every end, its own too. */
  subscribe(listener: (report: LoadReport) => void): void;
  /** From here on nothing is heard, and what is told is dropped. */
  close(): Promise<void>;
}
