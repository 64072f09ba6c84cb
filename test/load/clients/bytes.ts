const digitZero = 0x30;

/** Reads decimal digits one after the other, and skips what is known to stand between them. */
export class DigitReader {
  #buffer: Buffer = Buffer.alloc(0);
  #at = 0;

  start(buffer: Buffer, at: number): void {
    this.#buffer = buffer;
    this.#at = at;
  }

  skip(bytes: number): void {
    this.#at += bytes;
  }

  get at(): number {
    return this.#at;
  }

  /** The number here; throws when there is none, since what is read then is not what it was taken for. */
  next(): number {
    const start = this.#at;
    let value = 0;
    for (;;) {
      const digit = (this.#buffer[this.#at] ?? 0) - digitZero;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      this.#at++;
    }
    if (this.#at === start)
      throw new RangeError(`no number in ${this.#buffer.toString('utf8', start - 60, start + 60)}`);
    return value;
  }
}
