import type { Timers } from '../timers.ts';

interface Task {
  readonly dueAtMs: number;
  readonly work: () => void;
}

/** Every promise that waits for nothing from outside has settled. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Timers whose time stands still until the test moves it. */
export class FakeTimers implements Timers {
  #nowMs = 0;
  #tasks: Task[] = [];

  monotonicMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, work: () => void): () => void {
    const task: Task = { dueAtMs: this.#nowMs + delayMs, work };
    this.#tasks.push(task);
    return () => this.#forget(task);
  }

  soon(work: () => void): void {
    queueMicrotask(work);
  }

  /** How many pieces of work wait for their time. */
  get waiting(): number {
    return this.#tasks.length;
  }

  /**
   * Moves time on and runs what falls due, in its order. Promises settle before and after each piece of work,
   * so that what one starts may set further timers within the same time.
   */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await settled();
    for (let task = this.#dueBy(endMs); task !== undefined; task = this.#dueBy(endMs)) {
      this.#nowMs = Math.max(this.#nowMs, task.dueAtMs);
      this.#forget(task);
      task.work();
      await settled();
    }
    this.#nowMs = endMs;
  }

  /** The earliest task that is due by then; of several at one time, the one that was set first. */
  #dueBy(endMs: number): Task | undefined {
    let earliest: Task | undefined;
    for (const task of this.#tasks)
      if (task.dueAtMs <= endMs && (earliest === undefined || task.dueAtMs < earliest.dueAtMs))
        earliest = task;
    return earliest;
  }

  #forget(task: Task): void {
    this.#tasks = this.#tasks.filter((other) => other !== task);
  }
}
