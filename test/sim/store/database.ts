import {
  type Batch,
  type EpochMs,
  type Loaded,
  type LogEntry,
  needOf,
  type Outcome,
  type SeatedCommand,
  type SectionIndex,
  type ShowImport,
  type Writes,
} from '@onsale/domain';
import { MemoryStore } from '@onsale/domain/testing';
import { Machine } from '../machine.ts';
import type { World } from '../world.ts';
import { type LockOwner, RowLocks } from './row-locks.ts';

/** What a process sends to be written. */
export interface Decision {
  readonly outcomes: readonly Outcome[];
  readonly writes: Writes;
  readonly entries: readonly LogEntry[];
}

/** What a transaction has read under its locks. */
export interface Read {
  readonly loaded: Loaded;
  readonly heads: ReadonlyMap<SectionIndex, number>;
}

/** A batch in force, as the database saw it. */
export interface CommitSeen {
  readonly process: string;
  readonly sections: readonly SectionIndex[];
  readonly commands: readonly SeatedCommand[];
  readonly decision: Decision;
  /** The database's clock when the locks were granted. */
  readonly decidedAtMs: EpochMs;
  /** The rows and heads that the batch was decided on. */
  readonly read: Read;
}

export interface Transaction extends LockOwner {
  readonly process: string;
  readonly batch: Batch;
  phase: 'locking' | 'deciding' | 'saving' | 'over';
}

/** A transaction that has its locks and has read its rows. */
export interface Begun {
  readonly transaction: Transaction;
  readonly read: Read;
  /** The database's clock when the locks were granted. */
  readonly decidedAtMs: EpochMs;
}

/** How the database behaves; a planted fault may change it. */
export interface DatabaseHabits {
  /** The locks that a batch takes, in their order. */
  readonly lockKeys: (batch: Batch) => readonly string[];
  /** Whether an id or a version that another transaction wrote first makes the batch fail. */
  readonly refusesDuplicates: boolean;
  /** The entries as they are written, given the heads of that moment. */
  readonly entriesAt: (decision: Decision, heads: () => Read['heads']) => readonly LogEntry[];
}

/** Sections ascending, then buyers ascending: the order that every store keeps. */
export function lockKeysOf(batch: Batch): readonly string[] {
  const sections = batch.sections.map((section) => `section ${section}`);
  return [...sections, ...needOf(batch.commands).buyers.map((buyer) => `buyer ${buyer}`)];
}

export const rightHabits: DatabaseHabits = {
  lockKeys: lockKeysOf,
  refusesDuplicates: true,
  entriesAt: (decision) => decision.entries,
};

export interface DatabaseTimes {
  /** How long a commit usually takes to reach the disk. */
  readonly commitMs: number;
  /** How long a transaction may wait for its locks. */
  readonly lockMsMax: number;
}

const nothing: Writes = { seats: new Map(), holds: new Map(), orders: new Map(), log: new Map() };

/**
 * A transactional database around the store in memory: it locks, lets a process read and decide, and writes what
 * that process then sends, all at its own time. Only what has been committed can be read.
 */
export class SimDatabase {
  readonly machine: Machine;
  readonly memory: MemoryStore;
  /** Hears of every batch in force. */
  onCommit: (seen: CommitSeen) => void = () => {};
  /** How much longer each commit takes than usual. */
  slowMs = 0;
  readonly #times: DatabaseTimes;
  readonly #world: World;
  readonly #habits: DatabaseHabits;
  readonly #locks = new RowLocks();
  readonly #transactions = new Set<Transaction>();
  #begun = 0;
  #inside: Decision | null = null;
  #lastRead: { loaded: Loaded | null; heads: Read['heads'] } = { loaded: null, heads: new Map() };

  constructor(world: World, show: ShowImport, times: DatabaseTimes, habits: DatabaseHabits) {
    this.#world = world;
    this.#habits = habits;
    this.#times = times;
    this.machine = new Machine(world, 'database', { monotonicAtStartMs: 0, rate: 1, wallAheadMs: 0 });
    this.memory = new MemoryStore(() => world.epochMs, {
      decide: (_sale, _commands, loaded) => {
        this.#lastRead.loaded = loaded;
        return { stoodByTally: false, ...(this.#inside ?? { outcomes: [], writes: nothing }) };
      },
      entriesOf: (_sale, _writes, heads) => {
        this.#lastRead.heads = heads;
        return [...(this.#inside?.entries ?? [])];
      },
    });
    this.memory.importNow(show);
    this.machine.live(() => {});
  }

  /** Opens a transaction: answers once its locks are granted and its rows read, or `again` when that took too long. */
  begin(process: string, batch: Batch): Promise<Begun | 'again'> {
    const { promise, resolve } = Promise.withResolvers<Begun | 'again'>();
    const transaction: Transaction = {
      id: this.#begun++,
      process,
      batch,
      phase: 'locking',
    };
    this.#transactions.add(transaction);
    const cancelLimit = this.machine.after(this.#times.lockMsMax, 'a lock took too long', () => {
      if (transaction.phase !== 'locking') return;
      this.#world.count('database: lock took too long');
      this.#end(transaction);
      resolve('again');
    });
    this.#lockAll(transaction, this.#habits.lockKeys(batch), 0, () => {
      cancelLimit();
      transaction.phase = 'deciding';
      resolve({ transaction, read: this.#read(batch), decidedAtMs: this.#world.epochMs });
    });
    return promise;
  }

  /** Writes and commits. Answers `again` when an id or a version was there already, and `gone` when the transaction was. */
  save(begun: Begun, decision: Decision): Promise<'committed' | 'again' | 'gone'> {
    const { transaction } = begun;
    if (transaction.phase !== 'deciding') return Promise.resolve('gone');
    transaction.phase = 'saving';
    const { promise, resolve } = Promise.withResolvers<'committed' | 'again'>();
    const { machine } = this;
    // A database that dies between the write and the answer may have made it or not.
    const leave = machine.atEnd(() => {
      if (this.#world.chance.happens(0.5)) this.#commit(begun, decision);
    });
    machine.after(
      this.slowMs + this.#world.chance.span(this.#times.commitMs),
      `commit ${transaction.id}`,
      () => {
        leave();
        resolve(this.#commit(begun, decision));
      },
    );
    return promise;
  }

  /** The transaction's connection is gone. What is being written still gets there. */
  abandon(transaction: Transaction): void {
    if (transaction.phase === 'saving') return;
    this.#end(transaction);
  }

  /** Dies in the middle of everything. What is committed stays; every lock and every open transaction is gone. */
  die(): void {
    this.machine.die();
    for (const transaction of this.#transactions) transaction.phase = 'over';
    this.#transactions.clear();
    this.#locks.clear();
  }

  #lockAll(transaction: Transaction, keys: readonly string[], index: number, granted: () => void): void {
    const key = keys[index];
    if (transaction.phase !== 'locking') return;
    if (key === undefined) granted();
    else this.#locks.take(key, transaction, () => this.#lockAll(transaction, keys, index + 1, granted));
  }

  #read(batch: Batch): Read {
    this.memory.commitNow(batch);
    const { loaded, heads } = this.#lastRead;
    if (loaded === null) throw new Error('the store in memory did not load anything');
    return { loaded, heads };
  }

  /** Whether an insert would meet a row of another transaction: a hold's, an order's or a version's. */
  #isDuplicate({ transaction: { batch }, read }: Begun, { writes }: Decision): boolean {
    const isThere = (
      ids: Iterable<string>,
      known: ReadonlyMap<string, unknown>,
      find: (id: string) => unknown,
    ) => [...ids].some((id) => !known.has(id) && find(id) !== null);
    const { heads } = this.#read(batch);
    return (
      isThere(writes.holds.keys(), read.loaded.holds, (id) => this.memory.holdNow(id)) ||
      isThere(writes.orders.keys(), read.loaded.orders, (id) => this.memory.orderNow(id)) ||
      [...writes.log.keys()].some((section) => heads.get(section) !== read.heads.get(section))
    );
  }

  #commit(begun: Begun, decision: Decision): 'committed' | 'again' {
    const { transaction, read, decidedAtMs } = begun;
    const { batch, process, id } = transaction;
    if (this.#habits.refusesDuplicates && this.#isDuplicate(begun, decision)) {
      this.#world.count('database: duplicate id');
      this.#end(transaction);
      return 'again';
    }
    const entries = this.#habits.entriesAt(decision, () => this.#read(batch).heads);
    this.#inside = { ...decision, entries };
    this.memory.commitNow(batch);
    this.#inside = null;
    this.#end(transaction);
    this.#world.note(`commit ${id} of ${process}: ${entries.map(entryText).join(', ')}`);
    const { sections, commands } = batch;
    this.onCommit({ process, sections, commands, decision: { ...decision, entries }, decidedAtMs, read });
    return 'committed';
  }

  #end(transaction: Transaction): void {
    transaction.phase = 'over';
    this.#transactions.delete(transaction);
    this.#locks.leave(transaction);
  }
}

function entryText({ section, version, changes }: LogEntry): string {
  return `${section}@${version} ${changes.map(([seat, state]) => `${seat}=${state}`).join(' ')}`;
}
