import { StoreUnavailable } from '@onsale/domain';
import Database from 'better-sqlite3';

/** What SQLite reports when the file, the disk or another process stands in the way, not the statement. */
const passing = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|CORRUPT|NOTADB|PROTOCOL)/;

/** Runs a piece of work and turns SQLite's passing errors into {@link StoreUnavailable}. */
export function answering<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Database.SqliteError && passing.test(error.code))
      throw new StoreUnavailable(`SQLite: ${error.message}`, { cause: error });
    throw error;
  }
}
