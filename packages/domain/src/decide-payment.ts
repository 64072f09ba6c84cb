import { type Command, type Outcome, refuse } from './command.ts';
import { belongsTo, ownHold, unfitRefusal } from './decide-hold.ts';
import { holdOfSale } from './decide-system.ts';
import type { Draft } from './draft.ts';
import { type Hold, isLive } from './hold.ts';
import { type EpochMs, isUuidV7 } from './ids.ts';
import { isSameContact, type Order } from './order.ts';
import { availableSeat, isFree } from './seat.ts';
import type { Show } from './show.ts';

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>;

/**
 * Fixes seats and amount for one attempt to pay [P2] and gives the payment time: the first attempt moves
 * the deadline to at least `paymentMs` from its start. An attempt under way, or a paid order, answers as is.
 */
export function decideStartPayment(draft: Draft, command: Of<'startPayment'>): Outcome {
  if (!isUuidV7(command.order)) return refuse('BAD_ID');
  const hold = ownHold(draft, command.hold, command.buyer);
  if (hold === undefined) return refuse('HOLD_NOT_FOUND');
  const asked = draft.order(command.order);
  const contact = command.contact ?? null;
  if (asked !== undefined) {
    const isRepeat = asked.hold === hold.id && isSameContact(asked.contact, contact);
    return isRepeat ? { ok: true, hold, order: asked } : refuse('ID_REUSED');
  }
  const unfit = unfitRefusal(draft, hold);
  if (unfit !== null) return { ok: false, error: unfit };

  const untilMs = hold.extended
    ? hold.untilMs
    : Math.max(hold.untilMs, draft.nowMs + draft.sale.show.paymentMs);
  const order: Order = {
    id: command.order,
    hold: hold.id,
    show: hold.show,
    buyer: hold.buyer,
    seats: hold.seats,
    amount: hold.amount,
    currency: draft.sale.show.currency,
    state: 'pending',
    createdAtMs: draft.nowMs,
    contact,
  };
  const next: Hold = { ...hold, untilMs, extended: true, order: order.id };
  if (untilMs !== hold.untilMs) draft.moveDeadline(next);
  draft.putHold(next);
  draft.putOrder(order);
  draft.tell(next);
  return { ok: true, hold: next, order };
}

/**
 * Records what the provider says. Success makes the seats sold while they still belong to the hold, or,
 * when it comes late, while all of them can be taken back within the buyer's cap; otherwise the money is due
 * back [P1].
 */
export function decideSettlePayment(draft: Draft, command: Of<'settlePayment'>): Outcome {
  const found = heldOrder(draft, command);
  if (found === null || found.order.buyer !== command.buyer) return refuse('ORDER_NOT_FOUND');
  const { hold, order } = found;
  const lateSuccess = order.state === 'declined' && command.outcome === 'succeeded';
  if (lateSuccess) return owe(draft, hold, order);
  if (order.state !== 'pending') return { ok: true, hold, order };
  if (command.outcome === 'declined') {
    const declined: Order = { ...order, state: 'declined' };
    draft.putOrder(declined);
    return { ok: true, hold, order: declined };
  }
  if (!canHaveSeats(draft, hold, order)) return owe(draft, hold, order);

  for (const seat of order.seats) draft.putSeat(seat, { state: 'sold', hold: hold.id });
  const paid: Order = { ...order, state: 'paid' };
  const { seats, amount, id } = order;
  const next: Hold = { ...hold, seats, amount, endedAtMs: null, state: 'paid', order: id };
  draft.putOrder(paid);
  draft.putHold(next);
  draft.tell(next);
  return { ok: true, hold: next, order: paid };
}

/** Whether a success can have its seats: those of a live hold, or all of an overdue one's within the cap [H4]. */
function canHaveSeats(draft: Draft, hold: Hold, order: Order): boolean {
  if (hold.state !== 'active' && hold.state !== 'expired') return false;
  const { cap } = draft.sale.show;
  const late = !isLive(hold, draft.nowMs);
  if (late && draft.tally(hold.buyer).claimed + order.seats.length > cap) {
    draft.noteTallyStood();
    return false;
  }
  return order.seats.every((seat) => {
    const record = draft.seat(seat);
    return belongsTo(record, hold.id) || isFree(record, draft.nowMs);
  });
}

/** Money that came without its seats: on record as due back. */
function owe(draft: Draft, hold: Hold, order: Order): Outcome {
  const due: Order = { ...order, state: 'refund_due' };
  draft.putOrder(due);
  return { ok: true, hold, order: due };
}

/** Takes a paid order back: its seats are available again [S2] and its money is due. */
export function decideRefund(draft: Draft, command: Of<'refund'>): Outcome {
  const found = heldOrder(draft, command);
  if (found === null) return refuse('ORDER_NOT_FOUND');
  const { hold, order } = found;
  if (order.state === 'refund_due' || order.state === 'refunded') return { ok: true, hold, order };
  return order.state === 'paid' ? takeBack(draft, hold, order) : refuse('HOLD_ENDED');
}

/** Whether its buyer may give an order back at that moment [P3]. */
export function mayReturn({ returnsUntilMs }: Show, { state }: Order, nowMs: EpochMs): boolean {
  return state === 'paid' && returnsUntilMs !== null && nowMs < returnsUntilMs;
}

/** Takes a paid order back as its buyer asks, while the show allows it [P3]. */
export function decideReturn(draft: Draft, command: Of<'return'>): Outcome {
  const found = heldOrder(draft, command);
  if (found === null || found.order.buyer !== command.buyer) return refuse('ORDER_NOT_FOUND');
  const { hold, order } = found;
  if (order.state === 'refund_due' || order.state === 'refunded') return { ok: true, hold, order };
  const may = mayReturn(draft.sale.show, order, draft.nowMs);
  return may ? takeBack(draft, hold, order) : refuse('NO_RETURNS');
}

function takeBack(draft: Draft, hold: Hold, order: Order): Outcome {
  for (const seat of order.seats) draft.putSeat(seat, availableSeat);
  const next: Hold = { ...hold, seats: [], amount: 0, endedAtMs: draft.nowMs, state: 'refunded' };
  draft.putHold(next);
  const due: Order = { ...order, state: 'refund_due' };
  draft.putOrder(due);
  draft.tell(next);
  return { ok: true, hold: next, order: due };
}

/** The provider gave the money back. */
export function decideRecordRefund(draft: Draft, command: Of<'recordRefund'>): Outcome {
  const found = heldOrder(draft, command);
  if (found === null) return refuse('ORDER_NOT_FOUND');
  const { hold, order } = found;
  if (order.state === 'refunded') return { ok: true, hold, order };
  if (order.state !== 'refund_due') return refuse('HOLD_ENDED');
  const refunded: Order = { ...order, state: 'refunded' };
  draft.putOrder(refunded);
  return { ok: true, hold, order: refunded };
}

function heldOrder(draft: Draft, ids: { order: string; hold: string }): { hold: Hold; order: Order } | null {
  const hold = holdOfSale(draft, ids.hold);
  const order = draft.order(ids.order);
  if (order === undefined || hold === undefined || order.hold !== hold.id) return null;
  return { hold, order };
}
