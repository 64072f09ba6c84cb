import { type Command, isFree, type LogEntry, type Seat, StoreUnavailable } from '@onsale/domain';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SectionMirror } from './mirror.ts';
import type { MirrorStep } from './mirror-step.ts';
import { settled } from './testing/fake-timers.ts';
import { dayOneMs, MirrorBench } from './testing/mirror-bench.ts';

const runs = 1_500;
const runsMsMax = 60_000;
const headsEveryMs = 1_000;
const sections = [4, 4];

type Move =
  | { readonly kind: 'hold' | 'block' | 'unblock'; readonly seats: readonly Seat[] }
  | { readonly kind: 'release' | 'expire'; readonly nth: number }
  /** The n-th entry under way arrives; it may arrive again later. */
  | { readonly kind: 'deliver'; readonly nth: number; readonly isDoubled: boolean }
  | { readonly kind: 'lose'; readonly nth: number }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'trim'; readonly keep: number }
  | { readonly kind: 'outage'; readonly isDown: boolean }
  | { readonly kind: 'open'; readonly section: number };

const seats = fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 3 });
const nth = fc.nat(9);
const move: fc.Arbitrary<Move> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constantFrom('hold', 'block', 'unblock'), seats }), weight: 6 },
  { arbitrary: fc.record({ kind: fc.constantFrom('release', 'expire'), nth }), weight: 2 },
  { arbitrary: fc.record({ kind: fc.constant('deliver'), nth, isDoubled: fc.boolean() }), weight: 8 },
  { arbitrary: fc.record({ kind: fc.constant('lose'), nth }), weight: 2 },
  {
    arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.constantFrom(0, 10, 30, 700, 1_500) }),
    weight: 2,
  },
  { arbitrary: fc.record({ kind: fc.constant('trim'), keep: fc.nat(3) }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constant('outage'), isDown: fc.boolean() }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constant('open'), section: fc.nat(1) }), weight: 2 },
);

/** What somebody downstream of a mirror makes of its steps alone. */
interface Shadow {
  version: number;
  readonly states: number[];
}

class Trial {
  readonly bench = new MirrorBench({ sections, cap: 100, holdMs: 800 }, { idleMs: 2_500 });
  readonly shadows = new Map<SectionMirror, Shadow>();
  readonly holds: string[] = [];
  readonly #underWay: LogEntry[] = [];
  #stepsSeen = 0;

  /** A move that the rules refuse has no effect, which is as good as any. */
  #commit(command: Command, touched: readonly Seat[]): void {
    const { bench } = this;
    const { entries } = bench.inner.commitNow({
      sale: bench.sale,
      sections: [0, 1],
      commands: [{ command, seats: touched }],
    });
    this.#underWay.push(...entries);
  }

  async make(move: Move): Promise<void> {
    const { bench } = this;
    const pick = <T>(items: readonly T[], index: number): T | undefined => items[index % items.length];
    switch (move.kind) {
      case 'hold': {
        const id = bench.newId();
        this.holds.push(id);
        this.#commit({ kind: 'hold', id, buyer: 'ann', seats: move.seats }, move.seats);
        break;
      }
      case 'block':
      case 'unblock':
        this.#commit({ kind: move.kind, seats: move.seats }, move.seats);
        break;
      case 'release':
      case 'expire': {
        const hold = bench.inner.holdNow(pick(this.holds, move.nth) ?? '');
        if (hold === null) break;
        if (move.kind === 'expire') this.#commit({ kind: 'expire', hold: hold.id }, hold.requested);
        else this.#commit({ kind: 'release', hold: hold.id, buyer: 'ann', seats: null }, hold.requested);
        break;
      }
      case 'deliver':
      case 'lose': {
        const entry = pick(this.#underWay, move.nth);
        if (entry === undefined) break;
        if (move.kind === 'lose' || !move.isDoubled) this.#underWay.splice(this.#underWay.indexOf(entry), 1);
        if (move.kind === 'deliver') bench.mirrors.receive([entry]);
        break;
      }
      case 'wait':
        await bench.timers.advance(move.ms);
        break;
      case 'trim':
        await bench.inner.trimLog(move.keep, 100);
        break;
      case 'outage':
        bench.tap.before = () => {
          if (move.isDown) throw new StoreUnavailable('no connection');
        };
        break;
      case 'open':
        this.open(move.section);
        break;
    }
  }

  open(section: number): void {
    void this.bench.mirrors.open(this.bench.sale, section).then(
      (mirror) => {
        if (this.shadows.has(mirror)) return;
        this.shadows.set(mirror, { version: mirror.version, states: [...mirror.states].map(Number) });
      },
      () => {},
    );
  }

  /** Steps must follow one another without a hole. */
  follow(): void {
    for (const step of this.bench.steps.slice(this.#stepsSeen)) this.#followStep(step);
    this.#stepsSeen = this.bench.steps.length;
  }

  #followStep({ mirror, from, to, changes }: MirrorStep): void {
    const shadow = this.shadows.get(mirror);
    if (shadow === undefined) throw new RangeError('a mirror stepped that nobody opened');
    expect(from).toBe(shadow.version);
    expect(to).toBeGreaterThan(from);
    shadow.version = to;
    for (const [seat, state] of changes) shadow.states[seat - mirror.first] = state;
  }

  /** What must hold once faults have stopped for one round of heads. */
  checkHealed(): void {
    const { bench, shadows } = this;
    for (const section of [0, 1]) {
      const mirror = bench.mirrors.peek(bench.sale.show.id, section);
      if (mirror === undefined) throw new RangeError(`section ${section} is not mirrored`);
      const stored = bench.stored(section);
      expect(mirror).toMatchObject({ ...stored, isBehind: false, early: 0 });
      expect(shadows.get(mirror)).toEqual({
        version: stored.version,
        states: [...stored.states].map(Number),
      });
      this.#checkRefusals(mirror);
    }
  }

  #checkRefusals(mirror: SectionMirror): void {
    const { bench } = this;
    const nowMs = dayOneMs + bench.timers.monotonicMs();
    const stranger = bench.newId();
    for (const seat of [0, 1, 2, 3].map((place) => mirror.first + place)) {
      const record = bench.inner.seatNow(bench.sale.show.id, seat);
      expect(mirror.isTaken(seat, stranger, nowMs)).toBe(!isFree(record, nowMs));
      if (record.state === 'held') expect(mirror.isTaken(seat, record.hold, nowMs)).toBe(false);
    }
  }
}

it(
  `[L2] [L3] mirrors equal the store one round of heads after faults stop, in ${runs} random histories`,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 80, size: 'max' }), async (history) => {
        const trial = new Trial();
        const { bench } = trial;
        for (const section of [0, 1]) trial.open(section);
        await settled();
        for (const next of history) {
          await trial.make(next);
          await settled();
          trial.follow();
        }
        bench.tap.before = () => {};
        for (const section of [0, 1]) trial.open(section);
        await bench.timers.advance(headsEveryMs);
        trial.follow();
        trial.checkHealed();
      }),
      { numRuns: runs },
    );
  },
  runsMsMax,
);
