import { expect, vi } from 'vitest';
import { type LogEntry, ownerMark, type SectionSnapshot } from '../../change.ts';
import { type Command, type Outcome, type SeatedCommand, sectionsTouched } from '../../command.ts';
import { seatsLookedAt } from '../../decide-singles.ts';
import type { Hold } from '../../hold.ts';
import type { BuyerId, EpochMs, HoldId, OrderId, Seat, SectionIndex } from '../../ids.ts';
import type { Order } from '../../order.ts';
import type { Batch, Committed, SaleStore } from '../../ports.ts';
import { type SeatState, seatCodes } from '../../seat.ts';
import type { Sale } from '../../show.ts';
import { createTestSale, type TestSaleOptions, testShowImport } from '../fixtures.ts';
import { createIdMaker } from '../id-maker.ts';
import { ledgerFaults } from '../ledger.ts';
import { heldOf, orderedOf } from '../outcomes.ts';
import { createRandom, type Random } from '../random.ts';

/** A store on an empty database that is there for one run of the suite. */
export interface StoreUnderTest {
  readonly store: SaleStore;
  /** Another instance on the same database, where the store can have one; the suite closes it. */
  openSecond?(): Promise<SaleStore>;
  /** Ends the database too. The suite does not close `store` before. */
  close(): Promise<void>;
}

/** A hold that ends while the test looks on. */
export const shortHoldMs = 250;
/** The most log entries and rows that a test reads at once. */
export const rowsMax = 10_000;
const deadlineMsMax = 10_000;
/** The seat states by their digits. */
const seatStates = Object.keys(seatCodes) as SeatState[];

/** What every case of the suite works with: the instances, fresh ids, and short ways to ask. */
export class StoreBench {
  readonly store: SaleStore;
  /** Every instance on the database, `store` first: races go through all of them. */
  readonly stores: readonly SaleStore[];
  readonly random: Random;
  /** UUIDv7s of the real time, so that two runs on one database do not meet either. */
  readonly newId: () => string;

  constructor(stores: readonly [SaleStore, ...SaleStore[]]) {
    this.store = stores[0];
    this.stores = stores;
    this.random = createRandom(1);
    this.newId = createIdMaker(this.random, Date.now);
  }

  /** The instance for the n-th of many parallel questions. */
  storeFor(index: number): SaleStore {
    return this.stores[index % this.stores.length] ?? this.store;
  }

  /** Imports a show of its own, so that the cases do not meet. */
  async openSale(options: TestSaleOptions & { readonly blocked?: readonly Seat[] } = {}): Promise<Sale> {
    const own = { id: `show-${this.newId()}`, ...options };
    expect(await this.store.importShow(testShowImport(own))).toBe('added');
    return createTestSale(own);
  }

  newBuyer(): BuyerId {
    return `buyer-${this.newId()}`;
  }

  /** A batch of the commands, each with the seats that it may touch, as the lanes build it. */
  async batchOf(sale: Sale, commands: readonly Command[]): Promise<Batch> {
    const seated: SeatedCommand[] = [];
    for (const command of commands) seated.push({ command, seats: await this.#seatsOf(sale, command) });
    const sections = seated.flatMap((one) => sectionsTouched(sale.plan, one));
    return {
      sale,
      sections: sections.length === 0 ? [0] : [...new Set(sections)].sort((a, b) => a - b),
      commands: seated,
    };
  }

  async #seatsOf(sale: Sale, command: Command): Promise<readonly Seat[]> {
    if (command.kind === 'hold') return seatsLookedAt(sale, command.seats);
    if (command.kind === 'block' || command.kind === 'unblock') return command.seats;
    if (command.kind === 'best') return [];
    return (await this.store.hold(command.hold))?.requested ?? [];
  }

  async commit(sale: Sale, commands: readonly Command[], store = this.store): Promise<Committed> {
    return store.commit(await this.batchOf(sale, commands));
  }

  /** One command in a batch of its own. */
  async ask(sale: Sale, command: Command, store = this.store): Promise<Outcome> {
    const { outcomes } = await this.commit(sale, [command], store);
    const [outcome] = outcomes;
    if (outcome === undefined || outcomes.length !== 1) throw new Error('one command must have one outcome');
    return outcome;
  }

  /** Holds seats, which must be granted. */
  async hold(sale: Sale, buyer: BuyerId, seats: readonly Seat[], id: HoldId = this.newId()): Promise<Hold> {
    return heldOf(await this.ask(sale, { kind: 'hold', id, buyer, seats }));
  }

  /** Starts to pay, which must be accepted. */
  async startPayment(sale: Sale, { id, buyer }: Hold, order: OrderId = this.newId()): Promise<Order> {
    return orderedOf(await this.ask(sale, { kind: 'startPayment', order, hold: id, buyer }));
  }

  /** Tells how a payment went. */
  settle(sale: Sale, order: Order, outcome: 'succeeded' | 'declined', store = this.store): Promise<Outcome> {
    const { id, hold, buyer } = order;
    return this.ask(sale, { kind: 'settlePayment', order: id, hold, buyer, outcome }, store);
  }

  /** Buys seats. */
  async buy(sale: Sale, buyer: BuyerId, seats: readonly Seat[]): Promise<{ hold: Hold; order: Order }> {
    const held = await this.hold(sale, buyer, seats);
    const outcome = await this.settle(sale, await this.startPayment(sale, held), 'succeeded');
    return { hold: heldOf(outcome), order: orderedOf(outcome) };
  }

  async snapshot(sale: Sale, section: SectionIndex, store = this.store): Promise<SectionSnapshot> {
    const snapshot = await store.snapshot({ show: sale.show.id, section });
    if (snapshot === null) throw new Error(`section ${section} has no snapshot`);
    return snapshot;
  }

  /** The show's states, one digit per seat, a section after the other. */
  async states(sale: Sale): Promise<string> {
    const sections = sale.plan.sections.map((_, section) => this.snapshot(sale, section));
    return (await Promise.all(sections)).map(({ states }) => states.join('')).join('|');
  }

  async heads(sale: Sale): Promise<readonly number[]> {
    return this.store.heads(sale.show.id);
  }

  /** A section's whole log after a version. */
  async entries(sale: Sale, section: SectionIndex, since: number): Promise<readonly LogEntry[]> {
    const changes = await this.store.changes({ show: sale.show.id, section }, since, rowsMax);
    if (changes.kind === 'trimmed') throw new Error(`the log of section ${section} is trimmed`);
    return changes.entries;
  }

  /** What is wrong between these holds and orders, which must be all of the show's that were paid, and its seats. */
  async ledgerFaults(sale: Sale, holds: readonly HoldId[], orders: readonly OrderId[]): Promise<string[]> {
    const rows = {
      holds: (await Promise.all(holds.map((id) => this.store.hold(id)))).filter((hold) => hold !== null),
      orders: (await Promise.all(orders.map((id) => this.store.order(id)))).filter((order) => order !== null),
    };
    const byMark = new Map(rows.holds.map(({ id }) => [ownerMark(id), id]));
    const snapshots = await Promise.all(sale.plan.sections.map((_, section) => this.snapshot(sale, section)));
    const seats = snapshots.flatMap(({ states, owners }, section) =>
      [...states].map((code, index) => ({
        show: sale.show.id,
        seat: (sale.plan.sections[section]?.first ?? 0) + index,
        state: seatStates[code] ?? 'available',
        hold: byMark.get(owners[index] ?? 0) ?? null,
      })),
    );
    return ledgerFaults({ ...rows, seats });
  }

  /** Waits until the database's clock has passed a moment. */
  async passed(atMs: EpochMs): Promise<void> {
    await vi.waitFor(async () => expect(await this.store.nowMs()).toBeGreaterThan(atMs), {
      timeout: deadlineMsMax,
      interval: 20,
    });
  }
}

/** Everything that a refused or failed batch must leave as it was. */
export async function traceOf(
  bench: StoreBench,
  sale: Sale,
  holds: readonly HoldId[],
  orders: readonly OrderId[],
) {
  return {
    heads: await bench.heads(sale),
    states: await bench.states(sale),
    log: await Promise.all(sale.plan.sections.map((_, section) => bench.entries(sale, section, 0))),
    holds: await Promise.all(holds.map((id) => bench.store.hold(id))),
    orders: await Promise.all(orders.map((id) => bench.store.order(id))),
  };
}

/** Asks many questions at once. A throw fails the case, for a rule refuses in its answer. */
export function race<T>(count: number, ask: (n: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, n) => ask(n)));
}
