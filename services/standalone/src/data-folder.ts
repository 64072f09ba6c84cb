import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseKeyring } from '@onsale/identity';

/** Where a standalone sale keeps its things. */
export interface DataFolder {
  /** The database file, or `:memory:`. */
  readonly databasePath: string;
  /** The keys that sign sessions, as `id:base64url`. */
  readonly sessionKeys: string;
  /** The file of the payment sandbox's charges; undefined when they end with the process. */
  readonly chargesPath: string | undefined;
}

/** A folder that cannot be used: one sentence. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
}

/** Opens the folder, made when absent, with signing keys that outlive the process. `:memory:` leaves nothing behind. */
export function openDataFolder(data: string): DataFolder {
  if (data === ':memory:')
    return { databasePath: ':memory:', sessionKeys: newKeys(), chargesPath: undefined };
  try {
    makeFolder(data);
    return {
      databasePath: join(data, 'onsale.sqlite'),
      sessionKeys: keptKeys(join(data, 'session-keys')),
      chargesPath: join(data, 'charges.jsonl'),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataFolderError(`cannot use the folder ${data}: ${reason}`, { cause: error });
  }
}

/** Unlike Node's own recursive mkdir, this also ends where the system refuses folders, as under `/proc`. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

function keptKeys(path: string): string {
  const kept = existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
  if (kept !== null) {
    checkKeys(kept, path);
    return kept;
  }
  const keys = newKeys();
  writeFileSync(path, `${keys}\n`, { mode: 0o600, flag: 'wx' });
  return keys;
}

/** Keys that cannot be used are never replaced: with them go all the buyers' sessions. */
function checkKeys(keys: string, path: string): void {
  try {
    parseKeyring(keys);
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function newKeys(): string {
  return `first:${randomBytes(32).toString('base64url')}`;
}
