/** How many of the newest samples count. */
const samplesMax = 10;

/**
 * The server's clock as seen from here. Every message carries the server's time and arrives late by its journey, so
 * the sample that makes the server's clock the furthest ahead is the least late one: the best of the last ten counts.
 */
export class ServerClock {
  readonly #monotonicMs: () => number;
  readonly #offsetsMs: number[] = [];

  /** `monotonicMs` counts milliseconds from any origin and is not moved when somebody sets the computer's clock. */
  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
  }

  /** Takes in the server's time, in milliseconds since 1970, from a message that has just arrived. */
  hear(serverMs: number): void {
    if (!Number.isFinite(serverMs)) return;
    this.#offsetsMs.push(serverMs - this.#monotonicMs());
    if (this.#offsetsMs.length > samplesMax) this.#offsetsMs.shift();
  }

  /** The server's time in milliseconds since 1970; this computer's own before the first sample. */
  nowMs(): number {
    if (this.#offsetsMs.length === 0) return Date.now();
    return this.#monotonicMs() + Math.max(...this.#offsetsMs);
  }
}
