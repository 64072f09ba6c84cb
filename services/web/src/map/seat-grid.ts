import type { Geometry } from './geometry.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** Finds the seats near a point without looking at all of them. */
export interface SeatGrid {
  /** The nearest seat whose centre is within `reach` drawing units, or null. */
  nearest(x: number, y: number, reach: number): number | null;
  /** The seat that a step in that direction leads to, or null at the edge. */
  neighbour(seat: number, direction: Direction): number | null;
}

/** Cells are two seats wide, so that a search looks at a few dozen seats. */
const cellSize = 20;
/** How far a step looks: across any aisle, not across the whole house. */
const stepReachMax = 400;

const steps: Record<Direction, readonly [number, number]> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

export function createSeatGrid(geometry: Geometry): SeatGrid {
  const { x, y, seatCount } = geometry;
  const cells = new Map<string, number[]>();
  const cellOf = (value: number): number => Math.floor(value / cellSize);
  for (let seat = 0; seat < seatCount; seat++) {
    const key = `${cellOf(x[seat] ?? 0)},${cellOf(y[seat] ?? 0)}`;
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [seat]);
    else cell.push(seat);
  }

  /** The seat with the least cost among the cells that touch the square around a point. */
  const best = (
    centreX: number,
    centreY: number,
    reach: number,
    cost: (seat: number) => number,
  ): number | null => {
    let found: number | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (let column = cellOf(centreX - reach); column <= cellOf(centreX + reach); column++) {
      for (let row = cellOf(centreY - reach); row <= cellOf(centreY + reach); row++) {
        for (const seat of cells.get(`${column},${row}`) ?? []) {
          const seatCost = cost(seat);
          if (seatCost < least) [found, least] = [seat, seatCost];
        }
      }
    }
    return found;
  };

  return {
    nearest: (pointX, pointY, reach) =>
      best(pointX, pointY, reach, (seat) => {
        const away = Math.hypot((x[seat] ?? 0) - pointX, (y[seat] ?? 0) - pointY);
        return away <= reach ? away : Number.POSITIVE_INFINITY;
      }),
    neighbour: (from, direction) => {
      const [startX, startY] = [x[from] ?? 0, y[from] ?? 0];
      const [alongX, alongY] = steps[direction];
      const cost = (seat: number): number => {
        const [dx, dy] = [(x[seat] ?? 0) - startX, (y[seat] ?? 0) - startY];
        const along = dx * alongX + dy * alongY;
        const across = Math.abs(dx * alongY) + Math.abs(dy * alongX);
        // A seat off to the side costs three times its distance, so that a step stays in its row or column.
        return seat === from || along < 1 || across > 2 * along
          ? Number.POSITIVE_INFINITY
          : along + 3 * across;
      };
      for (let reach = 2 * cellSize; reach <= stepReachMax; reach *= 2) {
        const seat = best(startX, startY, reach, cost);
        if (seat !== null) return seat;
      }
      return null;
    },
  };
}
