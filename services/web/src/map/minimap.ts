import type { Bounds, Geometry } from './geometry.ts';
import type { Theme } from './theme.ts';
import { fitView, type Size, toDrawing, toScreen, type View } from './view.ts';

const margin = { top: 4, right: 4, bottom: 4, left: 4 };

/** The whole house in small, with a frame around what the map shows of it. */
export class Minimap {
  readonly #context: CanvasRenderingContext2D;
  readonly #geometry: Geometry;
  readonly #size: Size;
  readonly #ratio: number;
  readonly #view: View;
  /** The house as drawn once; the frame moves over it. */
  #house: { readonly theme: Theme; readonly image: HTMLCanvasElement } | null = null;

  /** Takes over the canvas, whose size in CSS pixels is given. */
  constructor(context: CanvasRenderingContext2D, geometry: Geometry, size: Size, ratio: number) {
    this.#context = context;
    this.#geometry = geometry;
    this.#size = size;
    this.#ratio = ratio;
    this.#view = fitView(geometry.bounds, size, margin, Number.POSITIVE_INFINITY);
    context.canvas.width = Math.round(size.width * ratio);
    context.canvas.height = Math.round(size.height * ratio);
  }

  paint(visible: Bounds, theme: Theme): void {
    const context = this.#context;
    if (this.#house?.theme !== theme) this.#house = { theme, image: this.#draw(theme) };
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.#house.image, 0, 0);
    context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    const from = toScreen(this.#view, visible.left, visible.top);
    const to = toScreen(this.#view, visible.right, visible.bottom);
    const [left, top] = [Math.max(1, from.x), Math.max(1, from.y)];
    const [right, bottom] = [Math.min(this.#size.width - 1, to.x), Math.min(this.#size.height - 1, to.y)];
    context.strokeStyle = theme.focus;
    context.lineWidth = 2;
    context.strokeRect(left, top, Math.max(4, right - left), Math.max(4, bottom - top));
  }

  /** The point of the drawing under a point of the canvas, in CSS pixels. */
  pointAt(x: number, y: number): { readonly x: number; readonly y: number } {
    return toDrawing(this.#view, x, y);
  }

  #draw(theme: Theme): HTMLCanvasElement {
    const image = document.createElement('canvas');
    image.width = this.#context.canvas.width;
    image.height = this.#context.canvas.height;
    const context = image.getContext('2d', { alpha: false });
    if (context === null) return image;
    context.fillStyle = theme.ground;
    context.fillRect(0, 0, image.width, image.height);
    context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    const fill = (points: readonly (readonly [number, number])[], colour: string): void => {
      context.beginPath();
      for (const [x, y] of points) {
        const at = toScreen(this.#view, x, y);
        context.lineTo(at.x, at.y);
      }
      context.fillStyle = colour;
      context.fill();
    };
    for (const { outline } of this.#geometry.sections) fill(outline, theme.sold);
    for (const { kind, points } of this.#geometry.marks) if (kind === 'stage') fill(points, theme.stage);
    return image;
  }
}
