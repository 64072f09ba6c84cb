import type { Timing } from './retry.ts';

export interface PollerOptions {
  /** Reads what has changed. Rejects when the sale does not answer. */
  readonly poll: () => Promise<void>;
  /** Told when `isWell` has changed. */
  readonly onChange: () => void;
  readonly timing: Timing;
}

/** A connection that is lost is mostly back within this; only a map without one for longer is read over HTTP. */
const firstMs = 5_000;
const everyMs = 2_000;
/** Clients that poll must not do it in step. */
const spreadMs = 1_000;

/**
 * Reads the map over HTTP every two to three seconds while there is no live connection: some networks let no
 * WebSocket through, and never will.
 */
export class Poller {
  readonly #options: PollerOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isRunning = false;
  #isWell = false;

  constructor(options: PollerOptions) {
    this.#options = options;
  }

  /** Whether the map is kept up to date this way: it runs, and the sale answered the last question. */
  get isWell(): boolean {
    return this.#isWell;
  }

  /** Begins in a while, unless it runs already. */
  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#timer = setTimeout(() => this.#schedule(0), firstMs);
  }

  stop(): void {
    this.#isRunning = false;
    clearTimeout(this.#timer);
    this.#setWell(false);
  }

  #schedule(waitMs: number): void {
    this.#timer = setTimeout(() => void this.#run(), waitMs + spreadMs * this.#options.timing.random());
  }

  async #run(): Promise<void> {
    let isWell = true;
    try {
      await this.#options.poll();
    } catch {
      isWell = false;
    }
    if (!this.#isRunning) return;
    this.#setWell(isWell);
    this.#schedule(everyMs);
  }

  #setWell(isWell: boolean): void {
    if (this.#isWell === isWell) return;
    this.#isWell = isWell;
    this.#options.onChange();
  }
}
