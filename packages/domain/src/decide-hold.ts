import type { Choice } from './choice.ts';
import { type Command, type Outcome, refuse } from './command.ts';
import { limitRefusal } from './decide-limits.ts';
import { judgeSingles } from './decide-singles.ts';
import type { Draft } from './draft.ts';
import type { Refusal } from './errors.ts';
import { type Hold, isLive } from './hold.ts';
import { type BuyerId, type EpochMs, type HoldId, isUuidV7, type Seat } from './ids.ts';
import { ascending, availableSeat, isFree, type SeatRecord } from './seat.ts';
import { amountOf, type Sale, type Show } from './show.ts';

type HoldCommand = Extract<Command, { kind: 'hold' }>;
type ReleaseCommand = Extract<Command, { kind: 'release' }>;

/** What is wrong with a request for seats whatever their state is, or null. Runs before anything is queued. */
export function faultOfHold(sale: Sale, id: HoldId, seats: readonly Seat[]): Refusal | null {
  if (!isUuidV7(id)) return { code: 'BAD_ID' };
  if (seats.length === 0) return { code: 'SEATS_EMPTY' };
  const outside = seats.filter((seat) => !Number.isInteger(seat) || seat < 0 || seat >= sale.plan.seatCount);
  if (outside.length > 0) return { code: 'SEAT_OUT_OF_RANGE', details: { seats: ascending(outside) } };
  return duplicateRefusal(seats);
}

function duplicateRefusal(seats: readonly Seat[]): Refusal | null {
  const repeated = seats.filter((seat, index) => seats.indexOf(seat) !== index);
  return repeated.length === 0 ? null : { code: 'SEATS_DUPLICATE', details: { seats: ascending(repeated) } };
}

/** The refusal while the sale is not open at that moment, or null. */
export function closedRefusal(show: Show, nowMs: EpochMs): Refusal | null {
  if (nowMs < show.onSaleAtMs) return { code: 'NOT_ON_SALE', details: { onSaleAtMs: show.onSaleAtMs } };
  if (show.offSaleAtMs !== null && nowMs >= show.offSaleAtMs) return { code: 'SALE_CLOSED' };
  return null;
}

/** Holds every seat asked for, or none [H1], within the buyer's cap [H4] and limits [H6] [H7]. */
export function decideHold(draft: Draft, command: HoldCommand): Outcome {
  const fault = faultOfHold(draft.sale, command.id, command.seats);
  if (fault !== null) return { ok: false, error: fault };
  const requested = ascending(command.seats);
  const earlier = draft.hold(command.id);
  if (earlier !== undefined) {
    const isRepeat =
      earlier.choice?.kind !== 'best' &&
      earlier.requested.length === requested.length &&
      earlier.requested.every((seat, index) => seat === requested[index]);
    return repeatOf(draft, earlier, command.buyer, isRepeat);
  }
  const barred = holdRefusal(draft, command.buyer, requested.length);
  if (barred !== null) return barred;
  const taken = requested.filter((seat) => !isFree(draft.seat(seat), draft.nowMs));
  if (taken.length > 0) return refuse('SEAT_TAKEN', { seats: taken });
  const singles = judgeSingles(draft, requested);
  if (singles !== null && 'ok' in singles) return singles;
  return grantHold(draft, command, requested, singles);
}

/** Sets the seats, which must be free, aside for the buyer. */
export function grantHold(
  draft: Draft,
  { id, buyer }: { readonly id: HoldId; readonly buyer: BuyerId },
  seats: readonly Seat[],
  choice: Choice | null,
): Outcome {
  const { show } = draft.sale;
  const hold: Hold = {
    id,
    show: show.id,
    buyer,
    requested: seats,
    seats,
    amount: amountOf(draft.sale, seats),
    createdAtMs: draft.nowMs,
    untilMs: draft.nowMs + show.holdMs,
    endedAtMs: null,
    state: 'active',
    extended: false,
    extendedByBuyer: false,
    order: null,
    choice,
  };
  for (const seat of seats) draft.putSeat(seat, { state: 'held', hold: id, untilMs: hold.untilMs });
  draft.putHold(hold);
  draft.tell(hold);
  return { ok: true, hold, order: null };
}

/** Why the buyer may not have so many seats more at this moment, whichever they are, or null. */
export function holdRefusal(draft: Draft, buyer: BuyerId, seats: number): Outcome | null {
  const closed = closedRefusal(draft.sale.show, draft.nowMs);
  return closed === null ? tallyRefusal(draft, buyer, seats) : { ok: false, error: closed };
}

/** [H4] [H6] [H7] */
function tallyRefusal(draft: Draft, buyer: BuyerId, seats: number): Outcome | null {
  const { show, limits } = draft.sale;
  const tally = draft.tally(buyer);
  const limited: Refusal | null =
    tally.claimed + seats > show.cap
      ? { code: 'CAP_EXCEEDED', details: { cap: show.cap, claimed: tally.claimed } }
      : limitRefusal(limits, tally, draft.nowMs);
  if (limited === null) return null;
  draft.noteTallyStood();
  return { ok: false, error: limited };
}

/** The same id again: the hold as it stands, or a refusal when anything in the command differs [H5]. */
export function repeatOf(draft: Draft, earlier: Hold, buyer: BuyerId, asksTheSame: boolean): Outcome {
  const same = asksTheSame && earlier.buyer === buyer && earlier.show === draft.sale.show.id;
  return same ? { ok: true, hold: earlier, order: null } : refuse('ID_REUSED');
}

/** Gives back a hold, or some of its seats. Giving back what was given back already is accepted [H5]. */
export function decideRelease(draft: Draft, command: ReleaseCommand): Outcome {
  const hold = ownHold(draft, command.hold, command.buyer);
  if (hold === undefined) return refuse('HOLD_NOT_FOUND');
  const asked = command.seats ?? hold.requested;
  const fault = faultOfRelease(hold, asked);
  if (fault !== null) return { ok: false, error: fault };
  const giving = asked.filter((seat) => hold.seats.includes(seat));
  if (hold.state === 'released' || (isLive(hold, draft.nowMs) && giving.length === 0))
    return { ok: true, hold, order: null };
  const unfit = unfitRefusal(draft, hold);
  if (unfit !== null) return { ok: false, error: unfit };

  for (const seat of giving) draft.putSeat(seat, availableSeat);
  const seats = hold.seats.filter((seat) => !giving.includes(seat));
  const left: Hold = { ...hold, seats, amount: amountOf(draft.sale, seats) };
  const next: Hold = seats.length > 0 ? left : { ...left, state: 'released', endedAtMs: draft.nowMs };
  draft.putHold(next);
  draft.tell(next);
  return { ok: true, hold: next, order: null };
}

/** What is wrong with the seats to give back whatever their state is, or null. */
function faultOfRelease(hold: Hold, seats: readonly Seat[]): Refusal | null {
  if (seats.length === 0) return { code: 'SEATS_EMPTY' };
  const foreign = seats.filter((seat) => !hold.requested.includes(seat));
  if (foreign.length > 0) return { code: 'SEAT_NOT_IN_HOLD', details: { seats: ascending(foreign) } };
  return duplicateRefusal(seats);
}

/** The buyer's hold of this show, as if others' holds did not exist [H3]. */
export function ownHold(draft: Draft, id: HoldId, buyer: BuyerId): Hold | undefined {
  const hold = draft.hold(id);
  return hold !== undefined && hold.buyer === buyer && hold.show === draft.sale.show.id ? hold : undefined;
}

/** Why a hold cannot be released, extended or paid at this moment, or null. */
export function unfitRefusal(draft: Draft, hold: Hold): Refusal | null {
  if (hold.state === 'expired' || (hold.state === 'active' && !isLive(hold, draft.nowMs)))
    return { code: 'HOLD_EXPIRED' };
  if (hold.state !== 'active') return { code: 'HOLD_ENDED' };
  if (hold.order !== null && draft.order(hold.order)?.state === 'pending') return { code: 'PAYMENT_PENDING' };
  return null;
}

/** Whether the seat still belongs to the hold, whatever the deadline. */
export function belongsTo(record: SeatRecord, hold: HoldId): boolean {
  return (record.state === 'held' || record.state === 'sold') && record.hold === hold;
}
