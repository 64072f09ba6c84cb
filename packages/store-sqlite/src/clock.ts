import type { Database } from 'better-sqlite3';

/** SQLite's own clock in milliseconds since 1970; every decision's time comes from it. */
export function createClock(database: Database): () => number {
  const statement = database
    .prepare<[], number>(`SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER)`)
    .pluck();
  return () => statement.get() ?? 0;
}
