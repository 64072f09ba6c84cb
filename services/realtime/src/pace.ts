/** Tellings that may follow one another as fast as the tick lets them, before their mean pace counts. */
const burst = 8;
/** Their mean distance in the long run: 25 a second are as smooth as an eye can tell. */
const meanMsMin = 40;

/**
 * When the next telling may begin. After a silence that is at once; else a tick after the last one began, and once eight
 * have come faster than their mean pace, 40 ms after it at most. So a change in a quiet sale is told without delay, and
 * from some 25 changes a second on more of them share their frames instead of making more. The pace is the generic cell
 * rate algorithm's (ITU-T I.371).
 */
export class TellingPace {
  #lastMs = Number.NEGATIVE_INFINITY;
  /** When the last ones would have been over at their mean pace. */
  #dueMs = Number.NEGATIVE_INFINITY;

  /** How long to wait, in milliseconds. */
  waitMs(nowMs: number, tickMs: number): number {
    return Math.max(0, this.#lastMs + tickMs - nowMs, this.#dueMs - (burst - 1) * meanMsMin - nowMs);
  }

  begin(nowMs: number): void {
    this.#lastMs = nowMs;
    this.#dueMs = Math.max(nowMs, this.#dueMs) + meanMsMin;
  }
}
