import type { LiveShow } from '@onsale/client';
import type { Geometry } from '../map/geometry.ts';
import { lookOf } from '../map/looks.ts';
import type { Sale } from './sale.ts';

/** Keeps each seat's look in step with the live map and with what is the buyer's own, touching only what changed. */
export class SeatLooks {
  readonly values: Uint8Array;
  readonly #geometry: Geometry;
  readonly #live: Pick<LiveShow, 'stateOf' | 'subscribe'>;
  readonly #sale: Pick<Sale, 'ownSeats' | 'subscribe'>;
  readonly #listeners = new Set<() => void>();
  readonly #endings: (() => void)[];
  #own: Sale['ownSeats'];

  constructor(
    geometry: Geometry,
    live: Pick<LiveShow, 'stateOf' | 'subscribe'>,
    sale: Pick<Sale, 'ownSeats' | 'subscribe'>,
  ) {
    this.values = new Uint8Array(geometry.seatCount);
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

  /** Calls the listener when any look has changed. */
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
    let isChanged = false;
    for (const seat of seats) {
      const look = lookOf(this.#live.stateOf(seat), this.#geometry.priceOf[seat] ?? 0, this.#own.get(seat));
      isChanged ||= this.values[seat] !== look;
      this.values[seat] = look;
    }
    if (isChanged) for (const listener of this.#listeners) listener();
  }
}
