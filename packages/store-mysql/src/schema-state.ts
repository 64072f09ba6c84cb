import type { Connection, Pool, RowDataPacket } from 'mysql2/promise';
import { type KnownMigration, knownMigrations } from './migrations.ts';
import { codeOf } from './reach.ts';

/** What a database has of the schema that this version of the code needs. */
export type SchemaState =
  /** All of it; a newer version may have added more. */
  | { readonly kind: 'usable' }
  /** It was never migrated. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'older'; readonly missing: readonly string[] };

/** The migrations in force that the database remembers, by when they were written; null where it remembers nothing. */
export async function readInForce(database: Connection | Pool): Promise<ReadonlySet<number> | null> {
  try {
    const [rows] = await database.query<RowDataPacket[]>(
      'SELECT created_at AS writtenAtMs FROM `__drizzle_migrations`',
    );
    return new Set(rows.map((row) => Number(row.writtenAtMs)));
  } catch (error) {
    if (codeOf(error) === 'ER_NO_SUCH_TABLE') return null;
    throw error;
  }
}

/** Those that this version knows and the database has not, in their order. */
export function missingFrom(inForce: ReadonlySet<number>): KnownMigration[] {
  return knownMigrations.filter(({ writtenAtMs }) => !inForce.has(writtenAtMs));
}

export async function readSchemaState(database: Connection | Pool): Promise<SchemaState> {
  const inForce = await readInForce(database);
  if (inForce === null || inForce.size === 0) return { kind: 'absent' };
  const missing = missingFrom(inForce);
  return missing.length === 0
    ? { kind: 'usable' }
    : { kind: 'older', missing: missing.map(({ name }) => name) };
}

/** What is wrong with it and what helps, in one sentence; null when nothing is. */
export function complaintAbout(state: SchemaState): string | null {
  if (state.kind === 'usable') return null;
  if (state.kind === 'absent') return 'the database has no tables yet: run the migrations';
  return `the database's tables are older than this version needs: run the migrations ${state.missing.join(', ')}`;
}
