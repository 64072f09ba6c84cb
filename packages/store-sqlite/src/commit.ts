import { type Batch, type Committed, decide, entriesOf, needOf } from '@onsale/domain';
import type { Database } from 'better-sqlite3';
import { createClock } from './clock.ts';
import { createLoader } from './load.ts';
import { createSaver } from './save.ts';

/**
 * Lock, load, decide, save and log in one transaction [L1]. SQLite has one writer, so that `BEGIN IMMEDIATE`
 * is the lock of every section at once.
 */
export function createCommit(database: Database): (batch: Batch) => Committed {
  const clock = createClock(database);
  const loader = createLoader(database);
  const save = createSaver(database);
  return database.transaction((batch: Batch): Committed => {
    const { sale, commands, sections } = batch;
    const nowMs = clock();
    const loaded = loader.load(sale, needOf(commands), nowMs);
    const { outcomes, writes } = decide(sale, commands, loaded);
    const entries = entriesOf(sale, writes, loader.heads(sale.show.id, sections));
    save(sale.show.id, writes, entries);
    return { outcomes, entries, nowMs };
  }).immediate;
}
