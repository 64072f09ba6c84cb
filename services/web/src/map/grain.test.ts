import { expect, it } from 'vitest';
import { type Pixels, stamp, stampSprite } from './grain.ts';

function pixelsOf(width: number, height: number): Pixels {
  return { data: new Uint8ClampedArray(4 * width * height), width, height };
}

/** How much is covered, pixel by pixel, in whole pixels. */
function cover({ data }: Pixels): number[] {
  return Array.from({ length: data.length / 4 }, (_, index) => (data[4 * index + 3] ?? 0) / 255);
}

it('covers whole pixels where the square does', () => {
  const pixels = pixelsOf(3, 3);
  stamp(pixels, 1.5, 1.5, 1, [10, 20, 30]);
  expect(cover(pixels)).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0]);
  expect([...pixels.data.slice(16, 20)]).toEqual([10, 20, 30, 255]);
});

it('covers its own area wherever it lies', () => {
  for (const centre of [3, 3.2, 3.5, 3.77]) {
    const pixels = pixelsOf(8, 8);
    stamp(pixels, centre, centre + 0.3, 2.4, [1, 1, 1]);
    const total = cover(pixels).reduce((sum, part) => sum + part, 0);
    expect(total).toBeCloseTo(2.4 * 2.4, 1);
  }
});

it('cuts off what lies outside', () => {
  const pixels = pixelsOf(2, 2);
  stamp(pixels, 0, 0, 2, [1, 1, 1]);
  stamp(pixels, 9, 9, 2, [1, 1, 1]);
  expect(cover(pixels)).toEqual([1, 0, 0, 0]);
});

it('adds up neighbours that share a pixel', () => {
  const pixels = pixelsOf(3, 1);
  stamp(pixels, 0.75, 0.5, 1, [1, 1, 1]);
  stamp(pixels, 2, 0.5, 1, [1, 1, 1]);
  const [first = 0, second = 0, third = 0] = cover(pixels);
  expect(first).toBeCloseTo(0.75, 2);
  expect(second).toBeCloseTo(0.75, 2);
  expect(third).toBeCloseTo(0.5, 2);
});

it('copies a picture around a point, where it covers more than what is there, and cuts it off at the edge', () => {
  const [solid, faint, none] = [0xff0000ff, 0x40ff0000, 0];
  // Two cells of 2 × 2 pixels beside each other.
  const strip = Uint32Array.of(none, none, solid, faint, none, none, faint, solid);
  const cell = { strip, stripWidth: 4, middleX: 3, middleY: 1, reach: 1 };
  const target = new Uint32Array(9);
  stampSprite(target, 3, 3, cell, 1, 1);
  stampSprite(target, 3, 3, cell, 2, 1);
  stampSprite(target, 3, 3, cell, 0, 3);
  stampSprite(target, 3, 3, cell, 40, 40);
  expect([...target]).toEqual([solid, solid, faint, faint, solid, solid, faint, none, none]);
});
