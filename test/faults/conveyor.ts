/** Runs pieces of work one after the other, none before the one ahead of it and each when its delay is over. */
export class Conveyor {
  readonly #queue: { readonly dueMs: number; readonly work: () => void }[] = [];
  #timer: NodeJS.Timeout | undefined;

  put(delayMs: number, work: () => void): void {
    this.#queue.push({ dueMs: performance.now() + delayMs, work });
    if (this.#timer === undefined) this.#run();
  }

  #run(): void {
    this.#timer = undefined;
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      const leftMs = next.dueMs - performance.now();
      if (leftMs > 0) {
        this.#timer = setTimeout(() => this.#run(), Math.ceil(leftMs));
        return;
      }
      this.#queue.shift();
      next.work();
    }
  }
}
