import type { Timing } from './retry.ts';
import type { SectionMap } from './section-map.ts';

/** How a repair is made; both answer once the maps have taken in what came. */
export interface RepairWays {
  /** Over the live connection, all sections in one question. Rejects when there is none or it does not answer. */
  readonly overLink: (sections: readonly SectionMap[]) => Promise<void>;
  /** Over HTTP: the changes since the section's version, or its snapshot. */
  readonly overHttp: (section: SectionMap) => Promise<void>;
}

/** A section that heads say is behind may be waiting for a frame on its way; a frame is at most 250 ms late. */
const graceMs = 500;
/** Many clients miss the same frame together; they must not all ask in the same instant. */
const spreadMs = 250;
/** Between repairs that did not help. */
const againMs = 1_000;
/**
 * How long a round waits for one answer before it asks another way; what comes later is taken all the same. Twice as
 * long after each round that did not help, so that a slow network is not asked ever more.
 */
const patienceMsMin = 600;
const patienceMsMax = 10_000;
/** Sections that are read over HTTP in one round; the others wait for the next. */
const httpSectionsMax = 4;

/**
 * Brings sections that are behind up to date, one round at a time: over the live connection first, and over HTTP for
 * what is behind still.
 */
export class Repairer {
  readonly #ways: RepairWays;
  readonly #timing: Timing;
  readonly #sections: readonly SectionMap[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueMs = Number.POSITIVE_INFINITY;
  #isRunning = false;
  #patienceMs = patienceMsMin;
  #isClosed = false;

  constructor(sections: readonly SectionMap[], ways: RepairWays, timing: Timing) {
    this.#sections = sections;
    this.#ways = ways;
    this.#timing = timing;
  }

  /** A frame showed that something before it is missing. */
  onGap(): void {
    this.#schedule(spreadMs * this.#timing.random());
  }

  /** Heads name a version that has not arrived. */
  onBehind(): void {
    this.#schedule(graceMs + spreadMs * this.#timing.random());
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #schedule(waitMs: number): void {
    const dueMs = this.#timing.nowMs() + waitMs;
    if (this.#isClosed || this.#isRunning || dueMs >= this.#dueMs) return;
    clearTimeout(this.#timer);
    this.#dueMs = dueMs;
    this.#timer = setTimeout(() => void this.#run(), waitMs);
  }

  async #run(): Promise<void> {
    this.#dueMs = Number.POSITIVE_INFINITY;
    this.#isRunning = true;
    await this.#round();
    this.#isRunning = false;
    const isBehind = this.#behind().length > 0;
    this.#patienceMs = isBehind ? Math.min(2 * this.#patienceMs, patienceMsMax) : patienceMsMin;
    if (isBehind) this.#schedule(againMs + spreadMs * this.#timing.random());
  }

  async #round(): Promise<void> {
    const behind = this.#behind();
    if (behind.length === 0) return;
    await this.#patiently(this.#ways.overLink(behind));
    for (const section of this.#behind().slice(0, httpSectionsMax)) {
      if (this.#isClosed) return;
      await this.#patiently(this.#ways.overHttp(section));
    }
  }

  /** Waits for an answer, for as long as patience lasts. What fails leaves sections behind: the next round asks again. */
  #patiently(answer: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#patienceMs);
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      answer.then(done, done);
    });
  }

  #behind(): SectionMap[] {
    return this.#sections.filter((section) => section.isBehind);
  }
}
