import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SeedReport, SeedTask } from './task.ts';

/**
 * Spreads tasks over one thread per core, each taking the next one when it has done its last. Answers the reports in
 * the tasks' order; `enough` may end it early, where reports that never came are undefined.
 */
export async function runTasks(
  tasks: readonly SeedTask[],
  enough: (report: SeedReport) => boolean = () => false,
): Promise<readonly (SeedReport | undefined)[]> {
  const reports: (SeedReport | undefined)[] = tasks.map(() => undefined);
  let next = 0;
  let isEnough = false;
  const work = async (worker: Worker) => {
    for (let index = next++; index < tasks.length && !isEnough; index = next++) {
      const report = await ask(worker, tasks[index]);
      reports[index] = report;
      isEnough ||= enough(report);
    }
  };
  const workers = Array.from({ length: Math.min(availableParallelism(), tasks.length) }, createWorker);
  try {
    await Promise.all(workers.map(work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return reports;
}

function createWorker(): Worker {
  // Whatever the parent was started with is not for it: it runs TypeScript as it is.
  return new Worker(new URL('./worker.ts', import.meta.url), { execArgv: [] });
}

function ask(worker: Worker, task: SeedTask | undefined): Promise<SeedReport> {
  const { promise, resolve, reject } = Promise.withResolvers<SeedReport>();
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.postMessage(task);
  return promise.finally(() => {
    worker.off('message', resolve);
    worker.off('error', reject);
  });
}

/** Seeds that one task carries: few enough that no thread is left waiting for another at the end. */
const seedsPerTask = 20;

/** The seeds as tasks. */
export function tasksOf({ first, count, steps, variant }: SeedTask): SeedTask[] {
  const tasks: SeedTask[] = [];
  for (let done = 0; done < count; done += seedsPerTask)
    tasks.push({ first: first + done, count: Math.min(seedsPerTask, count - done), steps, variant });
  return tasks;
}
