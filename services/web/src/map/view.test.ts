import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  between,
  centreOn,
  clampView,
  fitView,
  intersects,
  pan,
  toDrawing,
  toScreen,
  visibleBounds,
  zoomAt,
} from './view.ts';

const size = { width: 800, height: 600 };
const bounds = { left: 100, top: 50, right: 500, bottom: 250 };
const none = { top: 0, right: 0, bottom: 0, left: 0 };

describe('fitView', () => {
  it('shows the whole drawing, in the middle of what the insets leave', () => {
    const view = fitView(bounds, size, { top: 100, right: 0, bottom: 0, left: 0 }, 10);
    expect(view.scale).toBe(2);
    expect(toScreen(view, 100, 50)).toEqual({ x: 0, y: 150 });
    expect(toScreen(view, 500, 250)).toEqual({ x: 800, y: 550 });
  });

  it('does not blow up a small drawing, and survives an empty one', () => {
    expect(fitView(bounds, size, none, 1.5).scale).toBe(1.5);
    const empty = fitView({ left: 7, top: 7, right: 7, bottom: 7 }, { width: 0, height: 0 }, none, 3);
    expect(Number.isFinite(empty.scale) && empty.scale > 0).toBe(true);
  });
});

const number = fc.double({ min: -1_000, max: 1_000, noNaN: true });
const scale = fc.double({ min: 0.05, max: 20, noNaN: true });
const anyView = fc.record({ scale, left: number, top: number });

describe('moving', () => {
  it('keeps the point under the finger in its place when it zooms', () => {
    fc.assert(
      fc.property(anyView, number, number, scale, (view, x, y, to) => {
        const before = toDrawing(view, x, y);
        const after = toDrawing(zoomAt(view, x, y, to), x, y);
        expect(after.x).toBeCloseTo(before.x, 4);
        expect(after.y).toBeCloseTo(before.y, 4);
      }),
    );
  });

  it('goes to the screen and back', () => {
    fc.assert(
      fc.property(anyView, number, number, (view, x, y) => {
        const screen = toScreen(view, x, y);
        const back = toDrawing(view, screen.x, screen.y);
        expect(back.x).toBeCloseTo(x, 4);
        expect(back.y).toBeCloseTo(y, 4);
      }),
    );
  });

  it('pans by pixels and centres by the drawing', () => {
    expect(pan({ scale: 2, left: 1, top: 2 }, 10, -10)).toEqual({ scale: 2, left: 11, top: -8 });
    const view = centreOn(30, 40, 2, size, { ...none, bottom: 100 });
    expect(toScreen(view, 30, 40)).toEqual({ x: 400, y: 250 });
  });
});

describe('clampView', () => {
  it('keeps the middle of the screen on the drawing and the scale within its limits', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        const clamped = clampView(view, bounds, size, 0.5, 4);
        expect(clamped.scale).toBeGreaterThanOrEqual(0.5);
        expect(clamped.scale).toBeLessThanOrEqual(4);
        const middle = toDrawing(clamped, 400, 300);
        expect(middle.x).toBeGreaterThanOrEqual(bounds.left - 1e-6);
        expect(middle.x).toBeLessThanOrEqual(bounds.right + 1e-6);
        expect(middle.y).toBeGreaterThanOrEqual(bounds.top - 1e-6);
        expect(middle.y).toBeLessThanOrEqual(bounds.bottom + 1e-6);
      }),
    );
  });
});

describe('between', () => {
  it('begins and ends where it should, and runs straight at the point that is zoomed into', () => {
    const from = { scale: 1, left: 20, top: 30 };
    const to = zoomAt(from, 200, 100, 4);
    for (const share of [0, 0.25, 0.5, 1]) {
      const view = between(from, to, share, size);
      const point = toDrawing(from, 200, 100);
      expect(toScreen(view, point.x, point.y).x).toBeCloseTo(200, 6);
      expect(toScreen(view, point.x, point.y).y).toBeCloseTo(100, 6);
    }
    expect(between(from, to, 1, size).scale).toBeCloseTo(4, 9);
  });

  it('moves evenly when only the place changes', () => {
    const view = between({ scale: 2, left: 0, top: 0 }, { scale: 2, left: 100, top: -40 }, 0.5, size);
    expect(view).toEqual({ scale: 2, left: 50, top: -20 });
  });
});

it('knows what is in sight', () => {
  const visible = visibleBounds({ scale: 2, left: -100, top: 0 }, size);
  expect(visible).toEqual({ left: 50, top: 0, right: 450, bottom: 300 });
  expect(intersects(visible, bounds)).toBe(true);
  expect(intersects(visible, { left: 451, top: 0, right: 900, bottom: 9 })).toBe(false);
});
