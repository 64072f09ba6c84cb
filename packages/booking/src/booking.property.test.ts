import type { ErrorCode, Outcome } from '@onsale/domain';
import { sectionsOf } from '@onsale/domain';
import { MemoryStore, testShowImport } from '@onsale/domain/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { settled } from './testing/fake-timers.ts';
import { dayOneMs, SaleBench } from './testing/sale-bench.ts';

const runs = 1_000;
const runsMsMax = 60_000;
const buyers = ['ann', 'bob', 'cy'];
const options = {
  sections: [3, 3],
  cap: 3,
  holdMs: 2_000,
  onSaleAtMs: dayOneMs + 500,
  offSaleAtMs: dayOneMs + 12_000,
};

type Move =
  | {
      readonly kind: 'hold';
      readonly process: number;
      readonly buyer: number;
      readonly seats: readonly number[];
    }
  /** A hold command once more, word for word or by another buyer, through any process. */
  | { readonly kind: 'repeat'; readonly process: number; readonly nth: number; readonly isForeign: boolean }
  | {
      readonly kind: 'release';
      readonly process: number;
      readonly nth: number;
      readonly seats: number | null;
    }
  | { readonly kind: 'wait'; readonly ms: number };

const processIndex = fc.nat(1);
const nth = fc.nat(9);
const move: fc.Arbitrary<Move> = fc.oneof(
  {
    arbitrary: fc.record({
      kind: fc.constant('hold'),
      process: processIndex,
      buyer: fc.nat(buyers.length - 1),
      seats: fc.oneof(
        { arbitrary: fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 3 }), weight: 9 },
        { arbitrary: fc.array(fc.constantFrom(-1, 0, 5, 6), { maxLength: 4 }), weight: 1 },
      ),
    }),
    weight: 6,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant('repeat'),
      process: processIndex,
      nth,
      isForeign: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
    }),
    weight: 4,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant('release'),
      process: processIndex,
      nth,
      seats: fc.oneof(fc.constant(null), fc.nat(5)),
    }),
    weight: 4,
  },
  { arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.constantFrom(1, 100, 600, 1_500) }), weight: 2 },
);

interface Asked {
  readonly id: string;
  readonly buyer: string;
  readonly seats: readonly number[];
}

/** What the mirror may say first, where the store would have refused for a reason of its own. */
const instead: Partial<Record<ErrorCode, readonly ErrorCode[]>> = {
  SEAT_TAKEN: ['SEAT_TAKEN', 'CAP_EXCEEDED', 'NOT_ON_SALE', 'SALE_CLOSED', 'ID_REUSED'],
  CAP_EXCEEDED: ['CAP_EXCEEDED', 'NOT_ON_SALE', 'SALE_CLOSED'],
};

function expectSame(answer: Outcome, judged: Outcome): void {
  if (answer.ok || judged.ok) {
    expect(answer).toEqual(judged);
    return;
  }
  expect(instead[answer.error.code] ?? [answer.error.code]).toContain(judged.error.code);
}

/** Two processes with mirrors, beside a store that is asked everything. */
class Trial {
  readonly bench = new SaleBench(options);
  readonly rooms = [this.bench.room, this.bench.open()];
  readonly judge = new MemoryStore(() => this.bench.nowMs);
  readonly asked: Asked[] = [];

  async begin(): Promise<void> {
    this.judge.importNow(testShowImport(options));
    for (const room of this.rooms)
      for (const section of this.bench.sale.plan.sections.keys())
        await room.mirrors.open(this.bench.sale, section);
  }

  #judgeHold({ id, buyer, seats }: Asked): Outcome {
    const { sale } = this.bench;
    const inside = seats.filter((seat) => seat >= 0 && seat < sale.plan.seatCount);
    const command = { kind: 'hold', id, buyer, seats } as const;
    return this.#judged(command, inside);
  }

  #judged(
    command: Parameters<MemoryStore['commitNow']>[0]['commands'][0]['command'],
    touched: readonly number[],
  ) {
    const { sale } = this.bench;
    const [outcome] = this.judge.commitNow({
      sale,
      sections: sectionsOf(sale.plan, touched),
      commands: [{ command, seats: touched }],
    }).outcomes;
    if (outcome === undefined) throw new Error('one command must have one outcome');
    return outcome;
  }

  async hold(process: number, asked: Asked): Promise<void> {
    const booking = this.rooms[process]?.booking;
    const answer = await booking?.hold(asked.buyer, this.bench.sale.show.id, asked.id, asked.seats);
    if (answer !== undefined) expectSame(answer, this.#judgeHold(asked));
  }

  async make(move: Move): Promise<void> {
    const { bench } = this;
    const asked = 'nth' in move ? this.asked[move.nth % this.asked.length] : undefined;
    if (move.kind === 'hold') {
      const next = { id: bench.newId(), buyer: buyers[move.buyer] ?? '', seats: move.seats };
      this.asked.push(next);
      await this.hold(move.process, next);
    } else if (move.kind === 'repeat' && asked !== undefined) {
      await this.hold(move.process, move.isForeign ? { ...asked, buyer: 'mallory' } : asked);
    } else if (move.kind === 'release' && asked !== undefined) {
      const seats = move.seats === null ? null : [move.seats];
      const answer = await this.rooms[move.process]?.booking.release(asked.buyer, asked.id, seats);
      const touched = this.judge.holdNow(asked.id)?.requested ?? [];
      const release = { kind: 'release', hold: asked.id, buyer: asked.buyer, seats } as const;
      expect(answer).toEqual(this.#judged(release, touched));
    } else if (move.kind === 'wait') await bench.timers.advance(move.ms);
    await settled();
  }
}

it(
  `[S1] [H1] [H2] [H3] [H4] [H5] early refusals and mirrors change no answer, in ${runs} random histories`,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 50, size: 'max' }), async (history) => {
        const trial = new Trial();
        await trial.begin();
        for (const next of history) await trial.make(next);
        const { bench, judge } = trial;
        for (const section of [0, 1]) {
          const ref = { show: bench.sale.show.id, section };
          expect(bench.inner.snapshotNow(ref)).toEqual(judge.snapshotNow(ref));
        }
        expect(bench.errors).toEqual([]);
      }),
      { numRuns: runs },
    );
  },
  runsMsMax,
);
