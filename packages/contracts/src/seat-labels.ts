import type { LayoutRow } from './layout-file.ts';

const fromDefault = 1;
const stepDefault = 1;

/** The label of the seat at a place in its row, counted from 0. The place must be inside the row. */
export function labelAt(row: LayoutRow, place: number): string {
  if (row.labels === undefined) return String((row.from ?? fromDefault) + (row.step ?? stepDefault) * place);
  return row.labels[place] ?? '';
}

/** The place of a labelled seat in its row, or -1. */
export function placeOf(row: LayoutRow, label: string): number {
  if (row.labels !== undefined) return row.labels.indexOf(label);
  const place = (Number(label) - (row.from ?? fromDefault)) / (row.step ?? stepDefault);
  const isPlace = Number.isInteger(place) && place >= 0 && place < row.x.length;
  // Only the one way to write the number counts: "07" and "7.0" are no labels.
  return isPlace && labelAt(row, place) === label ? place : -1;
}
