import type { Words } from '../messages/format.ts';
import type { Room } from '../sale/room.ts';

type Sections = Pick<Room, 'looks' | 'geometry' | 'prices' | 'show'>;

/** How many seats of a section can be had, in words. */
export function availability(room: Pick<Sections, 'looks'>, words: Words, section: number): string {
  const count = room.looks.availableOf[section] ?? 0;
  return count === 0 ? words.text('noneAvailable') : words.count('available', count);
}

/** What a section's seats cost, whether they can be had or not. */
export function priceRange(room: Sections, words: Words, section: number): string {
  const { first = 0, count = 0 } = room.geometry.sections[section] ?? {};
  const kinds = new Set(room.geometry.priceOf.subarray(first, first + count));
  const amounts = [...kinds].map((price) => room.prices[price]?.amount ?? 0);
  const [from, to] = [Math.min(...amounts), Math.max(...amounts)].map((amount) =>
    words.money(amount, room.show.currency),
  );
  return from === to ? (from ?? '') : words.text('priceRange', { from: from ?? '', to: to ?? '' });
}
