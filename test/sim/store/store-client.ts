import {
  type Batch,
  type Committed,
  type EpochMs,
  type OrderId,
  OutcomeUnknown,
  type SaleStore,
  StoreUnavailable,
} from '@onsale/domain';
import type { Rules } from '@onsale/domain/testing';
import type { Machine } from '../machine.ts';
import type { Network } from '../network.ts';
import type { World } from '../world.ts';
import type { Begun, Decision, SimDatabase, Transaction } from './database.ts';

/** How often a batch is tried when locks take too long or ids were there already. */
const triesMax = 4;
const pauseMsMax = 40;
/** How long the database keeps the locks of a connection that fell silent. */
const silenceMsMax = 3_000;

export interface StoreClientOptions {
  readonly world: World;
  readonly machine: Machine;
  readonly database: SimDatabase;
  readonly network: Network;
  readonly rules: Rules;
  /** How long one call to the database may take. */
  readonly callMsMax: number;
  /** Hears of each decision before it is sent. */
  readonly onDecided?: ((batch: Batch, decision: Decision) => void) | undefined;
}

/** The database's end of a connection: whichever comes last, the transaction or the close, ends the transaction. */
class Connection {
  #transaction: Transaction | null = null;
  #isClosed = false;

  open(transaction: Transaction, database: SimDatabase): void {
    this.#transaction = transaction;
    if (this.#isClosed) database.abandon(transaction);
  }

  close(database: SimDatabase): void {
    this.#isClosed = true;
    if (this.#transaction !== null) database.abandon(this.#transaction);
  }
}

/** One process's connections to the database: what a driver's store does, over a network that loses things. */
export function createStoreClient(options: StoreClientOptions): SaleStore {
  const { world, machine, database, network, rules, callMsMax } = options;
  const { memory } = database;

  async function read<T>(what: string, answer: () => Promise<T>): Promise<T> {
    const reply = await network.ask(machine, database.machine, what, answer, callMsMax);
    if (reply.kind === 'answered') return reply.value;
    throw new StoreUnavailable(`${what}: ${reply.kind}`);
  }

  async function commit(batch: Batch): Promise<Committed> {
    for (let tries = 1; ; tries++) {
      const committed = await attempt(batch);
      if (committed !== 'again') return committed;
      if (tries >= triesMax) throw new StoreUnavailable('the batch was tried too often');
      const { promise, resolve } = Promise.withResolvers<void>();
      machine.after(world.chance.between(0, pauseMsMax), 'try the batch again', resolve);
      await promise;
    }
  }

  async function attempt(batch: Batch): Promise<Committed | 'again'> {
    const connection = new Connection();
    const begin = async () => {
      const begun = await database.begin(machine.name, batch);
      if (begun !== 'again') connection.open(begun.transaction, database);
      return begun;
    };
    const leave = machine.atEnd(() => hangUp(connection));
    try {
      const begun = await network.ask(machine, database.machine, 'begin', begin, callMsMax);
      if (begun.kind !== 'answered') throw new StoreUnavailable(`begin: ${begun.kind}`);
      return begun.value === 'again' ? 'again' : await decideAndSave(batch, begun.value);
    } catch (error) {
      hangUp(connection);
      throw error;
    } finally {
      leave();
    }
  }

  async function decideAndSave(batch: Batch, begun: Begun): Promise<Committed | 'again'> {
    const { sale, commands } = batch;
    const { loaded, heads } = begun.read;
    const { outcomes, writes } = rules.decide(sale, commands, loaded);
    const entries = rules.entriesOf(sale, writes, heads);
    const decision = { outcomes, writes, entries };
    options.onDecided?.(batch, decision);
    const save = () => database.save(begun, decision);
    const saved = await network.ask(machine, database.machine, 'save', save, callMsMax);
    if (saved.kind === 'answered' && saved.value === 'again') return 'again';
    if (saved.kind === 'answered' && saved.value === 'committed')
      return { outcomes, entries, nowMs: loaded.nowMs };
    const writesNothing = writes.seats.size + writes.holds.size + writes.orders.size === 0;
    throw writesNothing
      ? new StoreUnavailable('save: nothing to lose')
      : new OutcomeUnknown('save: no answer');
  }

  /** Lets the database notice, sooner or later, that nobody is at this end. */
  function hangUp(connection: Connection): void {
    const delayMs = world.chance.happens(0.2) ? world.chance.between(0, silenceMsMax) : network.latencyMs();
    database.machine.reach(delayMs, 'a connection is closed', () => connection.close(database));
  }

  return {
    commit,
    shows: () => read('shows', () => memory.shows()),
    layout: (hash) => read('layout', () => memory.layout(hash)),
    importShow: (show) => read('importShow', () => memory.importShow(show)),
    snapshot: (ref) => read('snapshot', () => memory.snapshot(ref)),
    heads: (show) => read('heads', () => memory.heads(show)),
    changes: (ref, since, limit) => read('changes', () => memory.changes(ref, since, limit)),
    trimLog: (keep, limit) => read('trimLog', () => memory.trimLog(keep, limit)),
    hold: (id) => read('hold', () => memory.hold(id)),
    order: (id: OrderId) => read('order', () => memory.order(id)),
    holdsOf: (show, buyer) => read('holdsOf', () => memory.holdsOf(show, buyer)),
    ordersOf: (buyer) => read('ordersOf', () => memory.ordersOf(buyer)),
    overdueHolds: (limit) => read('overdueHolds', () => memory.overdueHolds(limit)),
    openOrders: (olderThanMs, limit) => read('openOrders', () => memory.openOrders(olderThanMs, limit)),
    claimTicket: (id, expiresAtMs: EpochMs) => read('claimTicket', () => memory.claimTicket(id, expiresAtMs)),
    nowMs: () => read('nowMs', () => memory.nowMs()),
    close: async () => {},
  };
}
