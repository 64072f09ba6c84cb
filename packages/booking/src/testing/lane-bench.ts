import type { Command, Committed, Outcome, Sale, Seat, SeatedCommand } from '@onsale/domain';
import {
  createIdMaker,
  createRandom,
  createTestSale,
  MemoryStore,
  type TestSaleOptions,
  testShowImport,
} from '@onsale/domain/testing';
import { createLanes, type Lanes, type LanesOptions } from '../lanes.ts';
import { FakeTimers, settled } from './fake-timers.ts';
import { type RunningBatch, SlowCommits } from './slow-commits.ts';

/** Lanes on a store whose commits take until the test ends them. */
export class LaneBench {
  readonly sale: Sale;
  readonly lanes: Lanes;
  readonly timers = new FakeTimers();
  readonly slow: SlowCommits;
  readonly committed: Committed[] = [];
  readonly defects: unknown[] = [];
  readonly newId: () => string;
  /** Looks at each batch before it is decided, and may throw. */
  check: (commands: readonly Command[]) => void = () => {};

  constructor(
    options: TestSaleOptions = {},
    lanes: Partial<Pick<LanesOptions, 'queueMax' | 'batchMax' | 'onCommitted' | 'onQueued'>> = {},
  ) {
    const nowMs = 1_000_000;
    const store = new MemoryStore(() => nowMs);
    store.importNow(testShowImport(options));
    this.sale = createTestSale(options);
    this.newId = createIdMaker(createRandom(1), () => nowMs);
    this.slow = new SlowCommits((batch) => {
      this.check(batch.commands.map(({ command }) => command));
      return store.commitNow(batch);
    });
    this.lanes = createLanes({
      store: this.slow,
      timers: this.timers,
      onCommitted: (committed) => this.committed.push(committed),
      onDefect: (error) => this.defects.push(error),
      ...lanes,
    });
  }

  /** A hold by a buyer of its own, so that no cap stands in the way. */
  holdOf(...seats: readonly Seat[]): SeatedCommand {
    const id = this.newId();
    return { command: { kind: 'hold', id, buyer: `buyer of ${id}`, seats }, seats };
  }

  /** Submits a hold of these seats. */
  hold(...seats: readonly Seat[]): Promise<Outcome> {
    return this.lanes.submit(this.sale, this.holdOf(...seats));
  }

  /** The seats of each command of each batch under way. */
  running(): (readonly Seat[])[][] {
    return this.slow.running.map(({ batch }) => batch.commands.map(({ seats }) => seats));
  }

  /** The oldest batch under way. */
  oldest(): RunningBatch {
    const [oldest] = this.slow.running;
    if (oldest === undefined) throw new RangeError('no batch is under way');
    return oldest;
  }

  /** Lets so much time pass that no batch under way keeps the next from starting. */
  async makeSlow(): Promise<void> {
    await this.timers.advance(1_000);
  }

  /** Ends the oldest batch under way, and lets its lanes go on. */
  async finish(): Promise<void> {
    this.oldest().finish();
    await settled();
  }

  async finishAll(): Promise<void> {
    while (this.slow.running.length > 0) await this.finish();
  }
}

/** What an answer says in a word: the hold's state, or the refusal's code. */
export function gistOf(outcome: Outcome): string {
  return outcome.ok ? (outcome.order?.state ?? outcome.hold?.state ?? 'done') : outcome.error.code;
}

/** Collects answers as they come. */
export class Answers {
  readonly #gists = new Map<string, string[]>();

  /** Waits for an answer under that name. */
  expect(name: string, answer: Promise<Outcome>): void {
    this.#gists.set(name, []);
    void answer.then((outcome) => this.#gists.get(name)?.push(gistOf(outcome)));
  }

  /** The answers so far by name: none, or one. */
  get all(): Record<string, string> {
    return Object.fromEntries([...this.#gists].map(([name, gists]) => [name, gists.join(' and ')]));
  }
}
