import type { BuyerId, EpochMs, HoldId, OrderId, Seat, ShowId } from './ids.ts';

/**
 * An attempt to pay for a hold, and the order that it becomes. Seats and amount are fixed when it starts
 * [P2]. Money that was taken is either `paid`, or `refund_due` and then `refunded` [P1].
 */
export interface Order {
  readonly id: OrderId;
  readonly hold: HoldId;
  readonly show: ShowId;
  readonly buyer: BuyerId;
  readonly seats: readonly Seat[];
  /** In the currency's minor unit. */
  readonly amount: number;
  readonly currency: string;
  readonly state: OrderState;
  readonly createdAtMs: EpochMs;
}

export type OrderState = 'pending' | 'paid' | 'declined' | 'refund_due' | 'refunded';
