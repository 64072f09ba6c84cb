import type { SeatNote } from '@onsale/contracts';

/** What a buyer may wish of a seat besides its price. */
export const wishes = ['wheelchair', 'companion', 'aisle', 'clear-view'] as const;
export type Wish = (typeof wishes)[number];

/** Which seats a buyer wants to see; without any price or wish, all of them. */
export interface SeatFilter {
  /** Places in the layout's price categories. */
  readonly prices: ReadonlySet<number>;
  readonly wishes: ReadonlySet<Wish>;
}

export const noFilter: SeatFilter = { prices: new Set(), wishes: new Set() };

/**
 * Whether a seat is one of the wanted: its price is, it has one of the attributes asked for, and its view is clear
 * where that is asked for.
 */
export function matches(filter: SeatFilter, price: number, note: SeatNote | null): boolean {
  if (filter.prices.size > 0 && !filter.prices.has(price)) return false;
  const isClear = note !== 'restricted-view';
  if (filter.wishes.has('clear-view') && !isClear) return false;
  const attributes = filter.wishes.size - (filter.wishes.has('clear-view') ? 1 : 0);
  return attributes === 0 || (note !== null && isClear && filter.wishes.has(note));
}

/** The filter with a price or a wish added, or taken away when it is there. */
export function toggled(filter: SeatFilter, change: { price: number } | { wish: Wish }): SeatFilter {
  if ('price' in change) return { ...filter, prices: flipped(filter.prices, change.price) };
  return { ...filter, wishes: flipped(filter.wishes, change.wish) };
}

function flipped<T>(set: ReadonlySet<T>, element: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(element)) next.add(element);
  return next;
}
