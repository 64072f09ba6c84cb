import type { BuyerId, EpochMs, HoldId, OrderId, Seat, SectionIndex, ShowId } from './ids.ts';
import { type SeatCode, type SeatRecord, seatCodes } from './seat.ts';

/**
 * One seat's new state in a section's log: seat, state, the hold's deadline (0 when not held), and the
 * owner's mark (0 when it has none). The mark tells a mirror that a refused seat may belong to the very
 * command that asks, without keeping every hold's id in memory.
 */
export type SeatChange = readonly [seat: Seat, state: SeatCode, untilMs: EpochMs, owner: number];

/** What the log tells a buyer of his own hold. */
export interface Notice {
  readonly buyer: BuyerId;
  readonly hold: HoldId;
  readonly state: 'active' | 'released' | 'expired' | 'paid' | 'refunded';
  /** The seats that are still in the hold. */
  readonly seats: readonly Seat[];
  readonly untilMs: EpochMs;
  readonly order?: OrderId;
}

/** One committed batch of one section: what made the section's version `version` out of `version - 1`. */
export interface LogEntry {
  readonly show: ShowId;
  readonly section: SectionIndex;
  readonly version: number;
  readonly changes: readonly SeatChange[];
  readonly notices: readonly Notice[];
}

/** A section's states at a version: parallel arrays, one element per seat of the section. */
export interface SectionSnapshot {
  readonly show: ShowId;
  readonly section: SectionIndex;
  readonly version: number;
  readonly states: Uint8Array;
  readonly untilMs: Float64Array;
  readonly owners: Uint32Array;
}

/**
 * A hold id's 32-bit mark, never 0: FNV-1a (Fowler, Noll, Vo) over its UTF-16 units. A collision costs a
 * question to the database and nothing else.
 */
export function ownerMark(hold: HoldId): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < hold.length; i++) hash = Math.imul(hash ^ hold.charCodeAt(i), 0x01000193);
  return hash >>> 0 || 1;
}

/** A seat's record as the log tells it. */
export function changeOf(seat: Seat, record: SeatRecord): SeatChange {
  const code = seatCodes[record.state];
  if (record.state === 'held') return [seat, code, record.untilMs, ownerMark(record.hold)];
  if (record.state === 'sold') return [seat, code, 0, ownerMark(record.hold)];
  return [seat, code, 0, 0];
}

/** Assembles a snapshot from a section's rows, which must be one per seat in the seats' order. */
export function createSnapshot(
  ref: { show: ShowId; section: SectionIndex },
  version: number,
  rows: readonly { state: number; hold: HoldId | null; untilMs: number }[],
): SectionSnapshot {
  const states = new Uint8Array(rows.length);
  const untilMs = new Float64Array(rows.length);
  const owners = new Uint32Array(rows.length);
  for (const [index, row] of rows.entries()) {
    states[index] = row.state;
    untilMs[index] = row.untilMs;
    owners[index] = row.hold === null ? 0 : ownerMark(row.hold);
  }
  return { ...ref, version, states, untilMs, owners };
}
