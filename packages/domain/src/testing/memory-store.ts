import { createSnapshot, type LogEntry, type SectionSnapshot } from '../change.ts';
import { needOf } from '../command.ts';
import { decide } from '../decide.ts';
import { entriesOf, type Loaded } from '../draft.ts';
import { InvariantBroken } from '../errors.ts';
import { type Hold, isLive } from '../hold.ts';
import type { BuyerId, EpochMs, HoldId, OrderId, Seat, SectionIndex, ShowId } from '../ids.ts';
import type { Order } from '../order.ts';
import type { Batch, Changes, Committed, SaleStore, SectionRef, ShowImport } from '../ports.ts';
import { availableSeat, blockedSeat, type SeatRecord, seatColumnsOf } from '../seat.ts';
import type { Sale, Show } from '../show.ts';
import { addToTally, emptyTally, type Tally } from '../tally.ts';

/** The two places where a store meets the rules; a test may put something else in between. */
export interface Rules {
  readonly decide: typeof decide;
  readonly entriesOf: typeof entriesOf;
}

interface SectionRows {
  readonly first: Seat;
  readonly count: number;
  version: number;
  log: LogEntry[];
}

interface ShowRows {
  readonly show: Show;
  readonly seats: SeatRecord[];
  readonly sections: readonly SectionRows[];
}

/** Holds and orders that a buyer is told of at most. */
const toldMax = 100;

/**
 * The rules with nothing around them: a store in memory, for tests. One thread and no await between load and
 * save, so that a batch is a transaction by itself. The clock is the test's.
 */
export class MemoryStore implements SaleStore {
  readonly #now: () => EpochMs;
  readonly #rules: Rules;
  readonly #shows = new Map<ShowId, ShowRows>();
  readonly #layouts = new Map<string, string>();
  readonly #holds = new Map<HoldId, Hold>();
  readonly #orders = new Map<OrderId, Order>();
  readonly #tickets = new Set<string>();

  constructor(nowMs: () => EpochMs, rules: Rules = { decide, entriesOf }) {
    this.#now = nowMs;
    this.#rules = rules;
  }

  async commit(batch: Batch): Promise<Committed> {
    return this.commitNow(batch);
  }

  /** {@link commit} without a promise, for tests that run many thousands of batches. */
  commitNow(batch: Batch): Committed {
    const rows = this.#rowsOf(batch.sale.show.id);
    const loaded = this.#load(batch, rows);
    const { outcomes, writes } = this.#rules.decide(batch.sale, batch.commands, loaded);
    const heads = new Map(
      batch.sections.map((section) => [section, this.#sectionRows(rows, section).version]),
    );
    const entries = this.#rules.entriesOf(batch.sale, writes, heads);

    for (const [seat, record] of writes.seats) rows.seats[seat] = record;
    for (const hold of writes.holds.values()) this.#holds.set(hold.id, hold);
    for (const order of writes.orders.values()) this.#orders.set(order.id, order);
    for (const entry of entries) {
      const section = this.#sectionRows(rows, entry.section);
      section.version = entry.version;
      section.log.push(entry);
    }
    return { outcomes, entries, nowMs: loaded.nowMs };
  }

  #load({ sale, commands }: Batch, rows: ShowRows): Loaded {
    const need = needOf(commands);
    const nowMs = this.#now();
    const taken = need.whole.flatMap((section) => this.#takenIn(rows, section));
    return {
      nowMs,
      seats: found([...need.seats, ...taken], (seat) => rows.seats[seat]),
      whole: new Set(need.whole),
      holds: found(need.holds, (id) => this.#holds.get(id)),
      orders: found([...need.orders, ...this.#newestOrders(need.ordersOf)], (id) => this.#orders.get(id)),
      tallies: found(need.buyers, (buyer) => this.#tallyOf(sale, buyer, need.holds, nowMs)),
    };
  }

  #takenIn(rows: ShowRows, section: SectionIndex): Seat[] {
    const { first, count } = this.#sectionRows(rows, section);
    const seats = Array.from({ length: count }, (_, place) => first + place);
    return seats.filter((seat) => rows.seats[seat]?.state !== 'available');
  }

  #tallyOf({ show, limits }: Sale, buyer: BuyerId, needed: readonly HoldId[], nowMs: EpochMs): Tally {
    const others = this.#holdsOf(show.id, buyer).filter(({ id }) => !needed.includes(id));
    return others.reduce((tally, hold) => addToTally(tally, hold, limits, nowMs), emptyTally);
  }

  #holdsOf(show: ShowId, buyer: BuyerId): Hold[] {
    return [...this.#holds.values()].filter((hold) => hold.show === show && hold.buyer === buyer);
  }

  #newestOrders(holds: readonly HoldId[]): OrderId[] {
    return holds.flatMap((id) => this.#holds.get(id)?.order ?? []);
  }

  /** Seats in the buyer's live and paid holds of the show [H4]. */
  claimedNow(show: ShowId, buyer: BuyerId, nowMs: EpochMs): number {
    const own = this.#holdsOf(show, buyer).filter((hold) => counts(hold, nowMs));
    return own.reduce((seats, hold) => seats + hold.seats.length, 0);
  }

  async shows(): Promise<readonly Show[]> {
    return [...this.#shows.values()].map(({ show }) => show);
  }

  async layout(hash: string): Promise<string | null> {
    return this.#layouts.get(hash) ?? null;
  }

  async importShow(show: ShowImport): Promise<'added' | 'exists'> {
    return this.importNow(show);
  }

  /** {@link importShow} without a promise. */
  importNow({ show, layout, sectionCounts, blocked }: ShowImport): 'added' | 'exists' {
    if (this.#shows.has(show.id)) return 'exists';
    const sections: SectionRows[] = [];
    let first = 0;
    for (const count of sectionCounts) {
      sections.push({ first, count, version: 0, log: [] });
      first += count;
    }
    const seats = Array<SeatRecord>(first).fill(availableSeat);
    for (const seat of blocked) seats[seat] = blockedSeat;
    this.#layouts.set(show.layoutHash, layout);
    this.#shows.set(show.id, { show, seats, sections });
    return 'added';
  }

  async snapshot(ref: SectionRef): Promise<SectionSnapshot | null> {
    return this.snapshotNow(ref);
  }

  /** {@link snapshot} without a promise. */
  snapshotNow({ show, section }: SectionRef): SectionSnapshot | null {
    const rows = this.#shows.get(show);
    const range = rows?.sections[section];
    if (rows === undefined || range === undefined) return null;
    const columns = rows.seats
      .slice(range.first, range.first + range.count)
      .map(seatColumnsOf)
      .map(({ code, hold, untilMs }) => ({ state: code, hold, untilMs }));
    return createSnapshot({ show, section }, range.version, columns);
  }

  /** The seat's record, for a look behind the codes. */
  seatNow(show: ShowId, seat: Seat): SeatRecord {
    const record = this.#rowsOf(show).seats[seat];
    if (record === undefined) throw new InvariantBroken(`show ${show} has no seat ${seat}`);
    return record;
  }

  async heads(show: ShowId): Promise<readonly number[]> {
    return (this.#shows.get(show)?.sections ?? []).map(({ version }) => version);
  }

  async changes({ show, section }: SectionRef, since: number, limit: number): Promise<Changes> {
    const { version, log } = this.#sectionRows(this.#rowsOf(show), section);
    if (since < version - log.length) return { kind: 'trimmed' };
    return { kind: 'entries', entries: log.filter((entry) => entry.version > since).slice(0, limit) };
  }

  async trimLog(keep: number, limit: number): Promise<number> {
    let gone = 0;
    for (const section of [...this.#shows.values()].flatMap(({ sections }) => sections)) {
      const going = Math.min(Math.max(0, section.log.length - keep), limit - gone);
      section.log.splice(0, going);
      gone += going;
    }
    return gone;
  }

  async hold(id: HoldId): Promise<Hold | null> {
    return this.holdNow(id);
  }

  /** {@link hold} without a promise. */
  holdNow(id: HoldId): Hold | null {
    return this.#holds.get(id) ?? null;
  }

  async order(id: OrderId): Promise<Order | null> {
    return this.orderNow(id);
  }

  /** {@link order} without a promise. */
  orderNow(id: OrderId): Order | null {
    return this.#orders.get(id) ?? null;
  }

  async holdsOf(show: ShowId, buyer: BuyerId): Promise<readonly Hold[]> {
    const nowMs = this.#now();
    return this.#holdsOf(show, buyer)
      .filter((hold) => counts(hold, nowMs))
      .sort((a, b) => (a.id < b.id ? 1 : -1))
      .slice(0, toldMax);
  }

  async ordersOf(buyer: BuyerId): Promise<readonly Order[]> {
    return [...this.#orders.values()]
      .filter((order) => order.buyer === buyer && order.state !== 'declined')
      .sort((a, b) => byAge(b, a))
      .slice(0, toldMax);
  }

  async overdueHolds(limit: number): Promise<readonly Hold[]> {
    const nowMs = this.#now();
    const overdue = [...this.#holds.values()].filter(
      (hold) => hold.state === 'active' && !isLive(hold, nowMs),
    );
    return overdue.sort((a, b) => a.untilMs - b.untilMs).slice(0, limit);
  }

  async openOrders(
    olderThanMs: number,
    limit: number,
    after: Order | null = null,
  ): Promise<readonly Order[]> {
    const beforeMs = this.#now() - olderThanMs;
    return [...this.#orders.values()]
      .filter(
        ({ state, createdAtMs }) =>
          state === 'refund_due' || (state === 'pending' && createdAtMs <= beforeMs),
      )
      .filter((order) => after === null || byAge(order, after) > 0)
      .sort(byAge)
      .slice(0, limit);
  }

  async claimTicket(id: string, _expiresAtMs: EpochMs): Promise<boolean> {
    if (this.#tickets.has(id)) return false;
    this.#tickets.add(id);
    return true;
  }

  async nowMs(): Promise<EpochMs> {
    return this.#now();
  }

  async close(): Promise<void> {}

  #rowsOf(show: ShowId): ShowRows {
    const rows = this.#shows.get(show);
    if (rows === undefined) throw new InvariantBroken(`there is no show ${show}`);
    return rows;
  }

  #sectionRows(rows: ShowRows, section: SectionIndex): SectionRows {
    const found = rows.sections[section];
    if (found === undefined) throw new InvariantBroken(`show ${rows.show.id} has no section ${section}`);
    return found;
  }
}

function counts(hold: Hold, nowMs: EpochMs): boolean {
  return hold.state === 'paid' || isLive(hold, nowMs);
}

function found<K, V>(keys: readonly K[], lookup: (key: K) => V | undefined): Map<K, V> {
  const values = new Map<K, V>();
  for (const key of keys) {
    const value = lookup(key);
    if (value !== undefined) values.set(key, value);
  }
  return values;
}

function byAge(a: Order, b: Order): number {
  return a.createdAtMs - b.createdAtMs || (a.id < b.id ? -1 : Number(a.id > b.id));
}
