import {
  type EpochMs,
  FreeSeats,
  type HoldId,
  type LogEntry,
  ownerMark,
  type Seat,
  type SeatChange,
  type Seating,
  type SectionIndex,
  type SectionSnapshot,
  type ShowId,
  seatCodes,
} from '@onsale/domain';

/** Entries that came too early are kept for a moment; past this many the log is read at once. */
const earlyMax = 256;

/** Holds remembered at most that gave up a seat lately; the one that did so longest ago is forgotten first. */
const partedMax = 1_024;

/**
 * A section's states at a version, kept up to date from its log. It may refuse a seat that is surely taken;
 * it never grants one.
 */
export class SectionMirror {
  readonly show: ShowId;
  readonly section: SectionIndex;
  /** The section's first seat. */
  readonly first: Seat;
  #version: number;
  #newestSeen: number;
  #states: Uint8Array;
  #untilMs: Float64Array;
  #owners: Uint32Array;
  readonly #early = new Map<number, LogEntry>();
  /** Marks of holds that gave up a seat lately: they exist, so a repeat of their command has its answer already. */
  readonly #parted = new Set<number>();

  constructor(snapshot: SectionSnapshot, first: Seat) {
    this.show = snapshot.show;
    this.section = snapshot.section;
    this.first = first;
    this.#version = snapshot.version;
    this.#newestSeen = snapshot.version;
    this.#states = snapshot.states;
    this.#untilMs = snapshot.untilMs;
    this.#owners = snapshot.owners;
  }

  get version(): number {
    return this.#version;
  }

  /** How many versions are known to exist that the mirror does not have. */
  get missing(): number {
    return this.#newestSeen - this.#version;
  }

  /** Whether a version is known to exist that the mirror does not have. */
  get isBehind(): boolean {
    return this.#newestSeen > this.#version;
  }

  /** How many entries wait for one before them. */
  get early(): number {
    return this.#early.size;
  }

  get isFull(): boolean {
    return this.#early.size >= earlyMax;
  }

  /** One character per seat. */
  get states(): string {
    return Array.from(this.#states).join('');
  }

  /** Adds to each state's count, by its digit, how many of the section's seats are in it. */
  addTo(counts: number[]): void {
    for (const state of this.#states) counts[state] = (counts[state] ?? 0) + 1;
  }

  /** Says that the section's head is at least this. */
  noticeHead(version: number): void {
    if (version > this.#newestSeen) this.#newestSeen = version;
  }

  /**
   * Takes an entry: old ones are ignored, the next one is applied, and an early one is kept until those
   * before it come. Answers the entries that were applied, in order. [L2]
   */
  take(entry: LogEntry): readonly LogEntry[] {
    this.noticeHead(entry.version);
    if (entry.version <= this.#version) return [];
    if (entry.version > this.#version + 1) {
      if (!this.isFull) this.#early.set(entry.version, entry);
      return [];
    }
    const applied: LogEntry[] = [];
    for (
      let next: LogEntry | undefined = entry;
      next !== undefined;
      next = this.#early.get(this.#version + 1)
    ) {
      for (const change of next.changes) this.#put(change);
      this.#version = next.version;
      applied.push(next);
    }
    this.#forgetOldEarly();
    return applied;
  }

  /** Replaces everything by a newer snapshot and answers the seats whose state differs, or null for an older one. */
  reset(snapshot: SectionSnapshot): readonly SeatChange[] | null {
    if (snapshot.version < this.#version) return null;
    const changes: SeatChange[] = [];
    for (const [index, state] of snapshot.states.entries())
      if (state !== this.#states[index])
        changes.push([
          this.first + index,
          state as SeatChange[1],
          snapshot.untilMs[index] ?? 0,
          snapshot.owners[index] ?? 0,
        ]);
    for (const [index, owner] of snapshot.owners.entries()) this.#notePart(index, owner);
    this.#version = snapshot.version;
    this.#states = snapshot.states;
    this.#untilMs = snapshot.untilMs;
    this.#owners = snapshot.owners;
    this.noticeHead(snapshot.version);
    this.#forgetOldEarly();
    return changes;
  }

  /** The state's digit of one of the section's seats. */
  stateOf(seat: Seat): number {
    return this.#states[seat - this.first] ?? seatCodes.available;
  }

  /**
   * Whether the seat is surely not to be had by this hold: sold, blocked, or held beyond that moment. Never
   * when it is known to have become free since, nor when the very hold that asks has it, or gave up a seat
   * lately: what a repeat answers is the database's to say [H5].
   */
  isTaken(seat: Seat, hold: HoldId, nowMs: EpochMs): boolean {
    const index = seat - this.first;
    const state = this.#states[index];
    if (state === seatCodes.available || state === undefined || this.#isFreedEarly(seat)) return false;
    const mark = ownerMark(hold);
    if (this.#owners[index] === mark || this.#parted.has(mark)) return false;
    return state !== seatCodes.held || (this.#untilMs[index] ?? 0) > nowMs;
  }

  /** What is free of the section at that moment, as far as the mirror knows; never less than {@link isTaken} leaves. */
  freeSeats(seating: Seating, nowMs: EpochMs): FreeSeats {
    const free = new FreeSeats(seating, { first: this.first, count: this.#states.length });
    for (const [index, state] of this.#states.entries()) {
      const isOverdue = state === seatCodes.held && (this.#untilMs[index] ?? 0) <= nowMs;
      if (state !== seatCodes.available && !isOverdue) free.set(this.first + index, false);
    }
    for (const { changes } of this.#early.values())
      for (const [seat, state] of changes) if (state === seatCodes.available) free.set(seat, true);
    return free;
  }

  /** Whether the hold may exist here: it has a seat, or gave one up lately. */
  mayKnow(hold: HoldId): boolean {
    const mark = ownerMark(hold);
    return this.#parted.has(mark) || this.#owners.includes(mark);
  }

  /**
   * Whether an entry that waits for the ones before it frees the seat. Whoever gave a seat back in this process
   * may ask for it again before the other processes' entries are here.
   */
  #isFreedEarly(seat: Seat): boolean {
    for (const { changes } of this.#early.values())
      if (changes.some(([changed, state]) => changed === seat && state === seatCodes.available)) return true;
    return false;
  }

  #put([seat, state, untilMs, owner]: SeatChange): void {
    const index = seat - this.first;
    this.#notePart(index, owner);
    this.#states[index] = state;
    this.#untilMs[index] = untilMs;
    this.#owners[index] = owner;
  }

  /** Notes whose seat it was, when its next owner is another or none. */
  #notePart(index: number, next: number): void {
    const before = this.#owners[index] ?? 0;
    if (before === 0 || before === next) return;
    this.#parted.delete(before);
    this.#parted.add(before);
    if (this.#parted.size <= partedMax) return;
    const [oldest] = this.#parted;
    if (oldest !== undefined) this.#parted.delete(oldest);
  }

  #forgetOldEarly(): void {
    for (const version of this.#early.keys()) if (version <= this.#version) this.#early.delete(version);
  }
}
