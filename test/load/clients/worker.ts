import type { FromWorker, ToWorker } from './messages.ts';
import { readAgain } from './readers.ts';
import { WorkerCrowd } from './worker-crowd.ts';

/** A process of clients: told what to do by the one that started it, and ended with it. */
let crowd: WorkerCrowd | null = null;

function tell(message: FromWorker): void {
  process.send?.(message);
}

async function obey(message: ToWorker): Promise<void> {
  if (message.kind === 'open') {
    crowd = new WorkerCrowd(message.plan, () => tell({ kind: 'exhausted' }));
    await crowd.open();
    tell({ kind: 'opened' });
  } else if (message.kind === 'read') tell({ kind: 'read', report: await readAgain(message.plan) });
  else if (crowd === null) throw new Error('nobody is here yet');
  else if (message.kind === 'buy') crowd.buy(message.plan);
  else if (message.kind === 'look') tell({ kind: 'look', look: crowd.look() });
  else tell({ kind: 'report', report: crowd.report() });
}

process.on('message', (message: ToWorker) => {
  obey(message).catch((error: unknown) =>
    tell({ kind: 'failed', message: error instanceof Error ? (error.stack ?? '') : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
process.on('uncaughtException', (error) => {
  tell({ kind: 'failed', message: error.stack ?? String(error) });
});
tell({ kind: 'ready' });
