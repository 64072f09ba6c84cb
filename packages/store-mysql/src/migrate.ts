import type { Connection, RowDataPacket } from 'mysql2/promise';
import { applyMigration, createRecordTables } from './apply-migration.ts';
import { DatabaseUnusable, reach, reasonOf, unusable } from './reach.ts';
import { missingFrom, readInForce } from './schema-state.ts';

export interface MigrateOptions {
  /** How long a server that does not answer yet is waited for, in milliseconds. @default 0 */
  readonly reachMsMax?: number;
  /** How long another process that migrates the same database is waited for, in milliseconds. @default 60000 */
  readonly turnMsMax?: number;
  /** Hears of every step, a line each. */
  readonly tell?: (line: string) => void;
}

/**
 * One name for each database: an advisory lock is the whole server's, its name at most 64 characters long, and a
 * database's name may be as long.
 */
const turnName = "CONCAT('onsale migrate ', LEFT(SHA2(DATABASE(), 256), 32))";

/**
 * An ALTER that waits for a long transaction makes everybody who comes after it wait too. So it gives up after
 * 5 s and is tried again. Statements that change rows lock those rows only.
 */
const sessionSql = `SET SESSION lock_wait_timeout = 5, innodb_lock_wait_timeout = 5, time_zone = '+00:00';
  SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED`;

/**
 * Brings a database's tables up to date; a newer schema is left as it is. Processes that ask at the same time wait for
 * one another, and one that dies in the middle leaves what the next one goes on with. Throws
 * {@link DatabaseUnusable} with a sentence for people.
 */
export async function migrateMysql(url: string, options: MigrateOptions = {}): Promise<void> {
  const { reachMsMax = 0, turnMsMax = 60_000, tell = () => {} } = options;
  const connection = await reach(url, { reachMsMax, tell }, { multipleStatements: true });
  // A connection that breaks between two queries would otherwise end the process; the next query says so too.
  connection.on('error', () => {});
  try {
    await connection.query(sessionSql);
    await takeTurn(connection, turnMsMax);
    await createRecordTables(connection);
    const missing = missingFrom((await readInForce(connection)) ?? new Set());
    for (const migration of missing) await applyMigration(connection, migration, tell);
    tell(missing.length === 0 ? 'the tables were up to date' : 'the tables are up to date');
  } catch (error) {
    throw error instanceof DatabaseUnusable ? error : unusable(url, reasonOf(error), error);
  } finally {
    // Gives the turn back; a broken connection has given it back already.
    await connection.end().catch(() => connection.destroy());
  }
}

async function takeTurn(connection: Connection, turnMsMax: number): Promise<void> {
  const seconds = Math.ceil(turnMsMax / 1_000);
  const [rows] = await connection.query<RowDataPacket[]>(`SELECT GET_LOCK(${turnName}, ?) AS isMine`, [
    seconds,
  ]);
  if (rows[0]?.isMine !== 1) throw new Error(`another process has been migrating it for ${seconds} s`);
}
