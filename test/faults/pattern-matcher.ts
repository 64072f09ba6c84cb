/** Counts how often a pattern ends in a stream of chunks, wherever the chunks are cut. */
export class PatternMatcher {
  readonly #pattern: Buffer;
  #tail: Buffer = Buffer.alloc(0);

  constructor(pattern: string) {
    if (pattern === '') throw new RangeError('a pattern has at least one character');
    this.#pattern = Buffer.from(pattern);
  }

  /** How many occurrences end in this chunk. */
  feed(chunk: Buffer): number {
    const text = Buffer.concat([this.#tail, chunk]);
    let count = 0;
    let end = 0;
    for (let at = text.indexOf(this.#pattern); at !== -1; at = text.indexOf(this.#pattern, end)) {
      end = at + this.#pattern.length;
      count += 1;
    }
    // What may be the beginning of the next occurrence; never bytes that counted already.
    this.#tail = text.subarray(Math.max(end, text.length - this.#pattern.length + 1));
    return count;
  }
}
