import {
  type BuyerId,
  type EpochMs,
  type ErrorCode,
  errorCodes,
  type Hold,
  type HoldId,
  type Order,
  type Outcome,
  type Seat,
} from '@onsale/domain';
import type { Machine } from '../machine.ts';
import { type Ask, type Attempt, type HoldAsk, isHoldAsk } from '../sale/ask.ts';
import type { World } from '../world.ts';
import { type Change, ownerOf, type Truth } from './truth.ts';

/** Seats that somebody was told are his. */
interface Claim {
  readonly seats: readonly Seat[];
  /** Until when; infinite for what he has paid for. */
  readonly untilMs: EpochMs;
}

const codes: ReadonlySet<string> = new Set(errorCodes);
/** A refusal may speak of a moment so long before it was asked for [H1]. */
const refusalAgeMsMax = 2_000;
/** Answers after which an attempt may still come into force. */
const openEnded: ReadonlySet<ErrorCode> = new Set(['UNKNOWN', 'INTERNAL']);

/**
 * What clients were told, as a record of its own: every acceptance must have been in force when it was told [L1] and
 * its seats must stay with whoever was told so [S1]; every attempt must be answered [A1], and alike [H5].
 */
export class AnswerChecks {
  readonly #world: World;
  readonly #truth: Truth;
  readonly #claims = new Map<HoldId, Claim>();
  /** Holds whose owner or an operator has asked for their end: their seats may go at any time. */
  readonly #letGo = new Set<HoldId>();
  readonly #open = new Set<Attempt>();
  /** Attempts at each hold that may come into force still. */
  readonly #alive = new Map<HoldId, number>();

  constructor(world: World, truth: Truth) {
    this.#world = world;
    this.#truth = truth;
  }

  /** Attempts without an answer, of processes that still live. */
  openOn(machines: readonly Machine[]): readonly Attempt[] {
    const lives = new Map(machines.map(({ name, life }) => [name, life]));
    return [...this.#open].filter(({ process, life }) => lives.get(process) === life);
  }

  asked(machine: Machine, buyer: BuyerId, ask: Ask): Attempt {
    const isRepeat = isHoldAsk(ask) && this.#truth.hold(ask.id) !== undefined;
    const { name: process, life } = machine;
    const attempt = { ask, buyer, process, life, atMs: this.#world.nowMs, isRepeat };
    this.#open.add(attempt);
    if (isHoldAsk(ask)) this.#alive.set(ask.id, (this.#alive.get(ask.id) ?? 0) + 1);
    if (ask.kind === 'release') this.#letGo.add(ask.hold);
    if (ask.kind === 'refund' || ask.kind === 'return')
      this.#letGo.add(this.#truth.order(ask.order)?.hold ?? '');
    return attempt;
  }

  answered(attempt: Attempt, outcome: Outcome): void {
    this.#open.delete(attempt);
    if (outcome.ok) this.#checkAcceptance(attempt, outcome.hold, outcome.order);
    else this.#checkRefusal(attempt, outcome.error.code, outcome.error.details?.seats ?? []);
    if (isHoldAsk(attempt.ask) && (outcome.ok || !openEnded.has(outcome.error.code)))
      this.#alive.set(attempt.ask.id, (this.#alive.get(attempt.ask.id) ?? 1) - 1);
  }

  /** After a commit: nothing came into force of which everybody was told that it did not. */
  checkChange({ before, after }: Change): void {
    for (const id of after.holds.keys())
      if (!before.holds.has(id) && (this.#alive.get(id) ?? 0) <= 0)
        this.#world.break('A1', 'a hold came into force after every attempt at it was answered', { id });
  }

  /** [S1] Every seat that somebody was told is his, is his. */
  checkClaims(): void {
    const nowMs = this.#world.epochMs;
    for (const [hold, { seats, untilMs }] of this.#claims) {
      if (untilMs <= nowMs || this.#letGo.has(hold)) {
        this.#claims.delete(hold);
        continue;
      }
      for (const seat of seats)
        if (ownerOf(this.#truth.seats[seat]) !== hold)
          this.#world.break('S1', `seat ${seat} is not with whom it was promised to`, {
            hold,
            untilMs,
            nowMs,
            found: this.#truth.seats[seat],
          });
    }
  }

  #checkAcceptance(attempt: Attempt, hold: Hold | null, order: Order | null): void {
    const { ask, buyer } = attempt;
    if (hold !== null) {
      if (!this.#wasInForce(hold))
        this.#world.break('L1', 'a hold was told that was not in force', { ask, hold });
      if (ask.kind !== 'refund' && hold.buyer !== buyer)
        this.#world.break('H3', `${buyer} was told of the hold of ${hold.buyer}`, { ask, hold });
      if (isHoldAsk(ask) && (hold.id !== ask.id || !isAnswerTo(hold, ask)))
        this.#world.break('H1', 'the answer is not to what was asked', { ask, hold });
      this.#claim(hold);
    }
    if (order !== null && !this.#wasInForce(order))
      this.#world.break('L1', 'an order was told that was not in force', { ask, order });
  }

  #wasInForce(told: Hold | Order): boolean {
    const { holds, orders, answered } = this.#truth;
    return [holds, orders, answered].some(
      (rows) => rows.get(told.id)?.some((row) => isSame(row, told)) ?? false,
    );
  }

  #claim(hold: Hold): void {
    const isPaid = hold.state === 'paid';
    if (this.#letGo.has(hold.id) || (!isPaid && hold.state !== 'active')) return;
    const untilMs = isPaid ? Number.POSITIVE_INFINITY : hold.untilMs;
    const known = this.#claims.get(hold.id);
    if (known === undefined || known.untilMs < untilMs)
      this.#claims.set(hold.id, { seats: hold.seats, untilMs });
  }

  #checkRefusal(attempt: Attempt, code: ErrorCode, seats: readonly Seat[]): void {
    const { ask, isRepeat, process } = attempt;
    if (!codes.has(code) || code === 'INTERNAL') this.#world.break('A1', `${process} answered ${code}`, ask);
    if (!isHoldAsk(ask)) return;
    if (isRepeat && code !== 'ID_REUSED' && !['UNKNOWN', 'UNAVAILABLE', 'BUSY'].includes(code))
      this.#checkRepeated(attempt, code);
    if (code === 'SEAT_TAKEN')
      for (const seat of seats)
        if (!this.#truth.wasTakenSince(seat, attempt.atMs - refusalAgeMsMax))
          this.#world.break('H1', `seat ${seat} was free all the time`, ask);
  }

  /** [H5] A hold that is in force, asked for word for word, is answered as it stands. */
  #checkRepeated({ ask, buyer }: Attempt, code: ErrorCode): void {
    if (!isHoldAsk(ask)) return;
    const [hold] = this.#truth.holds.get(ask.id) ?? [];
    if (hold?.buyer === buyer && isAnswerTo(hold, ask))
      this.#world.break('H5', `a hold that is in force was answered ${code}`, { ask, hold });
  }
}

/** Whether the hold is what was asked for, whoever asked. */
function isAnswerTo({ requested, choice }: Hold, ask: HoldAsk): boolean {
  if (ask.kind === 'hold') return choice?.kind !== 'best' && `${requested}` === `${sorted(ask.seats)}`;
  return choice?.kind === 'best' && isSame(choice.wish, ask.wish);
}

function isSame(a: object, b: object): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function sorted(seats: readonly Seat[]): Seat[] {
  return [...new Set(seats)].sort((a, b) => a - b);
}
