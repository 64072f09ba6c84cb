import type { Seat } from './ids.ts';
import type { SectionRange } from './plan.ts';
import { type Seating, seatKinds } from './seating.ts';

/** Which seats of a range may be taken, and what becomes of their neighbours. */
export class FreeSeats {
  readonly first: Seat;
  /** The seat after the last. */
  readonly end: Seat;
  /** 1 for each free seat, by its place in the range. Changed by {@link set} only. */
  readonly flags: Uint8Array;
  /** What the layout says of the same seats, by their place in the range. */
  readonly joins: Uint8Array;
  readonly kinds: Uint8Array;
  readonly ranks: Uint32Array;
  readonly #seating: Seating;

  /** All are free at first. */
  constructor(seating: Seating, { first, count }: Pick<SectionRange, 'first' | 'count'>) {
    this.first = first;
    this.end = first + count;
    this.flags = new Uint8Array(count).fill(1);
    this.joins = seating.joins.subarray(first, this.end);
    this.kinds = seating.kinds.subarray(first, this.end);
    this.ranks = seating.ranks.subarray(first, this.end);
    this.#seating = seating;
  }

  /** A copy whose changes do not come back. */
  copy(): FreeSeats {
    const copy = new FreeSeats(this.#seating, { first: this.first, count: this.flags.length });
    copy.flags.set(this.flags);
    return copy;
  }

  has(seat: Seat): boolean {
    return this.flags[seat - this.first] === 1;
  }

  set(seat: Seat, isFree: boolean): void {
    this.flags[seat - this.first] = isFree ? 1 : 0;
  }

  /** The seat's centre in drawing units. */
  centreOf(seat: Seat): readonly [x: number, y: number] {
    return [this.#seating.x[seat] ?? 0, this.#seating.y[seat] ?? 0];
  }

  /** Whether the seat is free and for anybody. Places for wheelchairs and their companions may stay alone. */
  #hasPlain(seat: Seat): boolean {
    return this.has(seat) && (this.kinds[seat - this.first] ?? 0) < seatKinds.wheelchair;
  }

  /** Whether the seat and the one after it sit side by side and both are free and for anybody. */
  #isPair(seat: Seat): boolean {
    return this.joins[seat - this.first] === 1 && this.#hasPlain(seat) && this.#hasPlain(seat + 1);
  }

  /** How many seats are left single by taking the free ones from `from` to `to`, which sit side by side. [O1] */
  singlesBeside(from: Seat, to: Seat): number {
    const left = this.#isPair(from - 1) && !this.#isPair(from - 2) ? 1 : 0;
    const right = this.#isPair(to) && !this.#isPair(to + 1) ? 1 : 0;
    return left + right;
  }

  /**
   * The seats that are left single by taking these, ascending: free for anybody, with such a neighbour before and none
   * after. [O1]
   */
  singlesAfter(seats: readonly Seat[]): Seat[] {
    const taken = new Set(seats);
    const isLeftPair = (seat: Seat) => this.#isPair(seat) && !taken.has(seat) && !taken.has(seat + 1);
    const beside = seats.flatMap((seat) => [
      ...(this.#isPair(seat - 1) ? [seat - 1] : []),
      ...(this.#isPair(seat) ? [seat + 1] : []),
    ]);
    const single = beside.filter((seat) => !taken.has(seat) && !isLeftPair(seat - 1) && !isLeftPair(seat));
    return [...new Set(single)].sort((a, b) => a - b);
  }

  /** The free seats for anybody that sit side by side around one of them: first and last. */
  stretchAround(seat: Seat): { readonly from: Seat; readonly to: Seat } {
    let from = seat;
    let to = seat;
    while (this.#isPair(from - 1)) from--;
    while (this.#isPair(to)) to++;
    return { from, to };
  }
}
