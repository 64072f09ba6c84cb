/** Spreads work evenly over a fixed list of targets. */
export class RoundRobin {
  readonly #targets: readonly string[];
  #next = 0;

  constructor(targets: readonly string[]) {
    this.#targets = targets;
  }

  /** Every target once, beginning with the one whose turn it is. */
  nextTurn(): readonly string[] {
    const start = this.#next;
    this.#next = (start + 1) % this.#targets.length;
    return [...this.#targets.slice(start), ...this.#targets.slice(0, start)];
  }
}
