import type { LayoutFile } from '@onsale/contracts';
import { describe, expect, it } from 'vitest';
import { createGeometry } from './geometry.ts';
import { convexHull } from './hull.ts';
import { createSeatGrid } from './seat-grid.ts';

const layout: LayoutFile = {
  format: 'onsale-layout/1',
  name: { en: 'House' },
  width: 200,
  height: 100,
  prices: ['dear', 'cheap'],
  sections: [
    {
      id: 'stalls',
      name: { en: 'Stalls' },
      first: 0,
      count: 6,
      price: 'dear',
      outline: [
        [0, 0],
        [60, 0],
        [60, 40],
        [0, 40],
      ],
      rows: [
        { label: 'A', x: [10, 20, 30], y: [10, 10, 10] },
        { label: 'B', x: [10, 20, 30], y: [22, 22, 22], price: 'cheap' },
      ],
    },
    {
      id: 'box',
      name: { en: 'Box' },
      first: 6,
      count: 1,
      price: 'cheap',
      rows: [{ label: '1', x: [100], y: [60] }],
    },
  ],
  marks: [
    {
      kind: 'stage',
      name: { en: 'Stage' },
      points: [
        [0, -50],
        [60, -50],
        [60, -30],
      ],
    },
  ],
};

describe('createGeometry', () => {
  const geometry = createGeometry(layout);

  it('numbers seats along sections and rows, with their prices', () => {
    expect(geometry.seatCount).toBe(7);
    expect([...geometry.x]).toEqual([10, 20, 30, 10, 20, 30, 100]);
    expect([...geometry.sectionOf]).toEqual([0, 0, 0, 0, 0, 0, 1]);
    expect([...geometry.priceOf]).toEqual([0, 0, 0, 1, 1, 1, 1]);
  });

  it('bounds everything that is drawn', () => {
    expect(geometry.bounds).toEqual({ left: 0, top: -50, right: 108, bottom: 68 });
  });

  it('draws an outline around a section that brings none', () => {
    expect(geometry.sections[0]?.outline).toHaveLength(4);
    expect(geometry.sections[1]?.bounds).toEqual({ left: 92, top: 52, right: 108, bottom: 68 });
  });

  it('writes a row’s label outside both of its ends, and a section’s name above its middle', () => {
    expect(geometry.sections[0]?.rows[0]?.ends).toEqual([
      [-2, 10],
      [42, 10],
    ]);
    expect(geometry.sections[1]?.rows[0]?.ends).toEqual([
      [88, 60],
      [112, 60],
    ]);
    expect(geometry.sections[0]?.head).toEqual([20, 10]);
  });

  it('makes seats small enough not to touch', () => {
    expect(geometry.seatRadius).toBeCloseTo(4.2);
    const [stalls] = layout.sections;
    const narrow = stalls && { ...stalls, rows: [{ label: 'A', x: [0, 5], y: [0, 0] }], count: 2 };
    expect(createGeometry({ ...layout, sections: narrow ? [narrow] : [] }).seatRadius).toBeCloseTo(2.1);
  });
});

describe('createSeatGrid', () => {
  const grid = createSeatGrid(createGeometry(layout));

  it('finds the nearest seat within reach', () => {
    expect(grid.nearest(21, 13, 5)).toBe(1);
    expect(grid.nearest(15.1, 10, 20)).toBe(1);
    expect(grid.nearest(60, 60, 20)).toBeNull();
    expect(grid.nearest(100, 60, 0)).toBe(6);
  });

  it('steps along rows and columns, across gaps, and not past the edge', () => {
    expect(grid.neighbour(0, 'right')).toBe(1);
    expect(grid.neighbour(1, 'down')).toBe(4);
    expect(grid.neighbour(4, 'up')).toBe(1);
    expect(grid.neighbour(5, 'right')).toBe(6);
    expect(grid.neighbour(6, 'left')).toBe(5);
    expect(grid.neighbour(0, 'left')).toBeNull();
  });
});

describe('convexHull', () => {
  it('goes around all points at a distance, without those inside', () => {
    const hull = convexHull(
      [
        [0, 0],
        [10, 0],
        [10, 10],
        [0, 10],
        [5, 5],
      ],
      1,
    );
    expect(hull.map((point) => point.join(',')).sort()).toEqual(['-1,-1', '-1,11', '11,-1', '11,11']);
  });
});
