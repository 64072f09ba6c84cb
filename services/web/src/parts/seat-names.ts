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

/** Several seats in full, those of one row together: "Stalls left, row C, seats 4, 5, 6". */
export function seatNames(room: Pick<Room, 'index'>, words: Words, seats: readonly number[]): string {
  const rows = new Map<string, number[]>();
  for (const seat of seats) {
    const place = room.index.at(seat);
    const key = `${place?.section}/${place?.row}`;
    rows.set(key, [...(rows.get(key) ?? []), seat]);
  }
  return [...rows.values()].map((row) => rowNames(room, words, row)).join(' · ');
}

function rowNames(room: Pick<Room, 'index'>, words: Words, seats: readonly number[]): string {
  const [first = -1] = seats;
  const place = room.index.at(first);
  if (seats.length === 1 || place === undefined) return seatName(room, words, first);
  return words.text('seatsName', {
    section: words.local(place.sectionName),
    row: place.row,
    seats: seats.map((seat) => room.index.at(seat)?.label ?? seat).join(', '),
  });
}
