import type { LayoutFile, SeatNote } from '@onsale/contracts';
import { convexHull, type Point } from './hull.ts';

/** An upright rectangle in drawing units. */
export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A row with its seats, and where its label is written: beside its two ends. */
export interface RowMark {
  readonly label: string;
  /** The row's first seat, and how many it has. */
  readonly first: number;
  readonly count: number;
  readonly ends: readonly [Point, Point];
}

export interface SectionShape {
  /** Its place in `sections`. */
  readonly index: number;
  readonly id: string;
  readonly name: LayoutFile['name'];
  readonly first: number;
  readonly count: number;
  /** Around its seats and its outline. */
  readonly bounds: Bounds;
  readonly outline: readonly Point[];
  /** Where its name is written in the overview. */
  readonly centre: Point;
  /** The uppermost of the seats about its middle: its name stands above it when the seats are large. */
  readonly head: Point;
  /** Whether labels of rows stand above that seat too, as they do where rows run from front to back. */
  readonly hasLabelsAbove: boolean;
  readonly rows: readonly RowMark[];
}

/** A layout ready to be drawn: parallel arrays with one element per seat, and everything else by section. */
export interface Geometry {
  readonly seatCount: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Each seat's place in `sections`. */
  readonly sectionOf: Uint16Array;
  /** Each seat's place in the layout's price categories. */
  readonly priceOf: Uint8Array;
  /** What is special about the few seats of which something is. */
  readonly noteOf: ReadonlyMap<number, SeatNote>;
  readonly sections: readonly SectionShape[];
  readonly marks: NonNullable<LayoutFile['marks']>;
  /** Around everything that is drawn. */
  readonly bounds: Bounds;
  readonly seatRadius: number;
}

/** A seat is about this wide, unless its neighbours are closer. */
const seatWidth = 10;
/** How much of the space between two seats' centres a seat's radius takes. */
const radiusShare = 0.42;
const rowLabelGap = 12;
const outlinePadding = 8;
/** Half the width that a section's name may take up above its seats. */
const captionReach = 4 * seatWidth;

export function createGeometry(layout: LayoutFile): Geometry {
  const seatCount = layout.sections.reduce((total, { count }) => total + count, 0);
  const x = new Float32Array(seatCount);
  const y = new Float32Array(seatCount);
  const sectionOf = new Uint16Array(seatCount);
  const priceOf = new Uint8Array(seatCount);
  const noteOf = new Map<number, SeatNote>();
  let spacing = seatWidth;
  let seat = 0;
  const sections: SectionShape[] = [];
  for (const [sectionIndex, section] of layout.sections.entries()) {
    for (const row of section.rows) {
      const price = layout.prices.indexOf(row.price ?? section.price);
      for (const [place, note] of Object.entries(row.notes ?? {})) noteOf.set(seat + Number(place), note);
      for (let place = 0; place < row.x.length; place++, seat++) {
        x[seat] = row.x[place] ?? 0;
        y[seat] = row.y[place] ?? 0;
        sectionOf[seat] = sectionIndex;
        priceOf[seat] = Math.max(0, price);
        if (place > 0) spacing = Math.min(spacing, distance(x, y, seat - 1, seat));
      }
    }
    sections.push(shapeOf(section, sectionIndex, x, y));
  }
  const marks = layout.marks ?? [];
  return {
    seatCount,
    x,
    y,
    sectionOf,
    priceOf,
    noteOf,
    sections,
    marks,
    bounds: boundsOf([
      ...sections.flatMap(({ bounds: { left, top, right, bottom } }): Point[] => [
        [left, top],
        [right, bottom],
      ]),
      ...marks.flatMap(({ points }) => points),
    ]),
    seatRadius: Math.max(0.5, spacing * radiusShare),
  };
}

function shapeOf(
  section: LayoutFile['sections'][number],
  index: number,
  x: Float32Array,
  y: Float32Array,
): SectionShape {
  const seats: Point[] = [];
  for (let seat = section.first; seat < section.first + section.count; seat++)
    seats.push([x[seat] ?? 0, y[seat] ?? 0]);
  const outline = section.outline ?? convexHull(seats, outlinePadding);
  const seatBounds = boundsOf(seats);
  const head = uppermost(seats, seatBounds);
  const rows = rowMarks(section);
  return {
    index,
    id: section.id,
    name: section.name,
    first: section.first,
    count: section.count,
    outline,
    bounds: boundsOf([...outline, ...seats]),
    centre: innerCentre(seats, seatBounds),
    head,
    hasLabelsAbove: rows.some(({ ends }) => ends.some(([, y]) => y < head[1] - rowLabelGap / 2)),
    rows,
  };
}

/** The seat nearest to the middle of the bounds: a curved section's middle may lie outside of it. */
function innerCentre(seats: readonly Point[], bounds: Bounds): Point {
  const middle: Point = [(bounds.left + bounds.right) / 2, (bounds.top + bounds.bottom) / 2];
  let nearest = middle;
  let nearestDistance = Number.POSITIVE_INFINITY;
  for (const seat of seats) {
    const away = Math.hypot(seat[0] - middle[0], seat[1] - middle[1]);
    if (away < nearestDistance) [nearest, nearestDistance] = [seat, away];
  }
  return nearest;
}

/** Above the middle, at the height of the uppermost seat there. */
function uppermost(seats: readonly Point[], { left, right }: Bounds): Point {
  const middle = (left + right) / 2;
  const reach = Math.max(captionReach, (right - left) * 0.15);
  const heights = seats.filter(([x]) => Math.abs(x - middle) <= reach).map(([, y]) => y);
  return [middle, Math.min(...(heights.length > 0 ? heights : seats.map(([, y]) => y)))];
}

function rowMarks({ first, rows }: LayoutFile['sections'][number]): RowMark[] {
  let next = first;
  return rows.map(({ label, x, y }) => {
    const mark = { label, first: next, count: x.length, ends: rowEnds(x, y) };
    next += x.length;
    return mark;
  });
}

/** Points a little outside both ends of a row, in the row's own direction. */
function rowEnds(x: readonly number[], y: readonly number[]): readonly [Point, Point] {
  const last = x.length - 1;
  const beyond = (end: number, inner: number, fallback: number): Point => {
    const [endX, endY] = [x[end] ?? 0, y[end] ?? 0];
    const [dx, dy] = [endX - (x[inner] ?? endX), endY - (y[inner] ?? endY)];
    const length = Math.hypot(dx, dy);
    if (length === 0) return [endX + fallback * rowLabelGap, endY];
    return [endX + (dx / length) * rowLabelGap, endY + (dy / length) * rowLabelGap];
  };
  return [beyond(0, Math.min(1, last), -1), beyond(last, Math.max(0, last - 1), 1)];
}

/** The bounds around some points; a point at the origin when there are none. */
export function boundsOf(points: readonly (readonly [number, number])[]): Bounds {
  if (points.length === 0) return { left: 0, top: 0, right: 0, bottom: 0 };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { left, top, right, bottom };
}

function distance(x: Float32Array, y: Float32Array, a: number, b: number): number {
  return Math.hypot((x[a] ?? 0) - (x[b] ?? 0), (y[a] ?? 0) - (y[b] ?? 0));
}
