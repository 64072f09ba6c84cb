import type { BestWish, BuyerId, HoldId, OrderId, Outcome, Seat } from '@onsale/domain';

/** What a client asks a process for. Its id makes repeats safe. */
export type Ask =
  | { readonly kind: 'hold'; readonly id: HoldId; readonly seats: readonly Seat[] }
  | { readonly kind: 'best'; readonly id: HoldId; readonly wish: BestWish }
  | { readonly kind: 'release'; readonly hold: HoldId; readonly seats: readonly Seat[] | null }
  | { readonly kind: 'extend'; readonly hold: HoldId }
  | { readonly kind: 'pay'; readonly hold: HoldId; readonly order: OrderId; readonly method: string }
  | { readonly kind: 'return'; readonly order: OrderId }
  | { readonly kind: 'refund'; readonly order: OrderId };

/** One time that something was asked for, from when a process took it up. */
export interface Attempt {
  readonly ask: Ask;
  readonly buyer: BuyerId;
  readonly process: string;
  /** The process's life that works on it. */
  readonly life: number;
  readonly atMs: number;
  /** Whether the hold that is asked for was in force already. */
  readonly isRepeat: boolean;
}

/** An ask that makes a hold of its own. */
export type HoldAsk = Extract<Ask, { kind: 'hold' | 'best' }>;

export function isHoldAsk(ask: Ask): ask is HoldAsk {
  return ask.kind === 'hold' || ask.kind === 'best';
}

/** Refusals that say nothing for good: the same may be asked again. */
const passing: ReadonlySet<string> = new Set(['UNKNOWN', 'UNAVAILABLE', 'BUSY']);

/** Whether the answer stands, so that the client need not ask again. */
export function isDefinite(outcome: Outcome): boolean {
  if (!outcome.ok) return !passing.has(outcome.error.code);
  return outcome.order === null || outcome.order.state !== 'pending';
}
