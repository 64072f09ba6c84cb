import type { SeatNote } from '@onsale/contracts';
import { type RowDraft, withNotesAtEnds, withoutSeats } from '../../drawing/layout.ts';
import type { Storey } from './storey.ts';

/** Nine rows with a sound desk at the back, and spaces for wheelchairs at both walls. */
export const stalls: Storey = {
  id: 'stalls',
  en: 'Stalls',
  ko: '1층',
  radius: 560,
  labels: ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J'],
  priceOf: (block, row) => {
    if (block.id === 'centre') return row < 6 ? 'vip' : 'r';
    return row < 6 ? 'r' : 's';
  },
  adapt: (row, block) => {
    if (block.id === 'centre') return isOneOf(row, 'H', 'J') ? withoutMiddle(row, 4) : row;
    if (row.label !== 'J') return row;
    const wheelchairs: SeatNote[] = ['wheelchair', 'companion', 'wheelchair', 'companion'];
    return block.id === 'left'
      ? withNotesAtEnds(row, wheelchairs, [])
      : withNotesAtEnds(row, [], wheelchairs);
  },
};

/** Five rows with a pillar in each side block. */
export const circle: Storey = {
  id: 'circle',
  en: 'Circle',
  ko: '2층',
  radius: 722,
  labels: ['A', 'B', 'C', 'D', 'E'],
  priceOf: (block, row) => (block.id === 'centre' && row < 3 ? 's' : 'a'),
  adapt: (row, block) => {
    // A pillar stands in the third row of each side block; who sits behind it sees less.
    if (block.id === 'centre') return row;
    const pillar = Math.floor(row.seats.length / 2);
    if (row.label === 'C') return withoutSeats(row, [pillar]);
    const behind: SeatNote = 'restricted-view';
    return row.label === 'D'
      ? { ...row, notes: { ...row.notes, [pillar - 1]: behind, [pillar]: behind } }
      : row;
  },
};

function isOneOf({ label }: RowDraft, ...labels: string[]): boolean {
  return labels.includes(label);
}

/** Takes seats from the middle of a row: the sound desk stands there. */
function withoutMiddle(row: RowDraft, count: number): RowDraft {
  const first = Math.round((row.seats.length - count) / 2);
  return withoutSeats(
    row,
    Array.from({ length: count }, (_, index) => first + index),
  );
}
