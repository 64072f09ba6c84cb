import {
  type EpochMs,
  type Hold,
  type HoldId,
  isLive,
  type LogEntry,
  type Notice,
  type Order,
  type OrderId,
  type Sale,
  type Seat,
  type SeatRecord,
  type SeatState,
  seatCodes,
} from '@onsale/domain';
import type { MemoryStore } from '@onsale/domain/testing';
import type { CommitSeen } from '../store/database.ts';

/** The rows that a batch concerns, at one moment. */
export interface Rows {
  readonly seats: readonly SeatRecord[];
  readonly holds: ReadonlyMap<HoldId, Hold>;
  readonly orders: ReadonlyMap<OrderId, Order>;
}

/** What a batch in force did to the rows. */
export interface Change {
  readonly seen: CommitSeen;
  readonly before: Rows;
  readonly after: Rows;
  /** Each section's head, before and after. */
  readonly heads: readonly { readonly before: number; readonly after: number }[];
}

/** One section's history: `states[version]` and when each version came into force, in true time. */
export interface SectionHistory {
  readonly first: number;
  readonly count: number;
  readonly entries: LogEntry[];
  readonly states: Uint8Array[];
  readonly committedAtMs: number[];
}

/** Everything that was ever committed, taken down commit by commit from the database's own rows. */
export class Truth {
  readonly sale: Sale;
  readonly sections: readonly SectionHistory[];
  seats: readonly SeatRecord[];
  /** Each hold's row at every commit that concerned it, oldest first. */
  readonly holds = new Map<HoldId, Hold[]>();
  readonly orders = new Map<OrderId, Order[]>();
  /** Each hold and order as the answers of committed batches have it: in the middle of a batch, too. */
  readonly answered = new Map<string, object[]>();
  /** What the log tells buyers of each hold. */
  readonly notices = new Map<HoldId, Notice[]>();
  /** When each hold's newest row came into force, by the database's clock. */
  readonly #changedAtMs = new Map<HoldId, EpochMs>();
  readonly #memory: MemoryStore;

  constructor(sale: Sale, memory: MemoryStore) {
    this.sale = sale;
    this.#memory = memory;
    this.seats = this.#seatsNow();
    this.sections = sale.plan.sections.map(({ first, count }) => ({
      first,
      count,
      entries: [],
      states: [this.#digits(first, count)],
      committedAtMs: [0],
    }));
  }

  hold(id: HoldId): Hold | undefined {
    return this.holds.get(id)?.at(-1);
  }

  order(id: OrderId): Order | undefined {
    return this.orders.get(id)?.at(-1);
  }

  /** A section's newest version. */
  head(section: number): number {
    return (this.sections[section]?.states.length ?? 1) - 1;
  }

  /** The newest version of a section that was in force at that true time. */
  headAt(section: number, atMs: number): number {
    const moments = this.sections[section]?.committedAtMs ?? [];
    let version = moments.length - 1;
    while (version > 0 && (moments[version] ?? 0) > atMs) version--;
    return version;
  }

  /** Whether the seat was anything but available at some moment from that true time on. */
  wasTakenSince(seat: Seat, atMs: number): boolean {
    const section = this.sale.plan.sectionOf(seat);
    const history = this.sections[section];
    const since = history?.states.slice(this.headAt(section, atMs)) ?? [];
    return since.some((states) => states[seat - (history?.first ?? 0)] !== seatCodes.available);
  }

  /** The buyer's seats in live and paid holds [H4]. */
  claimed(buyer: string, nowMs: EpochMs): number {
    let seats = 0;
    for (const rows of this.holds.values()) {
      const hold = rows.at(-1);
      if (hold?.buyer === buyer && (hold.state === 'paid' || isLive(hold, nowMs))) seats += hold.seats.length;
    }
    return seats;
  }

  /** How many holds the buyer has made after that moment [H6]. */
  made(buyer: string, afterMs: EpochMs): number {
    return this.#newestHolds(buyer).filter(({ createdAtMs }) => createdAtMs > afterMs).length;
  }

  /**
   * How many of the buyer's holds were surely dropped within the window, for a batch decided at that moment [H7].
   * Of the holds that the batch itself changed, those count that were dropped before it and after it; a drop that
   * came into force after the batch was decided does not.
   */
  dropped(buyer: string, nowMs: EpochMs, windowMs: number, before: Rows['holds']): number {
    const isWithin = (atMs: number | null) => atMs !== null && atMs > nowMs - windowMs && atMs <= nowMs;
    return this.#newestHolds(buyer).filter((newest) => {
      const earlier = before.get(newest.id);
      const isLater = earlier === undefined && (this.#changedAtMs.get(newest.id) ?? 0) > nowMs;
      return !isLater && [newest, earlier ?? newest].every((hold) => isWithin(droppedAtMs(hold, nowMs)));
    }).length;
  }

  #newestHolds(buyer: string): Hold[] {
    return [...this.holds.values()].flatMap((rows) => rows.slice(-1)).filter((hold) => hold.buyer === buyer);
  }

  /** Takes down a commit that has just come into force. */
  take(seen: CommitSeen, atMs: number, epochMs: EpochMs): Change {
    const holdIds = new Set([...seen.decision.writes.holds.keys(), ...seen.commands.flatMap(holdIdOf)]);
    const orderIds = new Set([...seen.decision.writes.orders.keys(), ...seen.commands.flatMap(orderIdOf)]);
    const before = this.#rows(holdIds, orderIds);
    for (const id of holdIds) {
      append(this.holds, id, this.#memory.holdNow(id));
      this.#changedAtMs.set(id, epochMs);
    }
    for (const id of orderIds) append(this.orders, id, this.#memory.orderNow(id));
    for (const outcome of seen.decision.outcomes) {
      if (!outcome.ok) continue;
      for (const told of [outcome.hold, outcome.order])
        if (told !== null) append(this.answered, told.id, told);
    }
    this.seats = this.#seatsNow();
    const heads = this.sections.map((history, section) => {
      const headBefore = this.head(section);
      const own = seen.decision.entries.filter((entry) => entry.section === section);
      for (const entry of own) {
        history.entries.push(entry);
        history.states.push(this.#digits(history.first, history.count));
        history.committedAtMs.push(atMs);
        for (const notice of entry.notices) append(this.notices, notice.hold, notice);
      }
      return { before: headBefore, after: this.#headInStore(section) };
    });
    return { seen, before, after: this.#rows(holdIds, orderIds), heads };
  }

  #rows(holdIds: Iterable<HoldId>, orderIds: Iterable<OrderId>): Rows {
    const found = <T>(ids: Iterable<string>, find: (id: string) => T | undefined) =>
      new Map(
        [...ids].flatMap((id) =>
          [find(id)].filter((row) => row !== undefined).map((row) => [id, row] as const),
        ),
      );
    return {
      seats: this.seats,
      holds: found(holdIds, (id) => this.hold(id)),
      orders: found(orderIds, (id) => this.order(id)),
    };
  }

  #seatsNow(): SeatRecord[] {
    const { show, plan } = this.sale;
    return Array.from({ length: plan.seatCount }, (_, seat) => this.#memory.seatNow(show.id, seat));
  }

  #headInStore(section: number): number {
    return this.#memory.snapshotNow({ show: this.sale.show.id, section })?.version ?? 0;
  }

  #digits(first: number, count: number): Uint8Array {
    return Uint8Array.from(this.seats.slice(first, first + count), ({ state }) => seatCodes[state]);
  }
}

/** A seat's state to a buyer at that moment: a hold past its deadline no longer counts [H2]. */
export function stateAt(seat: SeatRecord | undefined, nowMs: EpochMs): SeatState {
  if (seat === undefined) return 'available';
  return seat.state === 'held' && seat.untilMs <= nowMs ? 'available' : seat.state;
}

/** Whose the seat is, whatever the deadline. */
export function ownerOf(seat: SeatRecord | undefined): HoldId | null {
  return seat !== undefined && 'hold' in seat ? seat.hold : null;
}

/** When the buyer dropped the hold: at its release or, whether or not it was swept, at its deadline. Else null. */
function droppedAtMs({ state, untilMs, endedAtMs }: Hold, nowMs: EpochMs): EpochMs | null {
  if (state === 'active') return untilMs <= nowMs ? untilMs : null;
  return state === 'released' || state === 'expired' ? endedAtMs : null;
}

function holdIdOf({ command }: CommitSeen['commands'][number]): HoldId[] {
  if (command.kind === 'hold' || command.kind === 'best') return [command.id];
  return 'hold' in command ? [command.hold] : [];
}

function orderIdOf({ command }: CommitSeen['commands'][number]): OrderId[] {
  return 'order' in command ? [command.order] : [];
}

function append<T>(rows: Map<string, T[]>, id: string, row: T | null): void {
  if (row === null) return;
  const known = rows.get(id);
  if (known === undefined) rows.set(id, [row]);
  else if (known.at(-1) !== row) known.push(row);
}
