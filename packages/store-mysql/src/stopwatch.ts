/** Tells how much time has passed since it was asked before, in milliseconds. */
export class Stopwatch {
  #lapMs = performance.now();

  lapMs(): number {
    const beforeMs = this.#lapMs;
    this.#lapMs = performance.now();
    return this.#lapMs - beforeMs;
  }
}
