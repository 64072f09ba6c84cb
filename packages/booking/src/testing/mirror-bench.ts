import { type Command, type HoldId, type LogEntry, type Sale, type Seat, sectionsOf } from '@onsale/domain';
import {
  createIdMaker,
  createRandom,
  createTestSale,
  MemoryStore,
  type TestSaleOptions,
  testShowImport,
} from '@onsale/domain/testing';
import { createDatabaseClock, type DatabaseClock } from '../database-clock.ts';
import type { MirrorStep } from '../mirror-step.ts';
import { createMirrors, type Mirrors, type MirrorsOptions } from '../mirrors.ts';
import { FakeTimers } from './fake-timers.ts';
import { StoreTap } from './store-tap.ts';

export const dayOneMs = 1_000_000;

/** The mirrors of one process, on a store that others write to. */
export class MirrorBench {
  readonly timers = new FakeTimers();
  readonly inner: MemoryStore;
  readonly tap: StoreTap;
  readonly sale: Sale;
  readonly clock: DatabaseClock;
  readonly mirrors: Mirrors;
  readonly steps: MirrorStep[] = [];
  readonly errors: unknown[] = [];
  readonly newId: () => string;

  constructor(options: TestSaleOptions = {}, timing: Pick<MirrorsOptions, 'idleMs'> = {}) {
    const nowMs = () => dayOneMs + this.timers.monotonicMs();
    this.inner = new MemoryStore(nowMs);
    this.inner.importNow(testShowImport(options));
    this.sale = createTestSale(options);
    this.tap = new StoreTap(this.inner);
    this.clock = createDatabaseClock(this.timers);
    this.newId = createIdMaker(createRandom(3), nowMs);
    this.mirrors = createMirrors({
      ...timing,
      store: this.tap.store,
      timers: this.timers,
      clock: this.clock,
      onStep: (step) => this.steps.push(step),
      onError: (error) => this.errors.push(error),
    });
  }

  /** What another process commits; its entries reach the mirrors only when the test hands them over. */
  commit(...commands: readonly { command: Command; seats: readonly Seat[] }[]): readonly LogEntry[] {
    const seats = commands.flatMap((command) => command.seats);
    const { outcomes, entries } = this.inner.commitNow({
      sale: this.sale,
      sections: sectionsOf(this.sale.plan, seats),
      commands,
    });
    const refused = outcomes.find(({ ok }) => !ok);
    if (refused !== undefined) throw new Error(`not accepted: ${JSON.stringify(refused)}`);
    return entries;
  }

  /** Another process's hold of some seats, by a buyer of its own. */
  hold(seats: readonly Seat[], id: HoldId = this.newId()): LogEntry[] {
    return [...this.commit({ command: { kind: 'hold', id, buyer: `buyer of ${id}`, seats }, seats })];
  }

  /** One hold after another of one seat each: an entry each. */
  holdEach(seats: readonly Seat[]): LogEntry[] {
    return seats.flatMap((seat) => this.hold([seat]));
  }

  /** The section as the store has it. */
  stored(section: number): { version: number; states: string } {
    const snapshot = this.inner.snapshotNow({ show: this.sale.show.id, section });
    if (snapshot === null) throw new RangeError(`no section ${section}`);
    return { version: snapshot.version, states: snapshot.states.join('') };
  }

  /** The versions between which the mirrors stepped. */
  stepsMade(): [from: number, to: number][] {
    return this.steps.map(({ from, to }) => [from, to]);
  }
}
