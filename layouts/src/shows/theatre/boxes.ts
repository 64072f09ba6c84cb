import type { RowDraft, SectionDraft } from '../../drawing/layout.ts';
import { blockOutline } from '../../drawing/outlines.ts';
import { type Point, pointAt, seatsAroundTable } from '../../drawing/seats.ts';

interface BoxesDraft {
  readonly id: string;
  readonly en: string;
  readonly ko: string;
  /** The number of the box nearest the stage. */
  readonly first: number;
  /** The middle of that box. */
  readonly nearest: Point;
  /** The direction of the wall, away from the stage. */
  readonly wall: number;
}

/** Four boxes along a wall, each a small table with four chairs; a box is a row. */
export function boxSection({ id, en, ko, first, nearest, wall }: BoxesDraft): SectionDraft {
  const rows = Array.from({ length: 4 }, (_, index): RowDraft => {
    const seats = seatsAroundTable(pointAt(nearest, wall, index * 40), 9, 4);
    const row = { label: String(first + index), seats };
    return index === 0 ? { ...row, notes: { 0: 'restricted-view' } } : row;
  });
  const seats = rows.flatMap((row) => row.seats);
  return { id, name: { en, ko }, price: 'r', outline: blockOutline(seats, wall), rows };
}
