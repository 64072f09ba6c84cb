/** What a charge is about, as it was first asked for; a repeat must be the same. */
export interface ChargeContent {
  /** In the currency's minor unit. */
  readonly amount: number;
  readonly currency: string;
  readonly method: string;
  /** Where messages about it go; null for the sandbox's own setting. */
  readonly webhookUrl: string | null;
  /** Where the charge's page sends its payer afterwards: a web address, or a path of the page's own host; null for nowhere. */
  readonly returnUrl: string | null;
  /** When a charge that waits for its payer is declined, in milliseconds since 1970; null for never. */
  readonly expiresAtMs: number | null;
}

/** How a charge stands. It moves pending → succeeded or declined, succeeded → refunded, and nowhere else. */
export type ChargeStatus =
  /** Succeeds by itself at that time; null when its payer decides, on the charge's page. */
  | { readonly state: 'pending'; readonly succeedsAtMs: number | null }
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
    a.webhookUrl === b.webhookUrl &&
    a.returnUrl === b.returnUrl &&
    a.expiresAtMs === b.expiresAtMs
  );
}

/** Whether its payer has to decide on its page. */
export function waitsForPayer({ status }: Charge): boolean {
  return status.state === 'pending' && status.succeedsAtMs === null;
}

/** Whether the time is over in which a charge's payer may decide. */
export function isOver({ content }: Charge, nowMs: number): boolean {
  const expiresAtMs = content?.expiresAtMs ?? null;
  return expiresAtMs !== null && expiresAtMs <= nowMs;
}
