import type { StagedProcess } from './staged-process.ts';

/** Goes by in the packet that writes a batch, with its log, and commits it. */
const batchPattern = 'INSERT INTO section_log';

const waitMsMax = 10_000;

/**
 * Does something at the very moment at which one of the processes has a batch under way: its last packet is on its way to
 * MySQL. Resolves when it is done.
 */
export function inMidBatch(
  processes: readonly StagedProcess[],
  work: () => Promise<void>,
  pattern = batchPattern,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no batch was under way')), waitMsMax);
    let isDone = false;
    const react = () => {
      if (isDone) return null;
      isDone = true;
      clearTimeout(timer);
      for (const { mysql } of processes) mysql.heal();
      return () => void work().then(resolve, reject);
    };
    for (const { mysql } of processes) mysql.watch({ pattern, react });
  });
}
