import { InvariantBroken } from './errors.ts';
import type { EpochMs, HoldId, Seat } from './ids.ts';

/** One state a seat may be in. Held and sold seats name the hold that they belong to. */
export type SeatRecord =
  | { readonly state: 'available' }
  | { readonly state: 'held'; readonly hold: HoldId; readonly untilMs: EpochMs }
  | { readonly state: 'sold'; readonly hold: HoldId }
  | { readonly state: 'blocked' };

export type SeatState = SeatRecord['state'];

/** The state's digit on the wire and in the store. */
export type SeatCode = 0 | 1 | 2 | 3;

export const seatCodes = { available: 0, held: 1, sold: 2, blocked: 3 } as const satisfies Record<
  SeatState,
  SeatCode
>;

export const availableSeat: SeatRecord = { state: 'available' };
export const blockedSeat: SeatRecord = { state: 'blocked' };

/** Whether a buyer may take the seat at that moment: a hold past its deadline no longer counts [H2]. */
export function isFree(seat: SeatRecord, nowMs: EpochMs): boolean {
  return seat.state === 'available' || (seat.state === 'held' && seat.untilMs <= nowMs);
}

/**
 * The moves that [S2] allows. An overdue hold may be replaced by another hold in one step: it is the
 * same as its release followed by the hold. A held seat may be held again by the same hold, when its
 * deadline moves.
 */
export function isAllowedMove(from: SeatState, to: SeatState): boolean {
  switch (from) {
    case 'available':
      return to === 'held' || to === 'blocked' || to === 'sold';
    case 'held':
      return to === 'available' || to === 'sold' || to === 'held';
    case 'sold':
    case 'blocked':
      return to === 'available';
  }
}

/** The record behind a stored digit. Held and sold seats must come with their hold. */
export function seatRecordOf(code: number, hold: HoldId | null, untilMs: EpochMs): SeatRecord {
  if (code === seatCodes.available) return availableSeat;
  if (code === seatCodes.blocked) return blockedSeat;
  if (hold === null) throw new InvariantBroken(`a seat in state ${code} has no hold`);
  return code === seatCodes.held ? { state: 'held', hold, untilMs } : { state: 'sold', hold };
}

/** The columns of a record: what {@link seatRecordOf} reads back. */
export function seatColumnsOf(record: SeatRecord): { code: SeatCode; hold: HoldId | null; untilMs: EpochMs } {
  const code = seatCodes[record.state];
  if (record.state === 'held') return { code, hold: record.hold, untilMs: record.untilMs };
  return { code, hold: record.state === 'sold' ? record.hold : null, untilMs: 0 };
}

/** The seats in ascending order, each once. */
export function ascending(seats: readonly Seat[]): Seat[] {
  return [...new Set(seats)].sort((a, b) => a - b);
}
