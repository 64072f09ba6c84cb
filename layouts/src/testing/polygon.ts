import type { Point } from '../drawing/seats.ts';

/** Whether a point lies inside a closed polygon: a ray to its right crosses the edges an odd number of times. */
export function isInside([x, y]: Point, polygon: readonly Point[]): boolean {
  let inside = false;
  for (const [index, [toX, toY]] of polygon.entries()) {
    const [fromX, fromY] = polygon.at(index - 1) ?? [toX, toY];
    if (fromY > y === toY > y) continue;
    if (x < fromX + ((y - fromY) / (toY - fromY)) * (toX - fromX)) inside = !inside;
  }
  return inside;
}
