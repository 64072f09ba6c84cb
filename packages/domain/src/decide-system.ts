import { type Command, type Outcome, refuse } from './command.ts';
import { belongsTo } from './decide-hold.ts';
import type { Draft } from './draft.ts';
import { InvariantBroken } from './errors.ts';
import { type Hold, isLive } from './hold.ts';
import type { HoldId } from './ids.ts';
import { ascending, availableSeat, blockedSeat, isFree } from './seat.ts';

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>;

/**
 * The hold that a command of the system is about. The system looks its sale up, unlike a buyer, who may ask
 * for anything: one of another show is a defect of the caller, and its seats must not be touched.
 */
export function holdOfSale(draft: Draft, id: HoldId): Hold | undefined {
  const hold = draft.hold(id);
  const { show } = draft.sale;
  if (hold !== undefined && hold.show !== show.id)
    throw new InvariantBroken(`hold ${id} of show ${hold.show} came with the sale of ${show.id}`);
  return hold;
}

/**
 * Writes down that a hold's deadline has passed. Seats that another hold took since are left alone, and a
 * hold that is still live, or ended otherwise, stays as it is: any number of sweepers may ask.
 */
export function decideExpire(draft: Draft, command: Of<'expire'>): Outcome {
  const hold = holdOfSale(draft, command.hold);
  if (hold === undefined) return refuse('HOLD_NOT_FOUND');
  if (hold.state !== 'active' || isLive(hold, draft.nowMs)) return { ok: true, hold, order: null };
  for (const seat of hold.seats) {
    const record = draft.seat(seat);
    if (record.state === 'held' && belongsTo(record, hold.id)) draft.putSeat(seat, availableSeat);
  }
  // It ended at its deadline [H2], however late the sweeper is.
  const expired: Hold = { ...hold, seats: [], amount: 0, endedAtMs: hold.untilMs, state: 'expired' };
  draft.putHold(expired);
  draft.tell(expired);
  return { ok: true, hold: expired, order: null };
}

/** Takes available seats out of the sale, all or none. */
export function decideBlock(draft: Draft, command: Of<'block'>): Outcome {
  const taken = command.seats.filter((seat) => {
    const record = draft.seat(seat);
    return record.state !== 'blocked' && !isFree(record, draft.nowMs);
  });
  if (taken.length > 0) return refuse('SEAT_TAKEN', { seats: ascending(taken) });
  for (const seat of command.seats) {
    const record = draft.seat(seat);
    if (record.state === 'held') draft.putSeat(seat, availableSeat);
    if (record.state !== 'blocked') draft.putSeat(seat, blockedSeat);
  }
  return { ok: true, hold: null, order: null };
}

/** Puts blocked seats back on sale; seats that are not blocked stay as they are. */
export function decideUnblock(draft: Draft, command: Of<'unblock'>): Outcome {
  for (const seat of command.seats)
    if (draft.seat(seat).state === 'blocked') draft.putSeat(seat, availableSeat);
  return { ok: true, hold: null, order: null };
}
