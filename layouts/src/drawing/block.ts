import type { RowDraft } from './layout.ts';
import { blockOutline } from './outlines.ts';
import { type Point, pointAt, rowPitch, seatsOnLine } from './seats.ts';

/** The rows of a section and its outline, before it has a name and a price. */
export interface BlockDraft {
  readonly rows: readonly RowDraft[];
  readonly outline: readonly Point[];
}

interface StraightRows {
  /** The first seat of the front row. */
  readonly first: Point;
  /** The direction of the rows, from left to right; the rows behind lie to the right of it. */
  readonly angle: number;
  readonly rowCount: number;
  readonly seatsPerRow: number;
}

/** Straight rows of equal length behind one another, labelled by number. */
export function straightRows({ first, angle, rowCount, seatsPerRow }: StraightRows): BlockDraft {
  const rows = Array.from({ length: rowCount }, (_, row) => ({
    label: String(row + 1),
    seats: seatsOnLine(pointAt(first, angle + 90, row * rowPitch), angle, seatsPerRow),
  }));
  return {
    rows,
    outline: blockOutline(
      rows.flatMap((row) => row.seats),
      angle,
    ),
  };
}

/** The rows with their prices: that of the front row is the section's, and only rows that differ name theirs. */
export function withPrices(
  rows: readonly RowDraft[],
  priceOf: (row: number) => string,
): { readonly price: string; readonly rows: readonly RowDraft[] } {
  const price = priceOf(0);
  return {
    price,
    rows: rows.map((row, index) => (priceOf(index) === price ? row : { ...row, price: priceOf(index) })),
  };
}
