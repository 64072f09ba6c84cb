import { setTimeout as delay } from 'node:timers/promises';
import { StoreUnavailable } from '@onsale/domain';
import { reasonOf } from './reach.ts';
import { complaintAbout, type SchemaState } from './schema-state.ts';

/** Something with a schema: the MySQL store. */
export interface HasSchema {
  /** Throws StoreUnavailable. */
  schemaState(): Promise<SchemaState>;
}

export interface SchemaWatchOptions {
  /** Hears once of every reason for which the schema cannot be used, and in the end that it can. */
  readonly tell: (line: string) => void;
  /** How often the database is asked, in milliseconds. @default 1000 */
  readonly everyMs?: number;
}

export interface SchemaWatch {
  /** Whether the database has the schema that this version needs. Once it has, it keeps it: migrations only add. */
  isUsable(): boolean;
  /** Whether this error follows from what the watch has told: there is no schema to work on yet. */
  explains(error: unknown): boolean;
  stop(): void;
}

/** Asks the database until it has the schema that this version of the code needs. */
export function watchSchema(store: HasSchema, options: SchemaWatchOptions): SchemaWatch {
  const { tell, everyMs = 1_000 } = options;
  const stopping = new AbortController();
  let complaint: string | null = 'not asked yet';

  async function watch(): Promise<void> {
    let told: string | null = null;
    while (!stopping.signal.aborted) {
      complaint = await complaintOf(store);
      if (stopping.signal.aborted) return;
      if (complaint === null) {
        if (told !== null) tell('the schema is there');
        return;
      }
      if (complaint !== told) tell(`not ready: ${complaint}`);
      told = complaint;
      // Rejects when the watch is stopped: then there is nothing left to wait for.
      await delay(everyMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  void watch();
  return {
    isUsable: () => complaint === null,
    explains: (error) => complaint !== null && error instanceof StoreUnavailable,
    stop: () => stopping.abort(),
  };
}

/** Why the schema cannot be used at the moment, or null. */
async function complaintOf(store: HasSchema): Promise<string | null> {
  try {
    return complaintAbout(await store.schemaState());
  } catch (error) {
    return reasonOf(error);
  }
}
