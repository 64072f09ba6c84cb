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
  sectionsOf,
} from '@onsale/domain';
import { UnderWay } from './under-way.ts';

export interface LanesOptions {
  readonly store: Pick<SaleStore, 'commit'>;
  /** Hears of every batch in force, before its commands are answered. */
  readonly onCommitted: (committed: Committed) => void;
  /** Hears of errors that no input explains; the commands concerned are answered INTERNAL. */
  readonly onDefect: (error: unknown) => void;
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
  /** Lanes with commands in them; idle ones are forgotten. */
  inUse(): number;
  /** Refuses what comes from here on and resolves when everything accepted is answered. */
  drain(): Promise<void>;
}

interface Job {
  readonly sale: Sale;
  readonly sections: readonly SectionIndex[];
  readonly seated: SeatedCommand;
  readonly answer: (outcome: Outcome) => void;
}

/** A job of several sections, waiting for the lane of `sections[next]`; it holds the ones before. */
interface Claim {
  readonly job: Job;
  readonly next: number;
}

interface Lane {
  readonly jobs: (Job | Claim)[];
  busy: boolean;
}

const retryAfterMs = 250;

/**
 * One batch per section at a time. What arrives meanwhile forms the next batch: load makes batches bigger,
 * not queues longer. A command of several sections takes their lanes in ascending order, each when its turn
 * comes there, and then runs as a batch of its own; ascending order means that no two wait for each other.
 */
export function createLanes(options: LanesOptions): Lanes {
  const queueMax = options.queueMax ?? 2_000;
  const batchMax = options.batchMax ?? 500;
  const lanes = new Map<string, Lane>();
  const underWay = new UnderWay();

  const keyOf = (show: ShowId, section: SectionIndex) => `${show}/${section}`;
  const laneOf = (key: string): Lane => {
    const lane = lanes.get(key) ?? { jobs: [], busy: false };
    lanes.set(key, lane);
    return lane;
  };

  function submit(sale: Sale, seated: SeatedCommand): Promise<Outcome> {
    const sections = sectionsTouched(sale, seated);
    if (sections === null) return Promise.resolve(refuse('INTERNAL'));
    const [first] = sections;
    if (first === undefined) return Promise.resolve(refuse('SEATS_EMPTY'));
    const key = keyOf(sale.show.id, first);
    if (underWay.isDraining || (lanes.get(key)?.jobs.length ?? 0) >= queueMax)
      return Promise.resolve(refuse('BUSY', { retryAfterMs }));
    return new Promise((resolve) => {
      underWay.begin();
      const answer = (outcome: Outcome) => {
        resolve(outcome);
        underWay.end();
      };
      enqueue(key, { sale, sections, seated, answer });
    });
  }

  /** Null for a seat outside the layout: those are refused before they get here, so it is a defect. */
  function sectionsTouched(sale: Sale, seated: SeatedCommand): readonly SectionIndex[] | null {
    try {
      return sectionsOf(sale.plan, seated.seats);
    } catch (error) {
      options.onDefect(error);
      return null;
    }
  }

  function enqueue(key: string, entry: Job | Claim): void {
    laneOf(key).jobs.push(entry);
    pump(key);
  }

  function pump(key: string): void {
    const lane = lanes.get(key);
    if (lane === undefined || lane.busy) return;
    const [head] = lane.jobs;
    if (head === undefined) {
      lanes.delete(key);
      return;
    }
    lane.busy = true;
    if ('next' in head || head.sections.length > 1) {
      lane.jobs.shift();
      advance('next' in head ? head : { job: head, next: 0 });
      return;
    }
    const stop = lane.jobs.findIndex((entry) => 'next' in entry || entry.sections.length > 1);
    const length = Math.min(stop === -1 ? lane.jobs.length : stop, batchMax);
    const batch = lane.jobs.splice(0, length) as Job[];
    void run(head.sale, head.sections, batch);
  }

  /** The claim got its next lane: on to the one after, or to the batch. */
  function advance(claim: Claim): void {
    const { job } = claim;
    const next = claim.next + 1;
    const section = job.sections[next];
    if (section === undefined) void run(job.sale, job.sections, [job]);
    else enqueue(keyOf(job.sale.show.id, section), { job, next });
  }

  async function run(sale: Sale, sections: readonly SectionIndex[], jobs: readonly Job[]): Promise<void> {
    await decide(sale, sections, jobs);
    for (const section of sections) {
      const key = keyOf(sale.show.id, section);
      laneOf(key).busy = false;
      pump(key);
    }
  }

  async function decide(sale: Sale, sections: readonly SectionIndex[], jobs: readonly Job[]): Promise<void> {
    try {
      const commands = jobs.map((job) => job.seated);
      const committed = await options.store.commit({ sale, sections, commands });
      tell(committed);
      for (const [index, job] of jobs.entries()) job.answer(committed.outcomes[index] ?? refuse('INTERNAL'));
    } catch (error) {
      if (error instanceof OutcomeUnknown) answerAll(jobs, refuse('UNKNOWN', { retryAfterMs }));
      else if (error instanceof StoreUnavailable) answerAll(jobs, refuse('UNAVAILABLE', { retryAfterMs }));
      else if (jobs.length === 1) {
        options.onDefect(error);
        answerAll(jobs, refuse('INTERNAL'));
      } else {
        // One command must not take the others down with it: each is decided alone.
        for (const job of jobs) await decide(sale, sections, [job]);
      }
    }
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
    inUse: () => lanes.size,
    drain: () => underWay.drain(),
  };
}

function answerAll(jobs: readonly Job[], outcome: Outcome): void {
  for (const job of jobs) job.answer(outcome);
}
