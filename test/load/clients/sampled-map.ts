import type { Changes } from './dialect.ts';

const digitZero = 48;

/** A map as a sampled viewer draws it: every packet is read in full, and when each seat was first shown as taken. */
export class SampledMap {
  readonly #states: Uint8Array;
  readonly #shownMs: Float64Array;
  readonly #sectionSize: number;

  constructor(seatCount: number, sectionCount: number) {
    this.#states = new Uint8Array(seatCount);
    this.#shownMs = new Float64Array(seatCount);
    this.#sectionSize = seatCount / sectionCount;
  }

  applySnapshot(section: number, states: string): void {
    const first = section * this.#sectionSize;
    for (let index = 0; index < states.length; index++)
      this.#states[first + index] = states.charCodeAt(index) - digitZero;
  }

  /** Answers the seats that are taken in it. */
  apply({ set }: Changes, nowMs: number): number[] {
    const taken: number[] = [];
    for (const [seat, state] of set) {
      this.#states[seat] = state;
      if (state === 0) continue;
      taken.push(seat);
      if (this.#shownMs[seat] === 0) this.#shownMs[seat] = nowMs;
    }
    return taken;
  }

  get states(): Uint8Array {
    return this.#states;
  }

  /** By seat, 0 for those that never were. */
  get shownMs(): Float64Array {
    return this.#shownMs;
  }
}
