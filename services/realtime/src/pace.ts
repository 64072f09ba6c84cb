/** Tellings that may follow one another as fast as the tick lets them, before their mean pace counts. */
const burst = 8;
/** Their mean distance in the long run: 25 a second are as smooth as an eye can tell. */
const meanMsMin = 40;

/**
 * When the next telling may begin. After a silence that is at once; else a tick after the last one began, and no more than
 * eight begin within 320 ms. So a change in a quiet sale is told without delay, and from some 25 changes a second on
 * more of them share their frames instead of making more.
 */
export class TellingPace {
  /** When the last ones began, oldest first. */
  readonly #begunMs: number[] = [];

  /** How long to wait, in milliseconds. */
  waitMs(nowMs: number, tickMs: number): number {
    const last = this.#begunMs.at(-1) ?? Number.NEGATIVE_INFINITY;
    const first = this.#begunMs.length < burst ? Number.NEGATIVE_INFINITY : (this.#begunMs[0] ?? 0);
    return Math.max(0, last + tickMs - nowMs, first + burst * meanMsMin - nowMs);
  }

  begin(nowMs: number): void {
    this.#begunMs.push(nowMs);
    if (this.#begunMs.length > burst) this.#begunMs.shift();
  }
}
