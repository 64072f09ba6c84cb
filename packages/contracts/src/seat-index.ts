import type { LocalText, Seat } from '@onsale/domain';
import type { LayoutFile, LayoutRow, LayoutSection, SeatNote } from './layout-file.ts';
import { labelAt, placeOf } from './seat-labels.ts';

/** What a buyer is told of a seat, and where it is drawn. */
export interface SeatPlace {
  readonly seat: Seat;
  /** The section's id. */
  readonly section: string;
  readonly sectionName: LocalText;
  /** The row's label. */
  readonly row: string;
  readonly label: string;
  readonly note: SeatNote | null;
  /** The price category. */
  readonly price: string;
  /** The seat's centre in drawing units. */
  readonly x: number;
  readonly y: number;
}

/** Finds seats of one layout by index and by label; built once, then cheap. */
export interface SeatIndex {
  readonly seatCount: number;
  /** Undefined when the layout has no such seat. */
  at(seat: Seat): SeatPlace | undefined;
  /** The seat with these labels; undefined when there is none. */
  find(section: string, row: string, label: string): Seat | undefined;
}

interface IndexedRow {
  readonly section: LayoutSection;
  readonly row: LayoutRow;
  /** The row's first seat. */
  readonly first: Seat;
}

/** Indexes a layout that has been checked: one entry per row, so that 200,000 seats cost little to index. */
export function createSeatIndex(layout: LayoutFile): SeatIndex {
  const rows: IndexedRow[] = [];
  const rowByLabels = new Map<string, Map<string, IndexedRow>>();
  let seatCount = 0;
  for (const section of layout.sections) {
    const rowByLabel = new Map<string, IndexedRow>();
    rowByLabels.set(section.id, rowByLabel);
    for (const row of section.rows) {
      const indexed = { section, row, first: seatCount };
      rows.push(indexed);
      rowByLabel.set(row.label, indexed);
      seatCount += row.x.length;
    }
  }
  return {
    seatCount,
    at: (seat) => {
      if (!Number.isInteger(seat) || seat < 0 || seat >= seatCount) return undefined;
      return placeIn(rowHolding(rows, seat), seat);
    },
    find: (section, row, label) => {
      const indexed = rowByLabels.get(section)?.get(row);
      if (indexed === undefined) return undefined;
      const place = placeOf(indexed.row, label);
      return place < 0 ? undefined : indexed.first + place;
    },
  };
}

/** The last row that begins at or before the seat, by binary search. */
function rowHolding(rows: readonly IndexedRow[], seat: Seat): IndexedRow | undefined {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((rows[middle]?.first ?? 0) <= seat) low = middle;
    else high = middle - 1;
  }
  return rows[low];
}

function placeIn(indexed: IndexedRow | undefined, seat: Seat): SeatPlace | undefined {
  if (indexed === undefined) return undefined;
  const { section, row, first } = indexed;
  const place = seat - first;
  const x = row.x[place];
  const y = row.y[place];
  if (x === undefined || y === undefined) return undefined;
  return {
    seat,
    section: section.id,
    sectionName: section.name,
    row: row.label,
    label: labelAt(row, place),
    note: row.notes?.[place] ?? null,
    price: row.price ?? section.price,
    x,
    y,
  };
}
