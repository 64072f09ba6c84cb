import type { BatchReport } from '@onsale/booking';
import { type CommitPhases, OutcomeUnknown, StoreUnavailable } from '@onsale/domain';
import { Histogram, type Registry } from '@onsale/runtime';

/** Seconds: a commit on a quiet local disk takes two milliseconds, and one that waits for a lock five seconds. */
const commitBuckets = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];
const sizeBuckets = [1, 2, 5, 10, 20, 50, 100, 200, 500];

const phases = ['wait', 'load', 'decide', 'save'] as const;
type PhaseName = (typeof phases)[number];

const outcomes = ['committed', 'unavailable', 'unknown', 'failed'] as const;
type CommitOutcome = (typeof outcomes)[number];

/** How large batches are, and how long their commits take and where. */
export function createBatchMeter(registry: Registry): (report: BatchReport) => void {
  const registers = [registry];
  const sizes = new Histogram({
    name: 'onsale_batch_commands',
    help: 'Commands that one committed batch carried.',
    buckets: sizeBuckets,
    registers,
  });
  const durations = new Histogram({
    name: 'onsale_commit_duration_seconds',
    help: 'From a batch given to the store to its answer, by how that ended.',
    labelNames: ['outcome'],
    buckets: commitBuckets,
    registers,
  });
  const phaseDurations = new Histogram({
    name: 'onsale_commit_phase_duration_seconds',
    help: 'The parts of a commit: wait for a connection, lock and load, decide, write and commit.',
    labelNames: ['phase'],
    buckets: commitBuckets,
    registers,
  });
  // What has not happened yet stands at 0, so that its first time is seen.
  for (const outcome of outcomes) durations.zero({ outcome });
  for (const phase of phases) phaseDurations.zero({ phase });
  return ({ batch, startMs, endMs, result }) => {
    durations.observe({ outcome: outcomeOf(result) }, (endMs - startMs) / 1_000);
    if (result.kind === 'failed') return;
    sizes.observe(batch.commands.length);
    const measured = result.committed.phases;
    if (measured === undefined) return;
    for (const phase of phases) phaseDurations.observe({ phase }, msOf(measured, phase) / 1_000);
  };
}

function outcomeOf(result: BatchReport['result']): CommitOutcome {
  if (result.kind === 'committed') return 'committed';
  if (result.error instanceof OutcomeUnknown) return 'unknown';
  return result.error instanceof StoreUnavailable ? 'unavailable' : 'failed';
}

function msOf(measured: CommitPhases, phase: PhaseName): number {
  return measured[`${phase}Ms`];
}
