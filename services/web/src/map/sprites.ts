import { isOwnLook, looks } from './looks.ts';
import { seatShapes } from './shapes.ts';
import type { Theme } from './theme.ts';

/** A strip of seats as drawn once: the cell of look n begins at n × `cell` device pixels. */
export interface Sprites {
  readonly strip: HTMLCanvasElement;
  readonly cell: number;
  /** How wide a seat is, in device pixels; one's own are wider. */
  readonly diameter: number;
  /** The strip's pixels. */
  readonly pixels: Uint32Array;
}

/** Below this diameter in device pixels there is room for a size and a colour only. */
const markPxMin = 7;
/** One's own seats stay at least this wide, in CSS pixels, so that they are found in the overview. */
const ownCssPxMin = 9;

/**
 * Draws every look once at a diameter, in device pixels, of which `ratio` make a CSS pixel. Looks differ in shape
 * and not only in colour: available is a full shape of its price, held a hatched ring, sold a cross, blocked an empty
 * ring, one's own a tick with a halo, and what the filter leaves out a dot.
 */
export function createSprites(theme: Theme, diameter: number, ratio: number): Sprites {
  const ownDiameter = Math.max(diameter, ownCssPxMin * ratio);
  // Even, so that the middle of a cell lies between pixels.
  const cell = 2 * Math.ceil(ownDiameter * 0.75 + 2);
  const strip = document.createElement('canvas');
  strip.width = cell * (looks.available + theme.prices.length);
  strip.height = cell;
  // Read back at once: it must not go to the graphics card first.
  const context = strip.getContext('2d', { willReadFrequently: true });
  let pixels = new Uint32Array();
  if (context !== null) {
    for (let look = 0; look < looks.available + theme.prices.length; look++) {
      context.save();
      context.translate((look + 0.5) * cell, cell / 2);
      drawSeat(context, theme, look, isOwnLook(look) ? ownDiameter : diameter);
      context.restore();
    }
    pixels = new Uint32Array(context.getImageData(0, 0, strip.width, strip.height).data.buffer);
  }
  return { strip, cell, diameter, pixels };
}

type Drawer = (context: CanvasRenderingContext2D, theme: Theme, radius: number) => void;

const drawers: Readonly<Record<number, Drawer>> = {
  [looks.held]: drawHeld,
  [looks.sold]: drawSold,
  [looks.blocked]: (context, theme, radius) =>
    ring(context, theme.blocked, radius * 0.8, Math.max(0.75, radius * 0.14)),
  [looks.mine]: (context, theme, radius) =>
    drawOwn(context, radius, theme.mine, theme.mineInk, theme.mineHalo),
  [looks.owned]: (context, theme, radius) => drawOwn(context, radius, theme.owned, theme.onSeat, theme.owned),
  [looks.pending]: drawPending,
  [looks.dimmed]: (context, theme, radius) => disc(context, theme.dimmed, Math.max(0.8, radius * 0.42)),
};

/** One seat around the origin. */
function drawSeat(context: CanvasRenderingContext2D, theme: Theme, look: number, diameter: number): void {
  const draw = drawers[look];
  if (draw !== undefined) draw(context, theme, diameter / 2);
  else drawAvailable(context, theme, look - looks.available, diameter / 2);
}

function drawAvailable(context: CanvasRenderingContext2D, theme: Theme, price: number, radius: number): void {
  context.fillStyle = theme.prices[price % theme.prices.length] ?? theme.text;
  context.scale(radius, radius);
  context.fill(new Path2D(seatShapes[price % seatShapes.length]));
}

function disc(context: CanvasRenderingContext2D, colour: string, radius: number): void {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.fill();
}

function ring(context: CanvasRenderingContext2D, colour: string, radius: number, width: number): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  context.arc(0, 0, Math.max(0.5, radius - width / 2), 0, 2 * Math.PI);
  context.stroke();
}

function drawHeld(context: CanvasRenderingContext2D, theme: Theme, radius: number): void {
  if (2 * radius < markPxMin) {
    disc(context, theme.held, radius * 0.62);
    return;
  }
  ring(context, theme.held, radius, Math.max(1, radius * 0.16));
  context.save();
  context.beginPath();
  context.arc(0, 0, radius * 0.92, 0, 2 * Math.PI);
  context.clip();
  context.lineWidth = Math.max(1, radius * 0.18);
  context.beginPath();
  for (let offset = -2 * radius; offset <= 2 * radius; offset += Math.max(3, radius * 0.55)) {
    context.moveTo(offset - radius, radius);
    context.lineTo(offset + radius, -radius);
  }
  context.stroke();
  context.restore();
}

function drawSold(context: CanvasRenderingContext2D, theme: Theme, radius: number): void {
  if (2 * radius < markPxMin) {
    disc(context, theme.sold, radius * 0.38);
    return;
  }
  const arm = radius * 0.5;
  context.strokeStyle = theme.sold;
  context.lineWidth = Math.max(1.2, radius * 0.24);
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(-arm, -arm);
  context.lineTo(arm, arm);
  context.moveTo(arm, -arm);
  context.lineTo(-arm, arm);
  context.stroke();
}

function drawOwn(
  context: CanvasRenderingContext2D,
  radius: number,
  fill: string,
  ink: string,
  halo: string,
): void {
  ring(context, halo, radius * 1.38, Math.max(1.5, radius * 0.24));
  disc(context, fill, radius * 1.02);
  context.strokeStyle = ink;
  context.lineWidth = Math.max(1.4, radius * 0.24);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  context.moveTo(-radius * 0.42, radius * 0.02);
  context.lineTo(-radius * 0.1, radius * 0.36);
  context.lineTo(radius * 0.45, -radius * 0.34);
  context.stroke();
}

function drawPending(context: CanvasRenderingContext2D, theme: Theme, radius: number): void {
  ring(context, theme.mineHalo, radius * 1.3, Math.max(1.5, radius * 0.24));
  disc(context, theme.mine, radius * 0.45);
}
