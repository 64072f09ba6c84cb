import type { SeatDigit } from '@onsale/client';

/** How a seat is drawn, as a small number; available seats come last, one look per price category. */
export const looks = { held: 0, sold: 1, blocked: 2, mine: 3, owned: 4, pending: 5, available: 6 } as const;

/** What a seat is to this buyer, beyond what it is to everybody. */
export type OwnSeat = 'mine' | 'owned' | 'pending';

const lookByDigit = [looks.available, looks.held, looks.sold, looks.blocked] as const;

/** The look of a seat: the buyer's own part in it first, else its state, with its price when it is available. */
export function lookOf(digit: SeatDigit, price: number, own: OwnSeat | undefined): number {
  if (own !== undefined) return looks[own];
  const look = lookByDigit[digit];
  return look === looks.available ? look + price : look;
}
