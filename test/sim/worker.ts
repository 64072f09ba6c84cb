import { parentPort } from 'node:worker_threads';
import { runTask, type SeedTask } from './task.ts';

// A thread of its own for simulated sales: while one runs, the globals for time and chance are the simulation's.
parentPort?.on('message', (task: SeedTask) => {
  void runTask(task).then((report) => parentPort?.postMessage(report));
});
