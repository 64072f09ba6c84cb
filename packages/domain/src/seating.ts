import type { SectionIndex } from './ids.ts';

/** What a seat is, by its digit in {@link Seating.kinds}. */
export const seatKinds = { plain: 0, restrictedView: 1, wheelchair: 2, companion: 3 } as const;

export type SeatKind = keyof typeof seatKinds;
export type Point = readonly [x: number, y: number];

/** How a layout's seats lie to one another and to what is looked at: one element per seat, by its index. */
export interface Seating {
  /** 1 where a seat and the one after it sit side by side: in one row, with no aisle between them. */
  readonly joins: Uint8Array;
  readonly kinds: Uint8Array;
  /** The distance from the focal point of the seat's section, in tenths of a drawing unit: the less, the better. */
  readonly ranks: Uint32Array;
  /** The seats' centres in drawing units. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** The sections from the layout's focal point outwards, by the middle of their seats. */
  readonly nearest: readonly SectionIndex[];
}

/** A row of seats from left to right. */
export interface SeatingRow {
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** What is not plain, by place in the row. */
  readonly kinds: ReadonlyMap<number, SeatKind>;
}

export interface SeatingSection {
  readonly focus: Point;
  readonly rows: readonly SeatingRow[];
}

/** Seats further apart than this many times their row's usual spacing have an aisle between them. */
const aisleFactor = 1.5;
/** From this many seats on, a row says by itself how its seats are spaced. */
const rowSeatsMin = 3;

/** Derives the seating of sections, whose seats are numbered along their rows in order. */
export function createSeating(sections: readonly SeatingSection[], focus: Point): Seating {
  const rows = sections.flatMap((section) => section.rows.map((row) => ({ row, section })));
  const seatCount = rows.reduce((total, { row }) => total + row.x.length, 0);
  const seating = {
    joins: new Uint8Array(seatCount),
    kinds: new Uint8Array(seatCount),
    ranks: new Uint32Array(seatCount),
    x: new Float32Array(seatCount),
    y: new Float32Array(seatCount),
  };
  const spacings = new Map(sections.map((section) => [section, middleOf(section.rows.flatMap(gapsOf))]));
  let first = 0;
  for (const { row, section } of rows) {
    placeRow(seating, first, row, section.focus, spacings.get(section) ?? 0);
    first += row.x.length;
  }
  return { ...seating, nearest: nearestFirst(sections, focus) };
}

function placeRow(
  seating: Omit<Seating, 'nearest'>,
  first: number,
  row: SeatingRow,
  focus: Point,
  sectionSpacing: number,
): void {
  const gaps = gapsOf(row);
  const spacing = row.x.length >= rowSeatsMin ? middleOf(gaps) : sectionSpacing;
  for (const [place, x] of row.x.entries()) {
    const seat = first + place;
    const y = row.y[place] ?? 0;
    seating.x[seat] = x;
    seating.y[seat] = y;
    seating.kinds[seat] = seatKinds[row.kinds.get(place) ?? 'plain'];
    seating.ranks[seat] = tenths(x - focus[0], y - focus[1]);
    const gap = gaps[place];
    seating.joins[seat] = gap !== undefined && gap <= spacing * aisleFactor ? 1 : 0;
  }
}

/** The length of a way in tenths, so that sums of distances are exact. */
export function tenths(dx: number, dy: number): number {
  return Math.round(10 * Math.hypot(dx, dy));
}

/** From each seat of the row to the next. */
function gapsOf({ x, y }: SeatingRow): number[] {
  return x
    .slice(1)
    .map((next, place) => Math.hypot(next - (x[place] ?? 0), (y[place + 1] ?? 0) - (y[place] ?? 0)));
}

/** The lower one of the two middle values, so that a row with an aisle after every pair still has its spacing. */
function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? 0;
}

function nearestFirst(sections: readonly SeatingSection[], [x, y]: Point): SectionIndex[] {
  const distances = sections.map(({ rows }) => {
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    return tenths(mean(rows.flatMap((row) => row.x)) - x, mean(rows.flatMap((row) => row.y)) - y);
  });
  const order = [...sections.keys()];
  return order.sort((a, b) => (distances[a] ?? 0) - (distances[b] ?? 0) || a - b);
}
