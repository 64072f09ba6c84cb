import type { Connection, RowDataPacket } from 'mysql2/promise';
import { type KnownMigration, type MigrationText, readMigration } from './migrations.ts';
import { codeOf, reasonOf } from './reach.ts';

/** The table in which drizzle-kit and this package record migrations that are in force. */
const recordTable = `CREATE TABLE IF NOT EXISTS \`__drizzle_migrations\` (
  id SERIAL PRIMARY KEY, hash TEXT NOT NULL, created_at BIGINT)`;

/** How far a migration has come whose process ended in the middle of it. */
const progressTable = `CREATE TABLE IF NOT EXISTS migration_progress (
  migration VARCHAR(191) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  statements_done INT NOT NULL)`;

/** How often a statement is tried that cannot have a table; each try waits as long as the session's `lock_wait_timeout`. */
const triesMax = 24;

/** What a statement answers that the database took the last time, when the process ended before it could note that. */
const takenBefore: ReadonlySet<string> = new Set([
  'ER_TABLE_EXISTS_ERROR',
  'ER_DUP_FIELDNAME',
  'ER_DUP_KEYNAME',
  'ER_CANT_DROP_FIELD_OR_KEY',
  'ER_BAD_TABLE_ERROR',
]);

export async function createRecordTables(connection: Connection): Promise<void> {
  await connection.query(recordTable);
  await connection.query(progressTable);
}

/**
 * Puts a migration in force, from where an earlier attempt ended. Data definition commits by itself in MySQL, so
 * that a process may die after a statement and before the note that it is done: only that one statement may
 * find its work done already. Statements that change rows commit together with their note.
 */
export async function applyMigration(
  connection: Connection,
  migration: KnownMigration,
  tell: (line: string) => void,
): Promise<void> {
  const text = await readMigration(migration);
  const resumedAt = await statementsDone(connection, migration);
  if (resumedAt === null) await insertProgress(connection, migration);
  else tell(`${migration.name} was begun before; going on at statement ${resumedAt + 1}`);
  for (let index = resumedAt ?? 0; index < text.statements.length; index++) {
    tell(`${migration.name}: statement ${index + 1} of ${text.statements.length}`);
    await applyStatement(connection, { migration, text, index, mayBeDone: index === resumedAt }, tell);
  }
  await record(connection, migration, text);
}

interface Step {
  readonly migration: KnownMigration;
  readonly text: MigrationText;
  readonly index: number;
  /** Whether a process that died may have done it already. */
  readonly mayBeDone: boolean;
}

async function applyStatement(
  connection: Connection,
  { migration, text, index, mayBeDone }: Step,
  tell: (line: string) => void,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    await connection.beginTransaction();
    try {
      await connection.query(text.statements[index] ?? '');
      break;
    } catch (error) {
      await connection.rollback();
      if (mayBeDone && takenBefore.has(codeOf(error) ?? '')) break;
      const isInUse = codeOf(error) === 'ER_LOCK_WAIT_TIMEOUT' && tries < triesMax;
      if (!isInUse)
        throw new Error(`${migration.name}, statement ${index + 1}: ${reasonOf(error)}`, { cause: error });
      tell(`${migration.name}: a table is in use; statement ${index + 1} is tried again`);
    }
  }
  await connection.query('UPDATE migration_progress SET statements_done = ? WHERE migration = ?', [
    index + 1,
    migration.name,
  ]);
  await connection.commit();
}

async function statementsDone(connection: Connection, { name }: KnownMigration): Promise<number | null> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT statements_done AS done FROM migration_progress WHERE migration = ?',
    [name],
  );
  return (rows[0]?.done as number | undefined) ?? null;
}

async function insertProgress(connection: Connection, { name }: KnownMigration): Promise<void> {
  await connection.query('INSERT INTO migration_progress VALUES (?, 0)', [name]);
}

async function record(
  connection: Connection,
  { name, writtenAtMs }: KnownMigration,
  { hash }: MigrationText,
): Promise<void> {
  await connection.beginTransaction();
  await connection.query('INSERT INTO `__drizzle_migrations` (hash, created_at) VALUES (?, ?)', [
    hash,
    writtenAtMs,
  ]);
  await connection.query('DELETE FROM migration_progress WHERE migration = ?', [name]);
  await connection.commit();
}
