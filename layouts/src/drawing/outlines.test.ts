import { describe, expect, it } from 'vitest';
import { isInside } from '../testing/polygon.ts';
import { bandOutline, blockOutline, pointsOn, rectangle } from './outlines.ts';
import { type Arc, type Point, pointAt, seatsOnArc, seatsOnLine } from './seats.ts';

const firstRow: Arc = { centre: [0, 0], radius: 100, from: 150, to: 40 };
const lastRow: Arc = { ...firstRow, radius: 139 };

describe('bandOutline', () => {
  const outline = bandOutline(firstRow, lastRow);

  it('holds the seats of all its rows', () => {
    const seats = [100, 113, 126, 139].flatMap((radius) => seatsOnArc({ ...firstRow, radius }));
    expect(seats.filter((seat) => !isInside(seat, outline))).toEqual([]);
  });

  it('follows the curve, and does not cut across it', () => {
    expect(isInside(pointAt([0, 0], 95, 85), outline)).toBe(false);
    expect(isInside(pointAt([0, 0], 95, 155), outline)).toBe(false);
    expect(isInside(pointAt([0, 0], 160, 120), outline)).toBe(false);
  });
});

describe('blockOutline', () => {
  it.each([0, 30, 90, -90, 113])('is a rectangle around rows at %i degrees', (angle) => {
    const seats = [0, 13, 26].flatMap((depth) => seatsOnLine(pointAt([50, 50], angle + 90, depth), angle, 6));
    const outline = blockOutline(seats, angle);
    expect(outline).toHaveLength(4);
    expect(seats.filter((seat) => !isInside(seat, outline))).toEqual([]);
    // Six seats of 11 units and three rows of 13, with a margin of 8 all around.
    const [a, b, c] = outline as [Point, Point, Point, Point];
    expect(Math.hypot(b[0] - a[0], b[1] - a[1])).toBeCloseTo(71);
    expect(Math.hypot(c[0] - b[0], c[1] - b[1])).toBeCloseTo(42);
  });
});

describe('pointsOn', () => {
  it('goes from the one end to the other in small steps', () => {
    const points = pointsOn({ centre: [0, 0], radius: 10, from: 180, to: 0 });
    expect(points[0]?.[0]).toBeCloseTo(-10);
    expect(points[30]?.[1]).toBeCloseTo(10);
    expect(points.at(-1)?.[0]).toBeCloseTo(10);
    expect(points).toHaveLength(61);
  });
});

describe('rectangle', () => {
  it('has its corners clockwise from the top left', () => {
    expect(rectangle([1, 2], 10, 5)).toEqual([
      [1, 2],
      [11, 2],
      [11, 7],
      [1, 7],
    ]);
  });
});
