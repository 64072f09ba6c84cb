import type { Hold } from '../../hold.ts';
import type { EpochMs } from '../../ids.ts';
import type { SeatRecord } from '../../seat.ts';

/** A hold as if a sweeper were always in time [H2]. */
export function swept(hold: Hold, nowMs: EpochMs): Hold {
  if (hold.state !== 'active' || nowMs < hold.untilMs) return hold;
  return { ...hold, state: 'expired', seats: [], amount: 0, endedAtMs: hold.untilMs };
}

/** A seat as if a sweeper were always in time [H2]. */
export function sweptSeat(seat: SeatRecord, nowMs: EpochMs): SeatRecord {
  return seat.state === 'held' && nowMs >= seat.untilMs ? { state: 'available' } : seat;
}
