import {
  InvariantBroken,
  OutcomeUnknown,
  type Seat,
  type SectionIndex,
  StoreUnavailable,
  sectionsOf,
} from '@onsale/domain';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { settled } from './testing/fake-timers.ts';
import { gistOf, LaneBench } from './testing/lane-bench.ts';

const runs = 2_000;
const runsMsMax = 60_000;
const sections = [3, 3, 3, 3];
const batchMax = 4;

const seat = fc.nat(11);
/** Most commands touch a section or two, as buyers' do. */
const seats = fc.oneof(
  { arbitrary: fc.uniqueArray(seat, { minLength: 1, maxLength: 1 }), weight: 3 },
  { arbitrary: fc.uniqueArray(seat, { minLength: 2, maxLength: 4 }), weight: 2 },
);
const moves = fc.array(
  fc.oneof(
    { arbitrary: fc.record({ kind: fc.constant('submit' as const), seats }), weight: 3 },
    { arbitrary: fc.constant({ kind: 'slow' as const }), weight: 1 },
    {
      arbitrary: fc.record({
        kind: fc.constant('end' as const),
        nth: fc.nat(3),
        how: fc.constantFrom('finish', 'finish', 'finish', 'unavailable', 'unknown'),
      }),
      weight: 2,
    },
  ),
  { maxLength: 60, size: 'max' },
);

interface Asked {
  readonly id: string;
  readonly touched: readonly SectionIndex[];
  readonly isHaunted: boolean;
  readonly gists: string[];
}

/** A sale in which some seats are haunted: whatever touches one is a defect. */
class Trial {
  readonly bench = new LaneBench({ sections }, { batchMax });
  readonly asked: Asked[] = [];
  /** The commands in the order in which the store got them, a repeat after a defect in place of the first try. */
  readonly reached = new Map<string, number>();
  readonly #haunted: Seat;
  #calls = 0;

  constructor(haunted: Seat) {
    this.#haunted = haunted;
    this.bench.check = (commands) => {
      const holds = commands.filter((command) => command.kind === 'hold');
      if (holds.some((hold) => hold.seats.includes(haunted))) throw new InvariantBroken('haunted');
    };
  }

  submit(wanted: readonly Seat[]): void {
    const { bench } = this;
    const seated = bench.holdOf(...wanted);
    const { command } = seated;
    if (command.kind !== 'hold') throw new TypeError('a hold was expected');
    const asked: Asked = {
      id: command.id,
      touched: sectionsOf(bench.sale.plan, wanted),
      isHaunted: wanted.includes(this.#haunted),
      gists: [],
    };
    this.asked.push(asked);
    void bench.lanes.submit(bench.sale, seated).then((outcome) => asked.gists.push(gistOf(outcome)));
  }

  async end(nth: number, how: 'finish' | 'unavailable' | 'unknown'): Promise<void> {
    const { running } = this.bench.slow;
    const chosen = running[nth % running.length];
    if (chosen === undefined) return;
    for (const { command } of chosen.batch.commands)
      if (command.kind === 'hold') this.reached.set(command.id, this.#calls++);
    if (how === 'finish') chosen.finish();
    else if (how === 'unavailable') chosen.fail(new StoreUnavailable('no connection'));
    else chosen.fail(new OutcomeUnknown('lost at COMMIT'));
    await settled();
  }

  /** What must hold at every moment of the batches under way. */
  checkRunning(): void {
    const { slow, sale } = this.bench;
    const locked = slow.running.flatMap(({ batch }) => batch.sections);
    expect(new Set(locked).size, 'one batch per section at a time').toBe(locked.length);
    for (const { batch } of slow.running) {
      const touched = batch.commands.flatMap((command) => command.seats);
      expect(batch.sections).toEqual(sectionsOf(sale.plan, touched));
      expect(batch.commands.length).toBeLessThanOrEqual(batchMax);
    }
  }

  async finishAll(): Promise<void> {
    // Each command reaches the store at most twice: with others, and after a defect alone.
    for (let left = 2 * this.asked.length; left > 0; left--) {
      await this.end(0, 'finish');
      this.checkRunning();
    }
    expect(this.bench.running(), 'no batch is under way for ever').toEqual([]);
  }
}

it(
  `[A1] [S3] [S4] lanes answer every command once, in one order, whatever the store does, in ${runs} random runs`,
  async () => {
    await fc.assert(
      fc.asyncProperty(moves, seat, async (history, haunted) => {
        const trial = new Trial(haunted);
        for (const move of history) {
          if (move.kind === 'submit') trial.submit(move.seats);
          else if (move.kind === 'slow') await trial.bench.makeSlow();
          else await trial.end(move.nth, move.how);
          trial.checkRunning();
        }
        await trial.finishAll();
        const { bench, asked, reached } = trial;

        for (const { gists, isHaunted } of asked) {
          expect(gists).toHaveLength(1);
          if (!isHaunted) expect(gists).not.toEqual(['INTERNAL']);
        }
        expect(bench.lanes.waiting()).toBe(0);
        expect(bench.lanes.inUse()).toBe(0);

        for (const section of sections.keys()) {
          const order = asked
            .filter(({ touched }) => touched.includes(section))
            .map(({ id }) => reached.get(id));
          expect(order, 'decided in the order of submission').toEqual(
            order.toSorted((a, b) => (a ?? 0) - (b ?? 0)),
          );
          const versions = bench.committed
            .flatMap(({ entries }) => entries)
            .filter((entry) => entry.section === section)
            .map(({ version }) => version);
          expect(versions).toEqual(versions.map((_, index) => index + 1));
        }
      }),
      { numRuns: runs },
    );
  },
  runsMsMax,
);
