import { setTimeout as delay } from 'node:timers/promises';
import { type ReachOptions, reach, unusable } from './reach.ts';
import { complaintAbout, readSchemaState } from './schema-state.ts';

const pauseMs = 500;

/**
 * Waits until the database of this address answers and has the schema that this version of the code needs; both
 * together take no longer than `reachMsMax`. Throws DatabaseUnusable with a sentence for people.
 */
export async function awaitSchema(url: string, options: ReachOptions): Promise<void> {
  const deadlineMs = performance.now() + options.reachMsMax;
  const connection = await reach(url, options);
  connection.on('error', () => {});
  try {
    for (let told = false; ; told = true) {
      const complaint = complaintAbout(await readSchemaState(connection));
      if (complaint === null) return;
      if (performance.now() + pauseMs >= deadlineMs) throw unusable(url, complaint);
      if (!told) options.tell(`waiting: ${complaint}`);
      await delay(pauseMs);
    }
  } finally {
    connection.destroy();
  }
}
