/** Something that is to happen at its time. */
export interface Due {
  readonly atMs: number;
  readonly order: number;
  /** Answers false when nothing came of it. */
  readonly work: () => boolean;
}

/** What is still to happen, earliest first; what is planned for one moment happens in the order of its planning. */
export class Agenda {
  readonly #heap: Due[] = [];
  #planned = 0;

  get size(): number {
    return this.#heap.length;
  }

  add(atMs: number, work: () => boolean): void {
    const heap = this.#heap;
    const due = { atMs, order: this.#planned++, work };
    let index = heap.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(due, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = due;
  }

  /** Takes out what is next, or undefined when nothing is planned. */
  next(): Due | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    this.#sink(last);
    return first;
  }

  /** Lets a due from the root down to where it belongs. */
  #sink(due: Due): void {
    const heap = this.#heap;
    let index = 0;
    for (;;) {
      const left = heap[2 * index + 1];
      const right = heap[2 * index + 2];
      if (left === undefined) break;
      const isRight = right !== undefined && isBefore(right, left);
      const below = isRight ? right : left;
      if (!isBefore(below, due)) break;
      heap[index] = below;
      index = 2 * index + (isRight ? 2 : 1);
    }
    heap[index] = due;
  }
}

function isBefore(a: Due, b: Due): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
