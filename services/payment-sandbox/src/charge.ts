/** What a charge is about, as it was first asked for; a repeat must be the same. */
export interface ChargeContent {
  /** In the currency's minor unit. */
  readonly amount: number;
  readonly currency: string;
  readonly method: string;
  /** Where messages about it go; null for the sandbox's own setting. */
  readonly webhookUrl: string | null;
}

/** How a charge stands. It moves pending → succeeded or declined, succeeded → refunded, and nowhere else. */
export type ChargeStatus =
  | { readonly state: 'pending'; readonly succeedsAtMs: number }
  | { readonly state: 'succeeded' }
  | { readonly state: 'declined' }
  | { readonly state: 'refunded' };

/**
 * A charge on the sandbox's books. Its content is null for a tombstone: a charge that was voided before it
 * was asked for, and that is declined when it is.
 */
export interface Charge {
  /** UUIDv7, the id of the order that is paid. */
  readonly id: string;
  readonly createdAtMs: number;
  readonly content: ChargeContent | null;
  readonly status: ChargeStatus;
}

export const chargeStates = ['pending', 'succeeded', 'declined', 'refunded'] as const;

export function isSameContent(a: ChargeContent, b: ChargeContent): boolean {
  return (
    a.amount === b.amount &&
    a.currency === b.currency &&
    a.method === b.method &&
    a.webhookUrl === b.webhookUrl
  );
}
