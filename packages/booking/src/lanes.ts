import {
  type Committed,
  type Outcome,
  OutcomeUnknown,
  refuse,
  type Sale,
  type SaleStore,
  type SeatedCommand,
  type SectionIndex,
  type ShowId,
  StoreUnavailable,
  sectionsTouched,
} from '@onsale/domain';
import { type Job, Line, type LineBatch } from './line.ts';
import type { Timers } from './timers.ts';
import { UnderWay } from './under-way.ts';

export interface LanesOptions {
  readonly store: Pick<SaleStore, 'commit'>;
  readonly timers: Timers;
  /** Hears of every batch in force, before its commands are answered. */
  readonly onCommitted: (committed: Committed) => void;
  /** Hears of errors that no input explains; the commands concerned are answered INTERNAL. */
  readonly onDefect: (error: unknown) => void;
  /** Hears of each command as it joins its lanes. */
  readonly onQueued?: ((seated: SeatedCommand) => void) | undefined;
  /** Commands that may wait in one lane. @default 2000 */
  readonly queueMax?: number;
  /** Commands that one batch carries at most. @default 500 */
  readonly batchMax?: number;
}

export interface Lanes {
  /** Decides a command in its sections' lanes. Always answers; never throws. [A1] */
  submit(sale: Sale, seated: SeatedCommand): Promise<Outcome>;
  /** Commands that wait for their answer, over all lanes. */
  waiting(): number;
  /** Commands in the longest lane's queue, besides those in its batch. */
  longest(): number;
  /** Shows with commands in their lanes; idle ones are forgotten. */
  inUse(): number;
  /** Refuses what comes from here on and resolves when everything accepted is answered. */
  drain(): Promise<void>;
}

/** A show's lanes, and how many of its batches keep the next from starting. */
interface Show {
  readonly line: Line;
  inTheWay: number;
  underWay: number;
  /** Batches that are over, in their order, of which nobody has been told yet. */
  readonly untold: (() => void)[];
}

const retryAfterMs = 250;
/** A batch that takes longer than this does not keep other sections' commands waiting any more. */
const slowMs = 25;
/** Batches of one show under way at most, however slow: each has a connection to the database. */
const batchesMax = 6;
/** Sections that one batch locks at most: other processes wait for all of them. */
const sectionsMax = 16;

/**
 * One batch per section at a time. What arrives meanwhile forms the next batch: load makes batches bigger, not queues
 * longer. A batch carries what waits in several lanes of the show, as a transaction costs more than its commands; the
 * next one begins when it is over, or beside it, in other sections, when it is slow. A command of several sections is
 * decided when it is the next in each of their lanes.
 */
export function createLanes(options: LanesOptions): Lanes {
  const queueMax = options.queueMax ?? 2_000;
  const bounds = { batchMax: options.batchMax ?? 500, sectionsMax };
  const { timers, onQueued } = options;
  const shows = new Map<ShowId, Show>();
  const underWay = new UnderWay();

  function submit(sale: Sale, seated: SeatedCommand): Promise<Outcome> {
    const sections = sectionsOf(sale, seated);
    if (sections === null) return Promise.resolve(refuse('INTERNAL'));
    if (sections.length === 0) return Promise.resolve(refuse('SEATS_EMPTY'));
    const line = shows.get(sale.show.id)?.line;
    const isFull = sections.some((section) => (line?.waitingIn(section) ?? 0) >= queueMax);
    if (underWay.isDraining || isFull) return Promise.resolve(refuse('BUSY', { retryAfterMs }));
    onQueued?.(seated);
    return new Promise((resolve) => {
      underWay.begin();
      const answer = (outcome: Outcome) => {
        resolve(outcome);
        underWay.end();
      };
      const show = shows.get(sale.show.id) ?? { line: new Line(), inTheWay: 0, underWay: 0, untold: [] };
      shows.set(sale.show.id, show);
      if (show.line.add({ sale, sections, seated, answer })) pump(sale, show);
    });
  }

  /** Null for a seat outside the layout: those are refused before they get here, so it is a defect. */
  function sectionsOf(sale: Sale, seated: SeatedCommand): readonly SectionIndex[] | null {
    try {
      return sectionsTouched(sale.plan, seated);
    } catch (error) {
      options.onDefect(error);
      return null;
    }
  }

  /** Starts what may start; answers whether anything did. */
  function pump(sale: Sale, show: Show): boolean {
    const batch = show.inTheWay > 0 || show.underWay >= batchesMax ? null : show.line.take(bounds);
    if (batch !== null) void run(sale, show, batch);
    if (show.line.isIdle) shows.delete(sale.show.id);
    return batch !== null;
  }

  async function run(sale: Sale, show: Show, { jobs, sections }: LineBatch): Promise<void> {
    show.underWay++;
    show.inTheWay++;
    let isInTheWay = true;
    const makeWay = () => {
      if (isInTheWay) show.inTheWay--;
      isInTheWay = false;
    };
    const cancel = timers.after(slowMs, () => {
      makeWay();
      pump(sale, show);
    });
    const tellAll = await decide(jobs[0]?.sale ?? sale, sections, jobs);
    cancel();
    makeWay();
    show.underWay--;
    show.line.end(sections);
    show.untold.push(tellAll);
    // The database has work again before the answers are written, which takes as long as its next step.
    if (pump(sale, show)) timers.soon(() => tellUntold(show));
    else tellUntold(show);
  }

  function tellUntold(show: Show): void {
    for (const tellAll of show.untold.splice(0)) tellAll();
  }

  /** Decides a batch; calling the answered function tells and answers it. */
  async function decide(
    sale: Sale,
    sections: readonly SectionIndex[],
    jobs: readonly Job[],
  ): Promise<() => void> {
    try {
      const commands = jobs.map((job) => job.seated);
      const committed = await options.store.commit({ sale, sections, commands });
      return () => {
        tell(committed);
        for (const [index, job] of jobs.entries())
          job.answer(committed.outcomes[index] ?? refuse('INTERNAL'));
      };
    } catch (error) {
      if (error instanceof OutcomeUnknown) return () => answerAll(jobs, refuse('UNKNOWN', { retryAfterMs }));
      if (error instanceof StoreUnavailable)
        return () => answerAll(jobs, refuse('UNAVAILABLE', { retryAfterMs }));
      if (jobs.length > 1) return decideEach(sale, jobs);
      options.onDefect(error);
      return () => answerAll(jobs, refuse('INTERNAL'));
    }
  }

  /** One command must not take the others down with it: each is decided alone. */
  async function decideEach(sale: Sale, jobs: readonly Job[]): Promise<() => void> {
    for (const job of jobs) {
      const tellOne = await decide(sale, job.sections, [job]);
      tellOne();
    }
    return () => {};
  }

  /** What is in force stays in force, whatever becomes of those who are told. */
  function tell(committed: Committed): void {
    try {
      options.onCommitted(committed);
    } catch (error) {
      options.onDefect(error);
    }
  }

  return {
    submit,
    waiting: () => underWay.count,
    longest: () => Math.max(0, ...[...shows.values()].map(({ line }) => line.longest())),
    inUse: () => shows.size,
    drain: () => underWay.drain(),
  };
}

function answerAll(jobs: readonly Job[], outcome: Outcome): void {
  for (const job of jobs) job.answer(outcome);
}
