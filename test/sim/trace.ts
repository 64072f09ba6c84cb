/** How many of the newest lines are kept for whoever looks into a failure. */
const keptMax = 60;

/**
 * What happened, line by line, as a hash: two runs of one seed must give the same. Two lanes of FNV-1a (Fowler,
 * Noll, Vo) make 64 bits.
 */
export class Trace {
  #high = 0x811c9dc5;
  #low = 0x9747b28c;
  readonly #newest: string[] = [];
  readonly #print: ((line: string) => void) | null;

  constructor(print: ((line: string) => void) | null = null) {
    this.#print = print;
  }

  add(line: string): void {
    let high = this.#high;
    let low = this.#low;
    for (let i = 0; i < line.length; i++) {
      const unit = line.charCodeAt(i);
      high = Math.imul(high ^ unit, 0x01000193);
      low = Math.imul(low ^ unit, 0x01000193) ^ (low >>> 15);
    }
    this.#high = high;
    this.#low = low;
    this.#newest.push(line);
    if (this.#newest.length > keptMax) this.#newest.shift();
    this.#print?.(line);
  }

  get hash(): string {
    const hex = (bits: number) => (bits >>> 0).toString(16).padStart(8, '0');
    return hex(this.#high) + hex(this.#low);
  }

  /** The newest lines, oldest first. */
  get newest(): readonly string[] {
    return this.#newest;
  }
}
