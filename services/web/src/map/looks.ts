import type { SeatDigit } from '@onsale/client';

/**
 * How a seat is drawn, as a small number; available seats come last, one look per price category. `dimmed` is
 * available, but not what the filter asks for.
 */
export const looks = {
  held: 0,
  sold: 1,
  blocked: 2,
  mine: 3,
  owned: 4,
  pending: 5,
  dimmed: 6,
  available: 7,
} as const;

/** What a seat is to this buyer, beyond what it is to everybody. */
export type OwnSeat = 'mine' | 'owned' | 'pending';

const lookByDigit = [looks.available, looks.held, looks.sold, looks.blocked] as const;

/**
 * The look of a seat: the buyer's own part in it first, else its state, with its price when it is available and
 * wanted.
 */
export function lookOf(digit: SeatDigit, price: number, own: OwnSeat | undefined, isWanted: boolean): number {
  if (own !== undefined) return looks[own];
  const look = lookByDigit[digit];
  if (look !== looks.available) return look;
  return isWanted ? look + price : looks.dimmed;
}

export function isOwnLook(look: number): boolean {
  return look >= looks.mine && look <= looks.pending;
}
