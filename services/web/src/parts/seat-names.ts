import type { Words } from '../messages/format.ts';
import type { Room } from '../sale/room.ts';

/** A seat in full, such as "Stalls left, row C, seat 4". */
export function seatName(room: Pick<Room, 'index'>, words: Words, seat: number): string {
  const place = room.index.at(seat);
  if (place === undefined) return String(seat);
  return words.text('seatName', {
    section: words.local(place.sectionName),
    row: place.row,
    seat: place.label,
  });
}
