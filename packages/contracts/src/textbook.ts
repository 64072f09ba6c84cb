import type { Seat } from '@onsale/domain';
import type { LayoutFile } from './layout-file.ts';

/**
 * A layout as the textbook's grid: `row` counts the layout's rows in the file's order, `col` the seats in a
 * row from left to right, both from 0.
 */
export interface TextbookGrid {
  seatAt(row: number, col: number): Seat | null;
  placeOf(seat: Seat): { readonly row: number; readonly col: number } | null;
}

export function createTextbookGrid(layout: LayoutFile): TextbookGrid {
  const firsts: number[] = [];
  let seatCount = 0;
  for (const section of layout.sections)
    for (const row of section.rows) {
      firsts.push(seatCount);
      seatCount += row.x.length;
    }
  return {
    seatAt(row, col) {
      const first = firsts[row];
      const end = firsts[row + 1] ?? seatCount;
      return first === undefined || col < 0 || first + col >= end ? null : first + col;
    },
    placeOf(seat) {
      if (seat < 0 || seat >= seatCount) return null;
      const row = firsts.findLastIndex((first) => first <= seat);
      return { row, col: seat - (firsts[row] ?? 0) };
    },
  };
}
