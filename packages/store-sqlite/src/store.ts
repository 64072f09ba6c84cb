import { fileURLToPath } from 'node:url';
import { type SaleStore, StoreUnavailable } from '@onsale/domain';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { createCommit } from './commit.ts';
import { answering } from './errors.ts';
import { createReader } from './read.ts';
import { createUpkeep } from './upkeep.ts';

export interface SqliteStoreOptions {
  /** The database file, made when absent, or `:memory:`. */
  readonly path: string;
}

const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url));

/**
 * Opens the embedded store and brings its tables up to date. Throws {@link StoreUnavailable} with one
 * sentence when the file cannot be opened, written or is not a sound database.
 */
export function openSqliteStore(options: SqliteStoreOptions): SaleStore {
  const database = openDatabase(options.path);
  const commit = createCommit(database);
  const reader = createReader(database);
  const upkeep = createUpkeep(database);
  // Each call is a promise so that callers see one kind of store; SQLite itself answers at once.
  const promise = async <T>(work: () => T): Promise<T> => answering(work);
  return {
    commit: (batch) => promise(() => commit(batch)),
    shows: () => promise(reader.shows),
    layout: (hash) => promise(() => reader.layout(hash)),
    importShow: (show) => promise(() => upkeep.importShow(show)),
    snapshot: (ref) => promise(() => reader.snapshot(ref)),
    heads: (show) => promise(() => reader.heads(show)),
    changes: (ref, since, limit) => promise(() => reader.changes(ref, since, limit)),
    trimLog: (keep, limit) => promise(() => upkeep.trimLog(keep, limit)),
    hold: (id) => promise(() => reader.hold(id)),
    order: (id) => promise(() => reader.order(id)),
    holdsOf: (show, buyer) => promise(() => reader.holdsOf(show, buyer)),
    ordersOf: (buyer) => promise(() => reader.ordersOf(buyer)),
    overdueHolds: (limit) => promise(() => reader.overdueHolds(limit)),
    openOrders: (olderThanMs, limit, after) => promise(() => reader.openOrders(olderThanMs, limit, after)),
    claimTicket: (id, expiresAtMs) => promise(() => upkeep.claimTicket(id, expiresAtMs)),
    nowMs: () => promise(reader.nowMs),
    close: () => promise(() => void database.close()),
  };
}

/** Durable at every commit: the write-ahead log is flushed to disk before a batch is answered. */
function openDatabase(path: string): Database.Database {
  try {
    const database = new Database(path, { timeout: 5_000 });
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    const health = database.pragma('quick_check', { simple: true });
    if (health !== 'ok') throw new Error(String(health).split('\n')[0]);
    migrate(drizzle(database), { migrationsFolder });
    return database;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreUnavailable(`cannot use the database ${path}: ${reason}`, { cause: error });
  }
}
