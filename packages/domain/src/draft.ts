import { changeOf, type LogEntry, type Notice, type SeatChange } from './change.ts';
import { InvariantBroken } from './errors.ts';
import { FreeSeats } from './free-seats.ts';
import type { Hold } from './hold.ts';
import type { BuyerId, EpochMs, HoldId, OrderId, Seat, SectionIndex } from './ids.ts';
import type { Order } from './order.ts';
import { availableSeat, isAllowedMove, isFree, type SeatRecord } from './seat.ts';
import type { Sale } from './show.ts';
import { addToTally, emptyTally, type Tally } from './tally.ts';

/** What a store loaded under the locks of a batch's sections. */
export interface Loaded {
  /** The database's clock, read after the locks were granted. */
  readonly nowMs: EpochMs;
  /** Each needed seat. */
  readonly seats: ReadonlyMap<Seat, SeatRecord>;
  /** Sections of which every seat was loaded that is not available: the others are. */
  readonly whole?: ReadonlySet<SectionIndex>;
  /** Those of the needed holds that exist. */
  readonly holds: ReadonlyMap<HoldId, Hold>;
  /** Those of the needed orders that exist. */
  readonly orders: ReadonlyMap<OrderId, Order>;
  /**
   * What each needed buyer's holds of this show come to, but for the needed holds: those change in the batch
   * and are counted from their rows. Absent when there are no others that count. A store may give more than that,
   * as long as it decides again with the true ones when a tally stood in a command's way.
   */
  readonly tallies: ReadonlyMap<BuyerId, Tally>;
}

/** What a batch writes. Empty maps mean that nothing changed and nothing needs to be written. */
export interface Writes {
  readonly seats: ReadonlyMap<Seat, SeatRecord>;
  readonly holds: ReadonlyMap<HoldId, Hold>;
  readonly orders: ReadonlyMap<OrderId, Order>;
  /** Per section with a change or a notice: what its log entry says. */
  readonly log: ReadonlyMap<SectionIndex, { changes: readonly SeatChange[]; notices: readonly Notice[] }>;
}

/** The log entries of a batch: each changed section's head, which must have been loaded, plus one [S3]. */
export function entriesOf(sale: Sale, writes: Writes, heads: ReadonlyMap<SectionIndex, number>): LogEntry[] {
  return [...writes.log]
    .sort(([a], [b]) => a - b)
    .map(([section, { changes, notices }]) => {
      const head = heads.get(section);
      if (head === undefined) throw new InvariantBroken(`section ${section} changed without its lock`);
      return { show: sale.show.id, section, version: head + 1, changes, notices };
    });
}

/**
 * The state in the middle of a batch: what was loaded, overlaid by what the commands before this one
 * decided [S4].
 */
export class Draft {
  readonly sale: Sale;
  readonly nowMs: EpochMs;
  readonly #loaded: Loaded;
  readonly #seats = new Map<Seat, SeatRecord>();
  readonly #holds = new Map<HoldId, Hold>();
  readonly #orders = new Map<OrderId, Order>();
  readonly #holdsByBuyer = new Map<BuyerId, Set<HoldId>>();
  readonly #notices: Notice[] = [];
  /** What is free in the sections that somebody chooses from. */
  readonly #free = new Map<SectionIndex, FreeSeats>();
  #stoodByTally = false;

  constructor(sale: Sale, loaded: Loaded) {
    this.sale = sale;
    this.nowMs = loaded.nowMs;
    this.#loaded = loaded;
    for (const hold of loaded.holds.values()) this.#index(hold);
  }

  #index({ buyer, id }: Hold): void {
    const ids = this.#holdsByBuyer.get(buyer) ?? new Set();
    this.#holdsByBuyer.set(buyer, ids.add(id));
  }

  seat(seat: Seat): SeatRecord {
    const record = this.#seats.get(seat) ?? this.#loaded.seats.get(seat);
    if (record !== undefined) return record;
    const { whole } = this.#loaded;
    if (whole?.has(this.sale.plan.sectionOf(seat)) === true) return availableSeat;
    throw new InvariantBroken(`seat ${seat} was not loaded`);
  }

  /** What is free in a section that was loaded whole, at this point of the batch. Not to be changed. */
  freeIn(section: SectionIndex): FreeSeats {
    const known = this.#free.get(section);
    if (known !== undefined) return known;
    const { plan } = this.sale;
    const range = plan.sections[section];
    if (range === undefined || this.#loaded.whole?.has(section) !== true)
      throw new InvariantBroken(`section ${section} was not loaded`);
    const free = new FreeSeats(plan.seating, range);
    this.#free.set(section, free);
    for (const seat of [...this.#loaded.seats.keys(), ...this.#seats.keys()])
      if (plan.sectionOf(seat) === section) free.set(seat, isFree(this.seat(seat), this.nowMs));
    return free;
  }

  hold(id: HoldId): Hold | undefined {
    return this.#holds.get(id) ?? this.#loaded.holds.get(id);
  }

  order(id: OrderId): Order | undefined {
    return this.#orders.get(id) ?? this.#loaded.orders.get(id);
  }

  /** What the buyer's holds of this show come to at this point of the batch. The buyer must have been needed. */
  tally(buyer: BuyerId): Tally {
    const { show, limits } = this.sale;
    let tally = this.#loaded.tallies.get(buyer) ?? emptyTally;
    for (const id of this.#holdsByBuyer.get(buyer) ?? []) {
      const hold = this.hold(id);
      if (hold?.show === show.id) tally = addToTally(tally, hold, limits, this.nowMs);
    }
    return tally;
  }

  /** Whether a tally has stood in a command's way so far. */
  get stoodByTally(): boolean {
    return this.#stoodByTally;
  }

  noteTallyStood(): void {
    this.#stoodByTally = true;
  }

  /** Records a seat's move; one that [S2] does not allow is a defect of the rules, not of the input. */
  putSeat(seat: Seat, next: SeatRecord): void {
    const from = this.seat(seat).state;
    if (!isAllowedMove(from, next.state)) throw new InvariantBroken(`seat ${seat}: ${from} to ${next.state}`);
    this.#seats.set(seat, next);
    if (this.#free.size > 0)
      this.#free.get(this.sale.plan.sectionOf(seat))?.set(seat, isFree(next, this.nowMs));
  }

  /** Gives the seats of a live hold its deadline. */
  moveDeadline({ id, seats, untilMs }: Hold): void {
    for (const seat of seats) this.putSeat(seat, { state: 'held', hold: id, untilMs });
  }

  putHold(hold: Hold): void {
    this.#holds.set(hold.id, hold);
    this.#index(hold);
  }

  putOrder(order: Order): void {
    this.#orders.set(order.id, order);
  }

  /** Tells the buyer, with the batch's log entries, how his hold stands. */
  tell(hold: Hold): void {
    const { buyer, id, state, seats, untilMs, order } = hold;
    this.#notices.push({ buyer, hold: id, state, seats, untilMs, ...(order === null ? {} : { order }) });
  }

  /**
   * The writes so far. A notice goes into the log of the lowest section that its hold changed or touched,
   * so that it is told once.
   */
  writes(): Writes {
    const log = new Map<SectionIndex, { changes: SeatChange[]; notices: Notice[] }>();
    const entryOf = (section: SectionIndex) => {
      const entry = log.get(section) ?? { changes: [], notices: [] };
      log.set(section, entry);
      return entry;
    };
    for (const [seat, record] of this.#seats)
      entryOf(this.sale.plan.sectionOf(seat)).changes.push(changeOf(seat, record));
    for (const notice of this.#notices) {
      const first = this.hold(notice.hold)?.requested[0];
      if (first !== undefined) entryOf(this.sale.plan.sectionOf(first)).notices.push(notice);
    }
    return { seats: this.#seats, holds: this.#holds, orders: this.#orders, log };
  }
}
