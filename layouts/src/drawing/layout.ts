import type { LayoutFile, LayoutMark, LayoutRow, LayoutSection, SeatNote } from '@onsale/contracts';
import type { Point } from './seats.ts';

/** A row before its seats' centres are rounded. */
export interface RowDraft extends Omit<LayoutRow, 'x' | 'y'> {
  readonly seats: readonly Point[];
}

/** A section before it has its place in the layout's numbering. */
export interface SectionDraft extends Omit<LayoutSection, 'first' | 'count' | 'rows' | 'outline'> {
  readonly outline: readonly Point[];
  readonly rows: readonly RowDraft[];
}

/** A mark before its points are rounded. */
export interface MarkDraft extends Omit<LayoutMark, 'points'> {
  readonly points: readonly Point[];
}

interface LayoutDraft extends Pick<LayoutFile, 'name' | 'width' | 'height' | 'prices'> {
  readonly sections: readonly SectionDraft[];
  readonly marks: readonly MarkDraft[];
  /** Coordinates are rounded to multiples of it: 1 keeps a large file small, 0.1 keeps a curve smooth. */
  readonly precision: 1 | 0.1;
}

/** Numbers the sections' seats one after the other, and rounds every coordinate. */
export function layoutOf({ sections, marks, precision, ...frame }: LayoutDraft): LayoutFile {
  const round = (coordinate: number) => Math.round(coordinate / precision) / (1 / precision);
  const rounded = ([x, y]: Point): [number, number] => [round(x), round(y)];
  let next = 0;
  const numbered = sections.map(({ id, name, price, outline, rows }): LayoutSection => {
    const first = next;
    const count = rows.reduce((total, row) => total + row.seats.length, 0);
    next += count;
    return { id, name, first, count, price, outline: outline.map(rounded), rows: rows.map(rowOf) };
  });
  function rowOf({ seats, ...row }: RowDraft): LayoutRow {
    return { ...row, x: seats.map(([x]) => round(x)), y: seats.map(([, y]) => round(y)) };
  }
  return {
    format: 'onsale-layout/1',
    ...frame,
    sections: numbered,
    marks: marks.map((mark) => ({ ...mark, points: mark.points.map(rounded) })),
  };
}

/**
 * The row without the seats at some places, where a pillar or a desk stands. The other seats keep their
 * numbers, so they are written out.
 */
export function withoutSeats(row: RowDraft, places: readonly number[]): RowDraft {
  const { from = 1, step = 1, seats, notes = {}, ...rest } = row;
  const kept = [...seats.keys()].filter((place) => !places.includes(place));
  const keptNotes = kept.flatMap((place, index) => {
    const note = notes[place];
    return note === undefined ? [] : [[index, note] as const];
  });
  return {
    ...rest,
    labels: kept.map((place) => String(from + place * step)),
    seats: seats.filter((_, place) => !places.includes(place)),
    ...(keptNotes.length === 0 ? {} : { notes: Object.fromEntries(keptNotes) }),
  };
}

/** The row with notes at both ends, from the outermost seat inwards. */
export function withNotesAtEnds(
  row: RowDraft,
  left: readonly SeatNote[],
  right: readonly SeatNote[],
): RowDraft {
  const last = row.seats.length - 1;
  const notes = [
    ...left.map((note, index) => [index, note] as const),
    ...right.map((note, index) => [last - index, note] as const),
  ];
  return { ...row, notes: { ...row.notes, ...Object.fromEntries(notes) } };
}
