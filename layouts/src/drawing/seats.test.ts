import { describe, expect, it } from 'vitest';
import {
  type Point,
  pointAt,
  seatPitch,
  seatsAroundTable,
  seatsOnArc,
  seatsOnLine,
  shortened,
} from './seats.ts';

const centre: Point = [100, 50];

function distance([x, y]: Point, [otherX, otherY]: Point): number {
  return Math.hypot(x - otherX, y - otherY);
}

function distances(seats: readonly Point[]): number[] {
  return seats.slice(1).map((seat, index) => distance(seat, seats[index] ?? seat));
}

describe('pointAt', () => {
  it.each<[angle: number, x: number, y: number]>([
    [0, 110, 50],
    [90, 100, 60],
    [180, 90, 50],
    [-90, 100, 40],
  ])('%i degrees', (angle, x, y) => {
    const point = pointAt(centre, angle, 10);
    expect(point[0]).toBeCloseTo(x);
    expect(point[1]).toBeCloseTo(y);
  });
});

describe('seatsOnLine', () => {
  it('puts equal steps between seats, from the start in the direction of the angle', () => {
    const seats = seatsOnLine(centre, 90, 4, 12);
    expect(seats[0]).toEqual(centre);
    expect(seats[3]?.[0]).toBeCloseTo(100);
    expect(seats[3]?.[1]).toBeCloseTo(86);
  });
});

describe('seatsOnArc', () => {
  const arc = { centre, radius: 200, from: 120, to: 60 };
  const seats = seatsOnArc(arc);

  it('takes as many seats as the arc is long', () => {
    expect(seats).toHaveLength(Math.floor(((Math.PI / 3) * 200) / seatPitch));
  });

  it('keeps every seat on the arc, a pitch from the next, from left to right', () => {
    for (const seat of seats) expect(distance(seat, centre)).toBeCloseTo(200);
    for (const step of distances(seats)) {
      expect(step).toBeLessThanOrEqual(seatPitch);
      expect(step).toBeGreaterThan(seatPitch - 0.01);
    }
    const xs = seats.map(([x]) => x);
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
  });

  it('shares what is left over between both ends', () => {
    const first = seats[0] ?? centre;
    const last = seats.at(-1) ?? centre;
    expect(first[0] + last[0]).toBeCloseTo(2 * centre[0]);
    expect(first[1]).toBeCloseTo(last[1]);
  });

  it('leaves an aisle when the arc is shortened', () => {
    const left = seatsOnArc(shortened({ ...arc, to: 90 }, 15)).at(-1) ?? centre;
    const right = seatsOnArc(shortened({ ...arc, from: 90 }, 15))[0] ?? centre;
    expect(right[0] - left[0]).toBeGreaterThan(30 + seatPitch - 0.5);
  });

  it('gives no seat where there is no room', () => {
    expect(seatsOnArc({ ...arc, from: 90, to: 89 })).toEqual([]);
  });
});

describe('seatsAroundTable', () => {
  it('puts the first seat above the table and the others clockwise', () => {
    const [top, right, bottom, left] = seatsAroundTable(centre, 9, 4);
    expect(top?.[1]).toBeCloseTo(41);
    expect(right?.[0]).toBeCloseTo(109);
    expect(bottom?.[1]).toBeCloseTo(59);
    expect(left?.[0]).toBeCloseTo(91);
  });
});
