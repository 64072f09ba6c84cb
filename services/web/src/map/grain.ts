import { looks } from './looks.ts';
import type { Sprites } from './sprites.ts';
import type { Theme } from './theme.ts';

/** Pixels that seats are stamped into: four bytes each, red, green, blue, and how much of it is covered. */
export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

export type Rgb = readonly [red: number, green: number, blue: number];

/**
 * Stamps a square around a point, with its edges where they are and not at the next pixel: rounding would move a
 * small seat by a visible part of the gap beside it. What lies outside is cut off.
 */
export function stamp(pixels: Pixels, centreX: number, centreY: number, size: number, colour: Rgb): void {
  const { data, width, height } = pixels;
  const [left, top] = [centreX - size / 2, centreY - size / 2];
  const [right, bottom] = [left + size, top + size];
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(height, bottom); y++) {
    const covered = (Math.min(bottom, y + 1) - Math.max(top, y)) * 255;
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, right); x++) {
      const at = 4 * (y * width + x);
      const before = data[at + 3] ?? 0;
      data[at] = colour[0];
      data[at + 1] = colour[1];
      data[at + 2] = colour[2];
      data[at + 3] = before + covered * (Math.min(right, x + 1) - Math.max(left, x));
    }
  }
}

/** A picture in a strip of pictures, each pixel as one number. */
export interface SpriteCell {
  readonly strip: Uint32Array;
  readonly stripWidth: number;
  /** Where the picture's middle is in the strip. */
  readonly middleX: number;
  readonly middleY: number;
  /** How far the picture reaches from there. */
  readonly reach: number;
}

/**
 * Copies a picture into pixels, with its middle at a whole pixel. Of two that overlap, each pixel shows the one that
 * covers it more. What lies outside is cut off.
 */
export function stampSprite(
  target: Uint32Array,
  width: number,
  height: number,
  { strip, stripWidth, middleX, middleY, reach }: SpriteCell,
  atX: number,
  atY: number,
): void {
  const [fromX, toX] = [Math.max(-reach, -atX), Math.min(reach, width - atX)];
  const [fromY, toY] = [Math.max(-reach, -atY), Math.min(reach, height - atY)];
  for (let dy = fromY; dy < toY; dy++) {
    let source = (middleY + dy) * stripWidth + middleX + fromX;
    let at = (atY + dy) * width + atX + fromX;
    for (let dx = fromX; dx < toX; dx++, source++, at++) {
      const pixel = strip[source] ?? 0;
      // Alpha is the highest byte where bytes are in the order of every machine that browsers run on.
      if (pixel >>> 24 > (target[at] ?? 0) >>> 24) target[at] = pixel;
    }
  }
}

/** A look as a square: its colour, and its width as a share of the seat's. Looks differ in size, not in colour only. */
interface GrainLook {
  readonly colour: Rgb;
  readonly share: number;
}

/**
 * Draws thousands of small seats by writing pixels, which takes a tenth of the time of as many drawing calls: the overview of an arena must move under the finger.
 */
export class Grain {
  readonly #canvas = document.createElement('canvas');
  readonly #context = this.#canvas.getContext('2d');
  #image: ImageData | null = null;
  #looks: { readonly theme: Theme; readonly byLook: readonly GrainLook[] } | null = null;

  /** Begins a picture of a size in device pixels. Answers how to put a seat into it, around a point. */
  begin(
    theme: Theme,
    width: number,
    height: number,
    seatPx: number,
  ): (look: number, x: number, y: number) => void {
    const pixels = this.#clear(width, height);
    const byLook = this.#looksOf(theme);
    return (look, x, y) => {
      const grain = byLook[look];
      if (grain !== undefined) stamp(pixels, x, y, Math.max(1, seatPx * grain.share), grain.colour);
    };
  }

  /** The same with the seats' sprites, for seats that have a shape. */
  beginSprites(
    { pixels: strip, cell, diameter, strip: { width: stripWidth } }: Sprites,
    width: number,
    height: number,
  ): (look: number, x: number, y: number) => void {
    const target = new Uint32Array(this.#clear(width, height).data.buffer);
    const middle = cell / 2;
    const reach = Math.min(middle, Math.ceil(diameter * 0.6) + 1);
    const cells = Array.from(
      { length: stripWidth / cell },
      (_, look): SpriteCell => ({ strip, stripWidth, middleX: look * cell + middle, middleY: middle, reach }),
    );
    return (look, x, y) => {
      const sprite = cells[look];
      if (sprite !== undefined) stampSprite(target, width, height, sprite, Math.round(x), Math.round(y));
    };
  }

  #clear(width: number, height: number): ImageData {
    if (this.#image?.width !== width || this.#image.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
      this.#image = new ImageData(width, height);
    }
    this.#image.data.fill(0);
    return this.#image;
  }

  /** Puts the finished picture onto another. */
  drawTo(context: CanvasRenderingContext2D): void {
    if (this.#image === null) return;
    this.#context?.putImageData(this.#image, 0, 0);
    context.drawImage(this.#canvas, 0, 0);
  }

  #looksOf(theme: Theme): readonly GrainLook[] {
    if (this.#looks?.theme !== theme) {
      const byLook: GrainLook[] = [];
      byLook[looks.held] = { colour: rgbOf(theme.held), share: 0.6 };
      byLook[looks.sold] = { colour: rgbOf(theme.sold), share: 0.36 };
      byLook[looks.blocked] = { colour: rgbOf(theme.blocked), share: 0.36 };
      byLook[looks.dimmed] = { colour: rgbOf(theme.dimmed), share: 0.5 };
      for (const [index, price] of theme.prices.entries()) {
        byLook[looks.available + index] = { colour: rgbOf(price), share: 1 };
      }
      this.#looks = { theme, byLook };
    }
    return this.#looks.byLook;
  }
}

/** A CSS colour's parts, as the browser itself reads it. */
function rgbOf(colour: string): Rgb {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return [128, 128, 128];
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}
