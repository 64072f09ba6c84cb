/** How long the stretches are over which deliveries are counted. */
export const stretchMs = 100;

/** One frame as the screens of one process got it: the seats' states at version `to` of the section. */
export interface FrameRecord {
  readonly section: number;
  readonly from: number;
  readonly to: number;
  readonly firstMs: number;
  lastMs: number;
  /** How many screens it came to. */
  receipts: number;
  /** The seats that it says are taken, as a sampled viewer read them. */
  taken: readonly number[] | null;
}

export interface Deliveries {
  /** Reads of sockets that brought frames. */
  readonly reads: Float64Array;
  readonly frames: Float64Array;
  readonly bytes: Float64Array;
}

const sectionShift = 2 ** 32;
/** Ten minutes. */
const stretchesMax = 6_000;

/** What all screens of this worker have been told: when each frame came to the first and to the last of them. */
export class Screens {
  readonly #records: readonly Map<number, FrameRecord>[];
  /** The frame that came last, by process and section: most likely the next screen gets the same. */
  readonly #latest: readonly FrameRecord[][];
  readonly #startMs: number;
  readonly #reads = new Float64Array(stretchesMax);
  readonly #frames = new Float64Array(stretchesMax);
  readonly #bytes = new Float64Array(stretchesMax);
  #lastFrameMs = 0;

  constructor(processCount: number, startMs: number) {
    this.#records = Array.from({ length: processCount }, () => new Map());
    this.#latest = Array.from({ length: processCount }, () => []);
    this.#startMs = startMs;
  }

  /** A screen's socket read something with frames in it: however many, one write of the server carried them. */
  read(nowMs: number): void {
    this.#count(this.#reads, 1, nowMs);
  }

  see(process: number, section: number, from: number, to: number, bytes: number, nowMs: number): void {
    this.#count(this.#frames, 1, nowMs);
    this.#count(this.#bytes, bytes, nowMs);
    const record = this.#find(process, section, from, to, nowMs);
    record.receipts++;
    record.lastMs = nowMs;
    this.#lastFrameMs = nowMs;
  }

  get lastFrameMs(): number {
    return this.#lastFrameMs;
  }

  /** Notes what a frame says in full; it must have been seen. */
  describe(process: number, section: number, to: number, taken: readonly number[]): void {
    const record = this.#records[process]?.get(section * sectionShift + to);
    if (record !== undefined && record.taken === null) record.taken = taken;
  }

  records(): FrameRecord[][] {
    return this.#records.map((records) => [...records.values()]);
  }

  deliveries(): Deliveries {
    return { reads: this.#reads, frames: this.#frames, bytes: this.#bytes };
  }

  #count(counts: Float64Array, amount: number, nowMs: number): void {
    const stretch = Math.floor((nowMs - this.#startMs) / stretchMs);
    if (stretch >= 0 && stretch < stretchesMax) counts[stretch] = (counts[stretch] ?? 0) + amount;
  }

  #find(process: number, section: number, from: number, to: number, nowMs: number): FrameRecord {
    const latest = this.#latest[process];
    const records = this.#records[process];
    if (latest === undefined || records === undefined) throw new RangeError(`there is no process ${process}`);
    const last = latest[section];
    if (last !== undefined && last.to === to) return last;
    const key = section * sectionShift + to;
    const known = records.get(key);
    const record = known ?? { section, from, to, firstMs: nowMs, lastMs: nowMs, receipts: 0, taken: null };
    if (known === undefined) records.set(key, record);
    latest[section] = record;
    return record;
  }
}
