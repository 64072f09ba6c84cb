import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import journal from '../migrations/meta/_journal.json' with { type: 'json' };

/** A migration's name and the number by which databases remember it: when it was written, milliseconds since 1970. */
export interface KnownMigration {
  readonly name: string;
  readonly writtenAtMs: number;
}

/** Every migration that this version of the code knows, in their order: the schema that it needs. */
export const knownMigrations: readonly KnownMigration[] = journal.entries.map(({ tag, when }) => ({
  name: tag,
  writtenAtMs: when,
}));

/** Between two statements of a migration's file. */
const breakpoint = '--> statement-breakpoint';

export interface MigrationText {
  readonly statements: readonly string[];
  /** SHA-256 of the file, in hex, as drizzle-kit records it. */
  readonly hash: string;
}

export async function readMigration({ name }: KnownMigration): Promise<MigrationText> {
  const text = await readFile(`${migrationsFolder()}/${name}.sql`, 'utf8');
  return {
    statements: text.split(breakpoint).map((statement) => statement.trim()),
    hash: createHash('sha256').update(text).digest('hex'),
  };
}

/** Beside the program where it is bundled into one file; beside the folder of the sources otherwise. */
function migrationsFolder(): string {
  const besideBundle = fileURLToPath(new URL('./migrations', import.meta.url));
  return existsSync(besideBundle) ? besideBundle : fileURLToPath(new URL('../migrations', import.meta.url));
}
