import { type Arc, type Point, pointAt } from './seats.ts';

/** Room between a section's outermost seats' centres and its outline. */
const outlineMargin = 8;

const degreesPerPoint = 3;

/** The outline of rows on arcs around one centre: from the first row's arc to the last row's. */
export function bandOutline(firstRow: Arc, lastRow: Arc): Point[] {
  const inner = pointsOn({ ...firstRow, radius: firstRow.radius - outlineMargin });
  const outer = pointsOn({ ...lastRow, radius: lastRow.radius + outlineMargin });
  return [...inner, ...outer.reverse()];
}

/** A rectangle around seats of straight rows, however they are turned: `angle` is the direction of the rows. */
export function blockOutline(seats: readonly Point[], angle: number, margin = outlineMargin): Point[] {
  const turned = seats.map((seat) => turn(seat, -angle));
  const xs = turned.map(([x]) => x);
  const ys = turned.map(([, y]) => y);
  const left = Math.min(...xs) - margin;
  const right = Math.max(...xs) + margin;
  const top = Math.min(...ys) - margin;
  const bottom = Math.max(...ys) + margin;
  const corners: Point[] = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
  return corners.map((corner) => turn(corner, angle));
}

/** A rectangle by its top left corner. */
export function rectangle([x, y]: Point, width: number, height: number): Point[] {
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
}

/** Points along an arc, close enough to look round. */
export function pointsOn(arc: Arc): Point[] {
  const steps = Math.max(1, Math.ceil((arc.from - arc.to) / degreesPerPoint));
  return Array.from({ length: steps + 1 }, (_, step) =>
    pointAt(arc.centre, arc.from - ((arc.from - arc.to) * step) / steps, arc.radius),
  );
}

/** The point turned about the drawing's origin. */
function turn([x, y]: Point, angle: number): Point {
  return pointAt(pointAt([0, 0], angle, x), angle + 90, y);
}
