/** A seat's state as its digit: 0 available, 1 held, 2 sold, 3 blocked. */
export type SeatDigit = 0 | 1 | 2 | 3;

/** What a snapshot or delta did to a section's map. */
export type Applied =
  /** The map changed or was confirmed at a newer version; these seats differ from before. */
  | { readonly kind: 'applied'; readonly seats: readonly number[] }
  /** Nothing: the map is at that version or past it. */
  | { readonly kind: 'old' }
  /** Nothing: something before it is missing, and the map must be repaired. */
  | { readonly kind: 'gap' };

const old: Applied = { kind: 'old' };
const gap: Applied = { kind: 'gap' };

/**
 * One section's states at one version. At every moment it equals the section as it was committed at `version`,
 * whichever of the deltas arrive, in whatever order and however often [L2].
 */
export class SectionMap {
  readonly id: string;
  /** The section's first seat; states are kept from there on. */
  readonly first: number;
  readonly states: Uint8Array;
  #version: number | null = null;
  #head = 0;
  #isWatched = true;
  /** Whether changes may have gone by while nobody told this map. */
  #isInDoubt = false;

  constructor(section: { readonly id: string; readonly first: number; readonly count: number }) {
    this.id = section.id;
    this.first = section.first;
    this.states = new Uint8Array(section.count);
  }

  /** The version that the states are at, or null before the first snapshot. */
  get version(): number | null {
    return this.#version;
  }

  /** The newest version heard of. */
  get head(): number {
    return this.#head;
  }

  get isWatched(): boolean {
    return this.#isWatched;
  }

  /**
   * Whether somebody wants the map to be up to date. A map that was not watched keeps what it had, and is in doubt
   * from the moment that it is watched again until it is confirmed.
   */
  set isWatched(isWatched: boolean) {
    if (isWatched && !this.#isWatched) this.#isInDoubt = true;
    this.#isWatched = isWatched;
  }

  /** The sale has answered from which version on it tells of changes. */
  confirm(): void {
    this.#isInDoubt = false;
  }

  /** Whether a watched map is known to be old, may be old, or is empty still. */
  get isBehind(): boolean {
    return this.#isWatched && (this.#version === null || this.#version < this.#head || this.#isInDoubt);
  }

  /** Whether the seat is one of this section's. */
  has(seat: number): boolean {
    return seat >= this.first && seat < this.first + this.states.length;
  }

  /** The digit of a seat of this section. Throws a RangeError for any other seat. */
  stateOf(seat: number): SeatDigit {
    const state = this.states[seat - this.first];
    if (state === undefined) throw new RangeError(`seat ${seat} is not in section ${this.id}`);
    return state as SeatDigit;
  }

  /** Takes note of a section's newest version. */
  noteHead(version: number): void {
    this.#head = Math.max(this.#head, version);
  }

  /**
   * Puts a snapshot in the map's place unless the map is newer. `askedSince` is the version that the snapshot was
   * asked with: an answer from before it means that the sale itself was set back, and counts. Throws a RangeError
   * when the snapshot is not of this section's size.
   */
  applySnapshot(
    snapshot: { readonly version: number; readonly states: string },
    askedSince?: number,
  ): Applied {
    if (snapshot.states.length !== this.states.length) {
      throw new RangeError(
        `section ${this.id} has ${this.states.length} seats, its snapshot ${snapshot.states.length}`,
      );
    }
    const setBack = askedSince !== undefined && snapshot.version < askedSince && this.#version === askedSince;
    if (this.#version !== null && snapshot.version <= this.#version && !setBack) return old;
    const seats: number[] = [];
    for (let index = 0; index < this.states.length; index++) {
      const state = snapshot.states.charCodeAt(index) - 48;
      if (this.states[index] === state) continue;
      this.states[index] = state;
      seats.push(this.first + index);
    }
    this.#version = snapshot.version;
    this.#head = setBack ? snapshot.version : Math.max(this.#head, snapshot.version);
    return { kind: 'applied', seats };
  }

  /**
   * Applies the changes after `from` up to `to`. A frame may join several versions; its states are those at `to`, so
   * a map whose version lies between the two takes it as well.
   */
  applyDelta(delta: {
    readonly from: number;
    readonly to: number;
    readonly set: readonly (readonly [seat: number, state: number])[];
  }): Applied {
    this.noteHead(delta.to);
    if (this.#version === null || delta.from > this.#version) return gap;
    if (delta.to <= this.#version) return old;
    const seats: number[] = [];
    for (const [seat, state] of delta.set) {
      const index = seat - this.first;
      if (index < 0 || index >= this.states.length || this.states[index] === state) continue;
      this.states[index] = state;
      seats.push(seat);
    }
    this.#version = delta.to;
    return { kind: 'applied', seats };
  }
}
