import type { Bounds } from './geometry.ts';

/** What is on the screen: the drawing's point (x, y) is at (x·scale + left, y·scale + top) CSS pixels. */
export interface View {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels at the edges that something else covers. */
export interface Insets {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** The view that shows all of `bounds` in the middle of what the insets leave. */
export function fitView(bounds: Bounds, size: Size, insets: Insets, scaleMax: number): View {
  const width = Math.max(1, size.width - insets.left - insets.right);
  const height = Math.max(1, size.height - insets.top - insets.bottom);
  const boundsWidth = Math.max(1, bounds.right - bounds.left);
  const boundsHeight = Math.max(1, bounds.bottom - bounds.top);
  const scale = Math.min(scaleMax, width / boundsWidth, height / boundsHeight);
  return {
    scale,
    left: insets.left + (width - boundsWidth * scale) / 2 - bounds.left * scale,
    top: insets.top + (height - boundsHeight * scale) / 2 - bounds.top * scale,
  };
}

/** Scales around a point of the screen, which keeps its place in the drawing. */
export function zoomAt(view: View, x: number, y: number, scale: number): View {
  const factor = scale / view.scale;
  return { scale, left: x - (x - view.left) * factor, top: y - (y - view.top) * factor };
}

export function pan(view: View, dx: number, dy: number): View {
  return { scale: view.scale, left: view.left + dx, top: view.top + dy };
}

/** The view at a scale with a drawing point in the middle of what the insets leave. */
export function centreOn(x: number, y: number, scale: number, size: Size, insets: Insets): View {
  return {
    scale,
    left: (insets.left + size.width - insets.right) / 2 - x * scale,
    top: (insets.top + size.height - insets.bottom) / 2 - y * scale,
  };
}

/** Keeps the scale within its limits and the middle of the screen on the drawing. */
export function clampView(view: View, bounds: Bounds, size: Size, scaleMin: number, scaleMax: number): View {
  const scale = clamp(view.scale, scaleMin, scaleMax);
  const { left, top } = scale === view.scale ? view : zoomAt(view, size.width / 2, size.height / 2, scale);
  return {
    scale,
    left: clamp(left, size.width / 2 - bounds.right * scale, size.width / 2 - bounds.left * scale),
    top: clamp(top, size.height / 2 - bounds.bottom * scale, size.height / 2 - bounds.top * scale),
  };
}

export function toDrawing(view: View, x: number, y: number): { readonly x: number; readonly y: number } {
  return { x: (x - view.left) / view.scale, y: (y - view.top) / view.scale };
}

export function toScreen(view: View, x: number, y: number): { readonly x: number; readonly y: number } {
  return { x: x * view.scale + view.left, y: y * view.scale + view.top };
}

/** The part of the drawing that is on the screen. */
export function visibleBounds(view: View, size: Size): Bounds {
  const { x: left, y: top } = toDrawing(view, 0, 0);
  const { x: right, y: bottom } = toDrawing(view, size.width, size.height);
  return { left, top, right, bottom };
}

export function intersects(a: Bounds, b: Bounds): boolean {
  return a.left <= b.right && a.right >= b.left && a.top <= b.bottom && a.bottom >= b.top;
}

/** The view part of the way from one to another; the scale moves evenly to the eye, which is by its logarithm. */
export function between(from: View, to: View, share: number, size: Size): View {
  const scale = from.scale * (to.scale / from.scale) ** share;
  const start = toDrawing(from, size.width / 2, size.height / 2);
  const end = toDrawing(to, size.width / 2, size.height / 2);
  // In step with the scale, so that a zoom into a point runs straight at it.
  const part = to.scale === from.scale ? share : (scale - from.scale) / (to.scale - from.scale);
  const moved = part * (from.scale === to.scale ? 1 : to.scale / scale);
  const x = start.x + (end.x - start.x) * moved;
  const y = start.y + (end.y - start.y) * moved;
  return { scale, left: size.width / 2 - x * scale, top: size.height / 2 - y * scale };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, Math.min(least, most)), Math.max(least, most));
}
