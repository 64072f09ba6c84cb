import { expect, it } from 'vitest';
import type { Geometry } from '../map/geometry.ts';
import { looks } from '../map/looks.ts';
import { nearestEqual } from './nearest-equal.ts';

/** Six seats in a row, the last two in another section; the fifth is of another price. */
const geometry = {
  x: Float32Array.of(0, 10, 20, 30, 40, 50),
  y: new Float32Array(6),
  priceOf: Uint8Array.of(0, 0, 0, 0, 1, 0),
  sectionOf: Uint16Array.of(0, 0, 0, 0, 1, 1),
  noteOf: new Map(),
} as unknown as Geometry;

const free = looks.available;

it('is the nearest of the same price that can be had', () => {
  expect(nearestEqual(geometry, Uint8Array.of(free, looks.sold, looks.held, free, free + 1, free), 2)).toBe(
    3,
  );
  expect(
    nearestEqual(geometry, Uint8Array.of(free, looks.sold, looks.held, looks.sold, free + 1, free), 2),
  ).toBe(0);
});

it('is in the same section rather than as near in another one', () => {
  const values = Uint8Array.of(free, looks.sold, looks.sold, looks.held, free + 1, free);
  expect(nearestEqual(geometry, values, 3)).toBe(0);
});

it('is one with the same note', () => {
  const noted = { ...geometry, noteOf: new Map([[1, 'wheelchair']]) } as unknown as Geometry;
  expect(nearestEqual(noted, Uint8Array.of(free, free, looks.held, looks.sold, free, free), 2)).toBe(0);
});

it('is none when nothing equal is left', () => {
  expect(
    nearestEqual(geometry, Uint8Array.of(looks.sold, looks.mine, looks.held, looks.sold, free + 1, 0), 2),
  ).toBeNull();
});
