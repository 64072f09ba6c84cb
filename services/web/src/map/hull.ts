export type Point = readonly [x: number, y: number];

/**
 * The convex hull around some points, moved outwards by `padding`: the outline of a section that brings none.
 * Andrew's monotone chain ("Another efficient algorithm for convex hulls in two dimensions", 1979) over the corners
 * of a square around each point.
 */
export function convexHull(points: readonly Point[], padding: number): Point[] {
  const corners = points
    .flatMap(([x, y]): Point[] => [
      [x - padding, y - padding],
      [x - padding, y + padding],
      [x + padding, y - padding],
      [x + padding, y + padding],
    ])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return [...chain(corners), ...chain(corners.reverse())];
}

/** One half of the hull, without its last point, which begins the other half. */
function chain(sorted: readonly Point[]): Point[] {
  const half: Point[] = [];
  for (const point of sorted) {
    while (half.length >= 2 && !turnsLeft(half.at(-2), half.at(-1), point)) half.pop();
    half.push(point);
  }
  half.pop();
  return half;
}

function turnsLeft(a: Point | undefined, b: Point | undefined, c: Point): boolean {
  if (a === undefined || b === undefined) return true;
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0;
}
