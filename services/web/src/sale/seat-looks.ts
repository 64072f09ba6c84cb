import type { LiveShow } from '@onsale/client';
import { matches, noFilter, type SeatFilter } from '../map/filter.ts';
import type { Geometry } from '../map/geometry.ts';
import { lookOf, looks } from '../map/looks.ts';
import type { Sale } from './sale.ts';

/**
 * Keeps each seat's look, and how many seats of each section can be had, in step with the live map, with what is the
 * buyer's own and with the filter; touches only what changed.
 */
export class SeatLooks {
  readonly values: Uint8Array;
  /** By the section's place: seats that are available and wanted. */
  readonly availableOf: Uint32Array;
  #freeCount = 0;
  readonly #geometry: Geometry;
  readonly #live: Pick<LiveShow, 'stateOf' | 'subscribe'>;
  readonly #sale: Pick<Sale, 'ownSeats' | 'subscribe'>;
  readonly #listeners = new Set<() => void>();
  readonly #endings: (() => void)[];
  #own: Sale['ownSeats'];
  /** When each seat that could be had was last seen to be taken, by the page's monotonic clock; 0 for never. */
  readonly #takenAtMs: Float64Array;
  #filter: SeatFilter = noFilter;

  constructor(
    geometry: Geometry,
    live: Pick<LiveShow, 'stateOf' | 'subscribe'>,
    sale: Pick<Sale, 'ownSeats' | 'subscribe'>,
  ) {
    this.values = new Uint8Array(geometry.seatCount);
    this.availableOf = new Uint32Array(geometry.sections.length);
    this.#takenAtMs = new Float64Array(geometry.seatCount);
    this.#geometry = geometry;
    this.#live = live;
    this.#sale = sale;
    this.#own = sale.ownSeats;
    this.#refresh(this.values.keys());
    this.#endings = [
      live.subscribe((event) => event.kind === 'seats' && this.#refresh(event.seats)),
      sale.subscribe(() => this.#onSale()),
    ];
  }

  get filter(): SeatFilter {
    return this.#filter;
  }

  set filter(filter: SeatFilter) {
    this.#filter = filter;
    this.#refresh(this.values.keys());
    this.#tell();
  }

  /** Seats that are available, wanted or not, of the whole house. */
  get freeCount(): number {
    return this.#freeCount;
  }

  /** Seats that are available and wanted, of the whole house. */
  get available(): number {
    return this.availableOf.reduce((sum, count) => sum + count, 0);
  }

  /** How long ago a seat was seen to be taken by somebody, in milliseconds; null when that was not seen. */
  takenAgoMs(seat: number): number | null {
    const takenAtMs = this.#takenAtMs[seat] ?? 0;
    return takenAtMs === 0 ? null : performance.now() - takenAtMs;
  }

  /** Calls the listener when any look, or the filter, has changed. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    for (const end of this.#endings) end();
    this.#listeners.clear();
  }

  #onSale(): void {
    const before = this.#own;
    this.#own = this.#sale.ownSeats;
    if (before !== this.#own) this.#refresh(new Set([...before.keys(), ...this.#own.keys()]));
  }

  #refresh(seats: Iterable<number>): void {
    const { priceOf, sectionOf, noteOf } = this.#geometry;
    const nowMs = performance.now();
    let isChanged = false;
    for (const seat of seats) {
      const price = priceOf[seat] ?? 0;
      const isWanted = this.#filter === noFilter || matches(this.#filter, price, noteOf.get(seat) ?? null);
      const look = lookOf(this.#live.stateOf(seat), price, this.#own.get(seat), isWanted);
      const before = this.values[seat] ?? 0;
      // Every seat begins as held, which counts for nothing.
      if (look === before) continue;
      isChanged = true;
      this.values[seat] = look;
      this.#freeCount += Number(look >= looks.dimmed) - Number(before >= looks.dimmed);
      if (before >= looks.dimmed && (look === looks.held || look === looks.sold))
        this.#takenAtMs[seat] = nowMs;
      const gain = Number(look >= looks.available) - Number(before >= looks.available);
      const section = sectionOf[seat] ?? 0;
      if (gain !== 0) this.availableOf[section] = (this.availableOf[section] ?? 0) + gain;
    }
    if (isChanged) this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
