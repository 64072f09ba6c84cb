/** A place in the drawing: x to the right, y downwards, in drawing units. */
export type Point = readonly [x: number, y: number];

/** From one seat's centre to the next in its row. A seat is about 10 units wide. */
export const seatPitch = 11;

/** From one row to the row behind it. */
export const rowPitch = 13;

/** Angles are in degrees: 0 points right, 90 down, 180 left. */
export interface Arc {
  readonly centre: Point;
  readonly radius: number;
  /** Where the arc begins, to the left of who looks at its centre. */
  readonly from: number;
  /** Where it ends; less than `from`. */
  readonly to: number;
}

/** A point at a distance from another, in the direction of an angle. */
export function pointAt([x, y]: Point, angle: number, distance: number): Point {
  const radians = (angle * Math.PI) / 180;
  return [x + distance * Math.cos(radians), y + distance * Math.sin(radians)];
}

/** Seats on a straight line: the first at `start`, the others in the direction of an angle. */
export function seatsOnLine(start: Point, angle: number, count: number, pitch = seatPitch): Point[] {
  return Array.from({ length: count }, (_, place) => pointAt(start, angle, place * pitch));
}

/** As many seats as an arc has room for, with what is left over shared between its two ends. */
export function seatsOnArc(arc: Arc, pitch = seatPitch): Point[] {
  const lengthPerDegree = (arc.radius * Math.PI) / 180;
  const count = Math.floor(((arc.from - arc.to) * lengthPerDegree) / pitch);
  const middle = (arc.from + arc.to) / 2;
  const step = pitch / lengthPerDegree;
  const first = middle + (step * (count - 1)) / 2;
  return Array.from({ length: count }, (_, place) => pointAt(arc.centre, first - place * step, arc.radius));
}

/** Seats around a table, evenly on a circle, the first straight above its centre, then clockwise. */
export function seatsAroundTable(centre: Point, radius: number, count: number): Point[] {
  return Array.from({ length: count }, (_, place) => pointAt(centre, -90 + (place * 360) / count, radius));
}

/** The arc with its two ends drawn in by a distance along it: what an aisle takes. */
export function shortened(arc: Arc, distance: number): Arc {
  const degrees = (distance / arc.radius) * (180 / Math.PI);
  return { ...arc, from: arc.from - degrees, to: arc.to + degrees };
}
