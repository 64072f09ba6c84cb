import type { Outcome, Sale, SeatedCommand, SectionIndex } from '@onsale/domain';

/** A command in its lanes. */
export interface Job {
  readonly sale: Sale;
  /** The sections that it touches, ascending. */
  readonly sections: readonly SectionIndex[];
  readonly seated: SeatedCommand;
  readonly answer: (outcome: Outcome) => void;
}

export interface BatchBounds {
  /** Commands that one batch carries at most. */
  readonly batchMax: number;
  /** Sections that one batch locks at most, unless a single command needs more. */
  readonly sectionsMax: number;
}

export interface LineBatch {
  readonly jobs: readonly Job[];
  readonly sections: readonly SectionIndex[];
}

/**
 * The lanes of one show: what waits, in the order in which it came, and which sections have a batch under way. A command
 * of several sections stands in each of their lanes.
 */
export class Line {
  #jobs: Job[] = [];
  /** How many of the jobs touch each section; sections that none touches are left out. */
  readonly #waiting = new Map<SectionIndex, number>();
  readonly #busy = new Set<SectionIndex>();

  get isEmpty(): boolean {
    return this.#jobs.length === 0;
  }

  /** Whether nothing waits and no batch is under way. */
  get isIdle(): boolean {
    return this.isEmpty && this.#busy.size === 0;
  }

  /** How many commands wait in the section's lane. */
  waitingIn(section: SectionIndex): number {
    return this.#waiting.get(section) ?? 0;
  }

  /** How many wait in the longest lane. */
  longest(): number {
    return Math.max(0, ...this.#waiting.values());
  }

  /** Adds a job at the end of its lanes; answers whether nothing keeps it from being the next in all of them. */
  add(job: Job): boolean {
    const isNext = job.sections.every((section) => !this.#busy.has(section) && !this.#waiting.has(section));
    this.#jobs.push(job);
    for (const section of job.sections) this.#waiting.set(section, this.waitingIn(section) + 1);
    return isNext;
  }

  /**
   * Takes what may be decided next: jobs whose sections have no batch under way, each behind those that came before it in
   * any of its lanes [S4]. Their sections are busy until {@link end}. Null when there is nothing.
   */
  take({ batchMax, sectionsMax }: BatchBounds): LineBatch | null {
    const closed = new Set(this.#busy);
    const sections = new Set<SectionIndex>();
    const jobs: Job[] = [];
    const left: Job[] = [];
    for (const job of this.#jobs) {
      const added = job.sections.filter((section) => !sections.has(section));
      const isTooWide = jobs.length > 0 && sections.size + added.length > sectionsMax;
      if (jobs.length >= batchMax || isTooWide || job.sections.some((section) => closed.has(section))) {
        // Whoever comes later in these lanes must not pass.
        for (const section of job.sections) closed.add(section);
        left.push(job);
      } else {
        for (const section of added) sections.add(section);
        jobs.push(job);
      }
    }
    if (jobs.length === 0) return null;
    this.#jobs = left;
    for (const job of jobs) for (const section of job.sections) this.#leave(section);
    for (const section of sections) this.#busy.add(section);
    return { jobs, sections: [...sections].sort((a, b) => a - b) };
  }

  /** The batch under way in these sections is over. */
  end(sections: readonly SectionIndex[]): void {
    for (const section of sections) this.#busy.delete(section);
  }

  #leave(section: SectionIndex): void {
    const count = this.waitingIn(section) - 1;
    if (count === 0) this.#waiting.delete(section);
    else this.#waiting.set(section, count);
  }
}
