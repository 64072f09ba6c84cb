/**
 * The sequential specification of one seat: what a buyer may be told if commands took effect one after the other,
 * each at one moment between its sending and its answer. Time is the database's.
 */

/** What a hold's answer said of the seat, or null when nobody knows. */
export type HoldSeen = 'active' | 'expired' | 'paid' | 'released' | null;

export type SeatAct =
  /** A hold with this seat. `untilMs` is its deadline as told; null when not told, or moved by a payment since. */
  | { readonly kind: 'take'; readonly hold: string; readonly seen: HoldSeen; readonly untilMs: number | null }
  /** Refused because the seat was taken. */
  | { readonly kind: 'refused'; readonly hold: string }
  | { readonly kind: 'give'; readonly hold: string }
  /** A command refused because the hold's time was over. */
  | { readonly kind: 'over'; readonly hold: string }
  /** A command refused because there is no such hold. */
  | { readonly kind: 'absent'; readonly hold: string }
  /** A payment starts: the deadline moves, once. `untilMs` is the deadline as told, or null. */
  | { readonly kind: 'extend'; readonly hold: string; readonly untilMs: number | null }
  | { readonly kind: 'sell'; readonly hold: string }
  /** The database's row at the end. */
  | {
      readonly kind: 'final';
      readonly state: 'available' | 'held' | 'sold';
      readonly hold: string | null;
      readonly untilMs: number;
    };

/** One act with the span in which its moment lies. `endMs` is infinite when no answer came. */
export interface SeatOp {
  readonly act: SeatAct;
  readonly startMs: number;
  readonly endMs: number;
  /** Whether it took effect; one without an answer may have, or may yet, or never. */
  readonly mustHappen: boolean;
}

export interface SeatRules {
  readonly holdMs: number;
  readonly paymentMs: number;
}

interface Occupant {
  readonly kind: 'held' | 'sold';
  readonly hold: string;
  /** The deadline lies between the two, which are equal when it was told. */
  readonly untilMsMin: number;
  readonly untilMsMax: number;
}

/** What became of a hold's claim on the seat. */
interface Trace {
  readonly phase: 'holding' | 'sold' | 'released' | 'lapsed';
  /** Whether a payment has moved the deadline. */
  readonly isExtended: boolean;
}

export interface SeatState {
  /** The earliest moment at which all acts so far can have happened. */
  readonly nowMs: number;
  readonly occupant: Occupant | null;
  /** Every hold that ever had the seat. */
  readonly traces: ReadonlyMap<string, Trace>;
}

export const freshSeat: SeatState = {
  nowMs: Number.NEGATIVE_INFINITY,
  occupant: null,
  traces: new Map(),
};

type Op<K extends SeatAct['kind']> = SeatOp & { readonly act: Extract<SeatAct, { kind: K }> };

/** The state after an act that happens next, as early as it can; null when it cannot happen next. */
export function stepSeat(state: SeatState, op: SeatOp, rules: SeatRules): SeatState | null {
  const { act } = op;
  switch (act.kind) {
    case 'take':
      return state.traces.has(act.hold)
        ? repeatTake(state, { ...op, act })
        : firstTake(state, { ...op, act }, rules);
    case 'refused':
      return refuse(state, { ...op, act });
    case 'give':
      return give(state, { ...op, act });
    case 'over':
      return over(state, { ...op, act });
    case 'absent':
      return state.traces.has(act.hold) ? null : at(state, op, op.startMs);
    case 'extend':
      return extend(state, { ...op, act }, rules);
    case 'sell':
      return sell(state, { ...op, act });
    case 'final':
      return final(state, { ...op, act });
  }
}

/** Moves to the earliest moment that is not before `fromMs`; null when that is after the act's answer. */
function at(state: SeatState, op: SeatOp, fromMs: number, change: Partial<SeatState> = {}): SeatState | null {
  const nowMs = Math.max(state.nowMs, op.startMs, fromMs);
  return nowMs <= op.endMs ? { ...state, ...change, nowMs } : null;
}

/** The same, but the moment must be before `beforeMs`. */
function before(
  state: SeatState,
  op: SeatOp,
  beforeMs: number,
  change: Partial<SeatState> = {},
): SeatState | null {
  const next = at(state, op, op.startMs, change);
  return next !== null && next.nowMs < beforeMs ? next : null;
}

function traced(state: SeatState, hold: string, change: Partial<Trace>): ReadonlyMap<string, Trace> {
  const known = state.traces.get(hold) ?? { phase: 'holding', isExtended: false };
  return new Map(state.traces).set(hold, { ...known, ...change });
}

/** The traces once the seat goes to somebody else. */
function withoutOccupant(state: SeatState): ReadonlyMap<string, Trace> {
  const { occupant, traces } = state;
  return occupant === null ? traces : traced(state, occupant.hold, { phase: 'lapsed' });
}

/** From when on the seat may be taken; infinite when it is sold. */
function freeFromMs({ occupant }: SeatState): number {
  if (occupant === null) return Number.NEGATIVE_INFINITY;
  return occupant.kind === 'sold' ? Number.POSITIVE_INFINITY : occupant.untilMsMin;
}

function firstTake(state: SeatState, op: Op<'take'>, { holdMs }: SeatRules): SeatState | null {
  const { hold, seen, untilMs } = op.act;
  if (seen === 'paid' || seen === 'released') return null;
  // A deadline that was told says when the hold was made, to the millisecond.
  const madeMs = untilMs === null ? op.startMs : untilMs - holdMs;
  const traces = new Map(withoutOccupant(state)).set(hold, { phase: 'holding', isExtended: false });
  const fromMs = Math.max(madeMs, freeFromMs(state));
  const next = at(state, op, fromMs);
  if (next === null || (untilMs !== null && next.nowMs > madeMs)) return null;
  const occupant: Occupant = {
    kind: 'held',
    hold,
    // Not told, the deadline counts from the earliest moment that the act itself allows.
    untilMsMin: untilMs ?? Math.max(fromMs, op.startMs) + holdMs,
    untilMsMax: untilMs ?? Number.POSITIVE_INFINITY,
  };
  return { ...next, occupant, traces };
}

/** The same command again: the answer is the hold as it stands. */
function repeatTake(state: SeatState, op: Op<'take'>): SeatState | null {
  const { hold, seen, untilMs } = op.act;
  const { occupant } = state;
  const phase = state.traces.get(hold)?.phase;
  const isIts = occupant?.hold === hold;
  switch (seen) {
    case null:
      return at(state, op, op.startMs);
    case 'active':
      if (!isIts || occupant.kind !== 'held') return null;
      if (untilMs === null) return at(state, op, op.startMs);
      if (untilMs < occupant.untilMsMin || untilMs > occupant.untilMsMax) return null;
      return at(state, op, op.startMs, {
        occupant: { ...occupant, untilMsMin: untilMs, untilMsMax: untilMs },
      });
    case 'paid':
      return isIts && occupant.kind === 'sold' ? at(state, op, op.startMs) : null;
    case 'released':
      return phase === 'released' ? at(state, op, op.startMs) : null;
    case 'expired':
      if (phase === 'sold' || (untilMs !== null && untilMs > op.endMs)) return null;
      return at(state, op, op.startMs);
  }
}

function refuse(state: SeatState, op: Op<'refused'>): SeatState | null {
  const { occupant } = state;
  if (occupant === null || occupant.hold === op.act.hold) return null;
  return occupant.kind === 'sold' ? at(state, op, op.startMs) : before(state, op, occupant.untilMsMax);
}

function give(state: SeatState, op: Op<'give'>): SeatState | null {
  const { hold } = op.act;
  const { occupant } = state;
  if (occupant?.hold === hold) {
    if (occupant.kind === 'sold') return null;
    return before(state, op, occupant.untilMsMax, {
      occupant: null,
      traces: traced(state, hold, { phase: 'released' }),
    });
  }
  return state.traces.get(hold)?.phase === 'released' ? at(state, op, op.startMs) : null;
}

function over(state: SeatState, op: Op<'over'>): SeatState | null {
  const { hold } = op.act;
  const { occupant } = state;
  if (!state.traces.has(hold)) return null;
  if (occupant?.hold !== hold) return at(state, op, op.startMs);
  return occupant.kind === 'sold' ? null : at(state, op, occupant.untilMsMin);
}

function extend(state: SeatState, op: Op<'extend'>, { paymentMs }: SeatRules): SeatState | null {
  const { hold, untilMs } = op.act;
  const { occupant } = state;
  const trace = state.traces.get(hold);
  if (trace === undefined) return null;
  // Seats that were given back before are not paid for; a second attempt moves nothing.
  if (trace.isExtended || trace.phase === 'released') return at(state, op, op.startMs);
  if (occupant?.hold !== hold || occupant.kind !== 'held') return null;
  const traces = traced(state, hold, { isExtended: true });
  if (untilMs === null) {
    const next = before(state, op, occupant.untilMsMax, { traces });
    if (next === null) return null;
    const untilMsMin = Math.max(occupant.untilMsMin, op.startMs + paymentMs);
    const untilMsMax = Math.max(occupant.untilMsMax, op.endMs + paymentMs);
    return { ...next, occupant: { ...occupant, untilMsMin, untilMsMax } };
  }
  if (untilMs < occupant.untilMsMin) return null;
  // A deadline that has moved says when, to the millisecond.
  const movedMs = untilMs > occupant.untilMsMax ? untilMs - paymentMs : op.startMs;
  const next = at(state, op, movedMs, {
    traces,
    occupant: { ...occupant, untilMsMin: untilMs, untilMsMax: untilMs },
  });
  if (next === null || next.nowMs >= occupant.untilMsMax) return null;
  return untilMs > occupant.untilMsMax && next.nowMs > movedMs ? null : next;
}

/** A payment that succeeded: in time, or late while the seat can be taken back. */
function sell(state: SeatState, op: Op<'sell'>): SeatState | null {
  const { hold } = op.act;
  const { occupant } = state;
  const trace = state.traces.get(hold);
  if (trace === undefined || !trace.isExtended || trace.phase === 'released') return null;
  if (occupant?.hold === hold && occupant.kind === 'sold') return at(state, op, op.startMs);
  const fromMs = occupant?.hold === hold ? op.startMs : freeFromMs(state);
  const traces = new Map(withoutOccupant(state)).set(hold, { ...trace, phase: 'sold' });
  const sold: Occupant = {
    kind: 'sold',
    hold,
    untilMsMin: Number.POSITIVE_INFINITY,
    untilMsMax: Number.POSITIVE_INFINITY,
  };
  return at(state, op, fromMs, { occupant: sold, traces });
}

function final(state: SeatState, op: Op<'final'>): SeatState | null {
  const { occupant } = state;
  const { act } = op;
  if (act.state === 'available')
    return occupant === null || occupant.kind === 'held' ? at(state, op, freeFromMs(state)) : null;
  if (occupant?.kind !== act.state || occupant.hold !== act.hold) return null;
  const isRight =
    act.state === 'sold' || (occupant.untilMsMin <= act.untilMs && act.untilMs <= occupant.untilMsMax);
  return isRight ? at(state, op, op.startMs) : null;
}

/** Acts that leave the seat as it is wherever they can happen. */
export function isReadOnly({ kind }: SeatAct): boolean {
  return kind === 'refused' || kind === 'over' || kind === 'absent' || kind === 'final';
}

/** Names everything of a state but its moment. */
export function nameOf({ occupant, traces }: SeatState): string {
  const parts = [...traces].map(([hold, { phase, isExtended }]) => `${hold} ${phase} ${isExtended}`).sort();
  if (occupant !== null)
    parts.push(`${occupant.kind} ${occupant.hold} ${occupant.untilMsMin} ${occupant.untilMsMax}`);
  return parts.join(';');
}
