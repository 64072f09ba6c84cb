import type { Choice } from './choice.ts';
import type { BuyerId, EpochMs, HoldId, OrderId, Seat, ShowId } from './ids.ts';

/**
 * Seats set aside for one buyer. `active` holds end by release, payment or their deadline; the deadline
 * counts by itself, whether or not the sweeper has written `expired` yet [H2].
 */
export interface Hold {
  readonly id: HoldId;
  readonly show: ShowId;
  readonly buyer: BuyerId;
  /** The seats as first taken, ascending: what a repeat of a command that names seats is compared with [H5]. */
  readonly requested: readonly Seat[];
  /** The seats that are still in it, ascending. Only ever shrinks. */
  readonly seats: readonly Seat[];
  /** The price of `seats`, in the currency's minor unit. */
  readonly amount: number;
  readonly createdAtMs: EpochMs;
  readonly untilMs: EpochMs;
  /** When it let go of its last seat: its release, its deadline, or its refund; null while active or paid. */
  readonly endedAtMs: EpochMs | null;
  readonly state: HoldState;
  /** Whether a payment has moved the deadline; it does so once. */
  readonly extended: boolean;
  /** Whether its buyer has moved the deadline; he may do so once [H8]. */
  readonly extendedByBuyer: boolean;
  /** The newest attempt to pay, if any. */
  readonly order: OrderId | null;
  /** What is to be said of how its seats were chosen; null when they were named and nothing is. */
  readonly choice: Choice | null;
}

export type HoldState = 'active' | 'released' | 'expired' | 'paid' | 'refunded';

/** Whether the hold still binds its seats at that moment. */
export function isLive(hold: Hold, nowMs: EpochMs): boolean {
  return hold.state === 'active' && hold.untilMs > nowMs;
}
