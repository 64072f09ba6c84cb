import type { Call, CallOutcome } from './history.ts';
import type { HoldSeen, SeatAct, SeatOp } from './seat-spec.ts';

/** A seat's row as it was read at the end, in one consistent view. */
export interface FinalSeat {
  readonly show: string;
  readonly seat: number;
  readonly state: 'available' | 'held' | 'sold';
  readonly hold: string | null;
  readonly untilMs: number;
}

export interface Finals {
  readonly seats: readonly FinalSeat[];
  /** When they were read. */
  readonly startMs: number;
  readonly endMs: number;
}

export interface Tolerance {
  /**
   * How old a refusal may be: it may come from a mirror, which trails the database by a moment, or by as long as its
   * process stood still. What is granted may never be old.
   */
  readonly refusalAgeMsMax: number;
  /** The difference between reading this machine's clock here and in the database, rounding included. */
  readonly clockMs: number;
}

/** Each seat's acts, by `show/seat`. */
export function seatHistories(
  calls: readonly Call[],
  finals: Finals,
  tolerance: Tolerance,
): ReadonlyMap<string, readonly SeatOp[]> {
  const collector = new Collector(tolerance.clockMs);
  for (const call of calls)
    for (const { seat, act, isCertain } of actsOf(call)) {
      const ageMs = act.kind === 'refused' ? tolerance.refusalAgeMsMax : 0;
      collector.add(`${call.asked.show}/${seat}`, act, {
        startMs: call.startMs - ageMs,
        endMs: isCertain ? call.endMs : Number.POSITIVE_INFINITY,
        mustHappen: isCertain,
      });
    }
  for (const { show, seat, state, hold, untilMs } of finals.seats)
    collector.add(
      `${show}/${seat}`,
      { kind: 'final', state, hold, untilMs },
      { startMs: finals.startMs, endMs: finals.endMs, mustHappen: true },
    );
  return collector.histories;
}

class Collector {
  readonly histories = new Map<string, SeatOp[]>();
  readonly #maybe = new Set<string>();
  readonly #clockMs: number;

  constructor(clockMs: number) {
    this.#clockMs = clockMs;
  }

  add(seat: string, act: SeatAct, span: Omit<SeatOp, 'act'>): void {
    if (!span.mustHappen) {
      // The same command without an answer twice has at most one effect, at any time after it was first sent.
      const key = `${seat} ${act.kind} ${act.hold}`;
      if (this.#maybe.has(key)) return;
      this.#maybe.add(key);
    }
    const ops = this.histories.get(seat) ?? [];
    this.histories.set(seat, ops);
    ops.push({ ...span, act, startMs: span.startMs - this.#clockMs, endMs: span.endMs + this.#clockMs });
  }
}

interface SeatClaim {
  readonly seat: number;
  readonly act: SeatAct;
  /** Whether it took effect before the answer; else it may have, or may yet. */
  readonly isCertain: boolean;
}

function actsOf({ asked, outcome }: Call): SeatClaim[] {
  switch (asked.kind) {
    case 'hold':
      return actsOfHold(asked.hold, asked.seats, outcome);
    case 'release':
      return actsOfRelease(asked.hold, asked.seats, outcome);
    case 'pay':
      return actsOfPay(asked.hold, asked.seats, outcome);
  }
}

function actsOfHold(hold: string, seats: readonly number[], outcome: CallOutcome): SeatClaim[] {
  if (outcome.kind === 'unknown')
    return each(seats, { kind: 'take', hold, seen: null, untilMs: null }, false);
  if (outcome.kind === 'refused')
    return outcome.code === 'SEAT_TAKEN' ? each(outcome.seats, { kind: 'refused', hold }, true) : [];
  const body = outcome.hold;
  const untilMs = body.order === null ? Date.parse(body.expiresAt) : null;
  return seats.map((seat) => {
    const seen = seenOf(body.state, body.seats.includes(seat));
    return { seat, act: { kind: 'take', hold, seen, untilMs }, isCertain: true };
  });
}

function seenOf(state: string, isIn: boolean): HoldSeen {
  if (state === 'expired' || state === 'released') return state;
  if (!isIn) return 'released';
  return state === 'paid' ? 'paid' : 'active';
}

function actsOfRelease(hold: string, seats: readonly number[], outcome: CallOutcome): SeatClaim[] {
  if (outcome.kind === 'unknown') return each(seats, { kind: 'give', hold }, false);
  if (outcome.kind === 'ok') return each(seats, { kind: 'give', hold }, true);
  return refusedWith(outcome.code, hold, seats);
}

function refusedWith(code: string, hold: string, seats: readonly number[]): SeatClaim[] {
  if (code === 'HOLD_EXPIRED') return each(seats, { kind: 'over', hold }, true);
  if (code === 'HOLD_NOT_FOUND') return each(seats, { kind: 'absent', hold }, true);
  return [];
}

function actsOfPay(hold: string, seats: readonly number[], outcome: CallOutcome): SeatClaim[] {
  const extend = (untilMs: number | null): SeatAct => ({ kind: 'extend', hold, untilMs });
  const sell: SeatAct = { kind: 'sell', hold };
  if (outcome.kind === 'unknown') return [...each(seats, extend(null), false), ...each(seats, sell, false)];
  if (outcome.kind === 'refused') {
    if (outcome.code === 'PAYMENT_DECLINED') return each(seats, extend(null), true);
    return refusedWith(outcome.code, hold, seats);
  }
  const { order } = outcome;
  if (order === null) return [];
  const extended = each(order.seats, extend(Date.parse(outcome.hold.expiresAt)), true);
  if (order.state === 'paid') return [...extended, ...each(order.seats, sell, true)];
  return order.state === 'pending' ? [...extended, ...each(order.seats, sell, false)] : extended;
}

function each(seats: readonly number[], act: SeatAct, isCertain: boolean): SeatClaim[] {
  return seats.map((seat) => ({ seat, act, isCertain }));
}
