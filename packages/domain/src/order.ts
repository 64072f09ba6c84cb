import type { BuyerId, EpochMs, HoldId, OrderId, Seat, ShowId } from './ids.ts';

/** Whom the house writes to about an order: the buyer's own word, and nobody else's to read. */
export interface Contact {
  readonly name: string;
  readonly email: string;
}

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
  /** As given with the attempt; null where none was. */
  readonly contact: Contact | null;
}

export function isSameContact(a: Contact | null, b: Contact | null): boolean {
  return a?.name === b?.name && a?.email === b?.email;
}

export type OrderState = 'pending' | 'paid' | 'declined' | 'refund_due' | 'refunded';
