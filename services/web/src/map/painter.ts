import type { SeatNote } from '@onsale/contracts';
import { type Bounds, boundsOf, type Geometry, type SectionShape } from './geometry.ts';
import { Grain } from './grain.ts';
import { isOwnLook, looks } from './looks.ts';
import { type MarkedNote, noteMarks } from './shapes.ts';
import { createSprites, type Sprites } from './sprites.ts';
import type { Theme } from './theme.ts';
import { intersects, type Size, toScreen, type View, visibleBounds } from './view.ts';

/** Everything that one frame shows. */
export interface Scene {
  readonly geometry: Geometry;
  /** Each seat's look. */
  readonly looks: Uint8Array;
  readonly view: View;
  readonly size: Size;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  readonly theme: Theme;
  readonly sectionName: (section: SectionShape) => string;
  /** How many seats of a section, by its place, can be had: in words, and as short as can be. */
  readonly sectionCount: (section: number) => { readonly words: string; readonly short: string };
  readonly markName: (mark: Geometry['marks'][number]) => string;
  readonly seatLabel: (seat: number) => string;
  /** The seat under the mouse or the keyboard's cursor. */
  readonly marked: number | null;
  /** Seats that were refused a moment ago, with how far their flash has run, from 0 to 1. */
  readonly flashes: ReadonlyMap<number, number>;
  /** The section, by its place, that the mouse points at while seats are too small for it. */
  readonly markedSection: number | null;
}

/** Seats' widths on the screen, in CSS pixels, from which on sections are named beside them, and rows, and seats. */
const captionsFromPx = 7;
const rowLabelsFromPx = 11;
const seatLabelsFromPx = 19;
const notesFromPx = 11;
/** Below this width in device pixels a seat has no shape: it is a square of colour among others. */
const grainBelowPx = 6;
/** Below this width in device pixels seats are so many that pixels are written rather than drawn. */
const stampedBelowPx = 24;
/** Squares are a little wider than discs, or the colours of an arena would look pale. */
const grainShare = 1.04;
/** A line of a section's name, with the room around it. */
const linePx = 15;
/** Widths of texts that are remembered. */
const widthsMax = 4_000;
const fontFamily = 'system-ui, sans-serif';

interface Line {
  readonly text: string;
  readonly weight: number;
  readonly fontPx: number;
}

/** Paints frames onto one canvas. Between frames it keeps the seats' sprites and nothing else. */
export class Painter {
  readonly #context: CanvasRenderingContext2D;
  readonly #grain = new Grain();
  readonly #widths = new Map<string, number>();
  #sprites: {
    readonly sprites: Sprites;
    readonly theme: Theme;
    readonly diameter: number;
    readonly ratio: number;
  } | null = null;

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
  }

  paint(scene: Scene): void {
    const { geometry, view, size, ratio, theme } = scene;
    const context = this.#context;
    const visible = visibleBounds(view, size);
    const sections = geometry.sections.filter(({ bounds }) => intersects(bounds, visible));
    const seatPx = 2 * geometry.seatRadius * view.scale;

    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = theme.ground;
    context.fillRect(0, 0, size.width, size.height);
    for (const section of sections) this.#outline(scene, section);
    const pointedAt = geometry.sections[scene.markedSection ?? -1];
    if (pointedAt !== undefined) this.#highlight(scene, pointedAt);
    for (const mark of geometry.marks) this.#mark(scene, mark);
    for (const mark of geometry.marks) this.#markName(scene, mark);
    this.#seats(scene, sections, visible);
    if (seatPx >= seatLabelsFromPx) this.#seatLabels(scene, sections, visible, seatPx);
    if (seatPx >= notesFromPx) this.#notes(scene, visible);
    if (seatPx >= rowLabelsFromPx) for (const section of sections) this.#rowLabels(scene, section, seatPx);
    for (const [seat, share] of scene.flashes) this.#flash(scene, seat, share);
    if (scene.marked !== null) this.#ring(scene, scene.marked, theme.focus, 2.5, 1.55);
    if (seatPx < captionsFromPx) this.#sectionNames(scene, sections);
    else for (const section of sections) this.#sectionCaption(scene, section, seatPx);
  }

  /** The sprites for a diameter in whole device pixels; drawn anew only when it or the theme changes. */
  #spritesFor(theme: Theme, diameter: number, ratio: number): Sprites {
    const known = this.#sprites;
    if (known?.theme === theme && known.diameter === diameter && known.ratio === ratio) return known.sprites;
    const sprites = createSprites(theme, diameter, ratio);
    this.#sprites = { sprites, theme, diameter, ratio };
    return sprites;
  }

  #outline({ view, theme }: Scene, { outline }: SectionShape): void {
    const context = this.#context;
    this.#path(view, outline);
    context.fillStyle = theme.section;
    context.fill();
    context.strokeStyle = theme.sectionLine;
    context.lineWidth = 1;
    context.stroke();
  }

  #highlight({ view, theme }: Scene, { outline }: SectionShape): void {
    const context = this.#context;
    this.#path(view, outline);
    context.strokeStyle = theme.focus;
    context.lineWidth = 3;
    context.stroke();
  }

  #path(view: View, points: readonly (readonly [number, number])[]): void {
    const context = this.#context;
    context.beginPath();
    for (const [x, y] of points) context.lineTo(x * view.scale + view.left, y * view.scale + view.top);
    context.closePath();
  }

  #mark({ view, theme }: Scene, mark: Geometry['marks'][number]): void {
    if (mark.kind === 'text' || mark.points.length < 3) return;
    const context = this.#context;
    this.#path(view, mark.points);
    context.fillStyle = mark.kind === 'stage' ? theme.stage : theme.section;
    context.fill();
    context.strokeStyle = theme.sectionLine;
    context.stroke();
  }

  /** A mark's name in its middle: made to fit, turned upright in a narrow shape, left out where it cannot be read. */
  #markName(scene: Scene, mark: Geometry['marks'][number]): void {
    const { view, theme } = scene;
    const context = this.#context;
    const { left, top, right, bottom } = boundsOf(mark.points);
    const at = toScreen(view, (left + right) / 2, (top + bottom) / 2);
    const [widthPx, heightPx] = [(right - left) * view.scale, (bottom - top) * view.scale];
    const isFree = mark.kind === 'text' || mark.points.length < 3;
    const isUpright = !isFree && heightPx > 1.6 * widthPx;
    const name = scene.markName(mark);
    const fontPx = Math.min(22, Math.max(11, 14 * view.scale));
    context.font = `600 ${fontPx}px ${fontFamily}`;
    const roomPx = isFree ? Number.POSITIVE_INFINITY : (isUpright ? heightPx : widthPx) * 0.86;
    const fittedPx = fontPx * Math.min(1, roomPx / context.measureText(name).width);
    if (fittedPx < 8) return;
    context.save();
    context.translate(at.x, at.y);
    if (isUpright) context.rotate(-Math.PI / 2);
    this.#text(name, 0, 0, fittedPx, mark.kind === 'stage' ? theme.stageText : theme.muted, 600);
    context.restore();
  }

  /** Every seat in sight; one's own last, since their halos lie over the neighbours. */
  #seats(scene: Scene, sections: readonly SectionShape[], visible: Bounds): void {
    const { geometry, looks: lookOfSeat, view, size, ratio, theme } = scene;
    const { x, y, seatRadius } = geometry;
    const context = this.#context;
    const [scale, left, top] = [view.scale * ratio, view.left * ratio, view.top * ratio];
    const seatPx = 2 * seatRadius * scale;
    const sprites = this.#spritesFor(theme, Math.max(2, Math.round(seatPx)), ratio);
    const putSprite = this.#spritePutter(sprites);
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
    const isStamped = seatPx < stampedBelowPx;
    const put = !isStamped
      ? putSprite
      : seatPx < grainBelowPx
        ? this.#grain.begin(theme, width, height, seatPx * grainShare)
        : this.#grain.beginSprites(sprites, width, height);
    const own: number[] = [];
    context.setTransform(1, 0, 0, 1, 0, 0);
    for (const { first, count } of sections) {
      for (let seat = first; seat < first + count; seat++) {
        const [atX, atY] = [x[seat] ?? 0, y[seat] ?? 0];
        if (!isInside(atX, atY, visible, seatRadius)) continue;
        const look = lookOfSeat[seat] ?? 0;
        if (isOwnLook(look)) own.push(seat);
        else put(look, atX * scale + left, atY * scale + top);
      }
    }
    if (isStamped) this.#grain.drawTo(context);
    for (const seat of own) {
      putSprite(lookOfSeat[seat] ?? 0, (x[seat] ?? 0) * scale + left, (y[seat] ?? 0) * scale + top);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  /** Copies sprites, at whole device pixels, which keeps them sharp. */
  #spritePutter({ strip, cell }: Sprites): (look: number, x: number, y: number) => void {
    const context = this.#context;
    return (look, x, y) =>
      context.drawImage(
        strip,
        look * cell,
        0,
        cell,
        cell,
        Math.round(x) - cell / 2,
        Math.round(y) - cell / 2,
        cell,
        cell,
      );
  }

  #seatLabels(scene: Scene, sections: readonly SectionShape[], visible: Bounds, seatPx: number): void {
    const { geometry, looks: lookOfSeat, view, theme } = scene;
    const context = this.#context;
    context.font = `600 ${Math.min(15, seatPx * 0.4)}px ${fontFamily}`;
    context.fillStyle = theme.onSeat;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    for (const { first, count } of sections) {
      for (let seat = first; seat < first + count; seat++) {
        if ((lookOfSeat[seat] ?? 0) < looks.available || isMarkedNote(geometry.noteOf.get(seat))) continue;
        const [x, y] = [geometry.x[seat] ?? 0, geometry.y[seat] ?? 0];
        if (!isInside(x, y, visible, 0)) continue;
        context.fillText(scene.seatLabel(seat), x * view.scale + view.left, y * view.scale + view.top + 0.5);
      }
    }
  }

  /** What is special about seats, in place of their numbers. */
  #notes({ geometry, looks: lookOfSeat, view, theme }: Scene, visible: Bounds): void {
    const context = this.#context;
    context.strokeStyle = theme.onSeat;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.lineWidth = 0.2;
    const radius = geometry.seatRadius * view.scale;
    for (const [seat, note] of geometry.noteOf) {
      if (!isMarkedNote(note) || (lookOfSeat[seat] ?? 0) < looks.available) continue;
      const [x, y] = [geometry.x[seat] ?? 0, geometry.y[seat] ?? 0];
      if (!isInside(x, y, visible, 0)) continue;
      context.save();
      context.translate(x * view.scale + view.left, y * view.scale + view.top);
      context.scale(radius, radius);
      context.stroke(new Path2D(noteMarks[note]));
      context.restore();
    }
  }

  #rowLabels({ view, theme }: Scene, section: SectionShape, seatPx: number): void {
    const fontPx = Math.min(14, seatPx * 0.62);
    for (const { label, ends } of section.rows) {
      for (const [x, y] of ends) {
        const at = toScreen(view, x, y);
        this.#haloText(label, at.x, at.y, fontPx, theme.muted, theme.ground, 500);
      }
    }
  }

  /** Sections' names and how many of their seats can be had: as much as there is room for, none over another. */
  #sectionNames(scene: Scene, sections: readonly SectionShape[]): void {
    const taken: Bounds[] = [];
    for (const section of sections) {
      const { x, y } = toScreen(scene.view, ...section.centre);
      const lines = this.#linesFor(scene, section).find((candidate) => {
        const width = Math.max(
          ...candidate.map(({ text, weight, fontPx }) => this.#widthOf(text, weight, fontPx)),
        );
        const height = candidate.length * linePx;
        const box = {
          left: x - width / 2,
          right: x + width / 2,
          top: y - height / 2,
          bottom: y + height / 2,
        };
        if (taken.some((other) => intersects(box, other))) return false;
        taken.push(box);
        return true;
      });
      for (const [index, { text, weight, fontPx }] of (lines ?? []).entries()) {
        const offset = (index - ((lines?.length ?? 1) - 1) / 2) * linePx;
        this.#haloText(text, x, y + offset, fontPx, scene.theme.text, scene.theme.section, weight);
      }
    }
  }

  /** What could be written over a section, the fullest first. */
  #linesFor(scene: Scene, section: SectionShape): Line[][] {
    const { left, top, right, bottom } = section.bounds;
    const [widthPx, heightPx] = [(right - left) * scene.view.scale, (bottom - top) * scene.view.scale];
    const { words, short } = scene.sectionCount(section.index);
    const name: Line = { text: scene.sectionName(section), weight: 700, fontPx: 12 };
    const candidates: Line[][] = [
      [name, { text: words, weight: 500, fontPx: 11 }],
      [name, { text: short, weight: 500, fontPx: 11 }],
      [{ text: short, weight: 600, fontPx: 11 }],
    ];
    return candidates.filter(
      (lines) =>
        lines.length * linePx <= heightPx &&
        lines.every(({ text, weight, fontPx }) => this.#widthOf(text, weight, fontPx) <= widthPx),
    );
  }

  /** A text's width in CSS pixels; measured once. */
  #widthOf(text: string, weight: number, fontPx: number): number {
    const key = `${weight} ${fontPx} ${text}`;
    const known = this.#widths.get(key);
    if (known !== undefined) return known;
    if (this.#widths.size >= widthsMax) this.#widths.clear();
    this.#context.font = `${weight} ${fontPx}px ${fontFamily}`;
    const { width } = this.#context.measureText(text);
    this.#widths.set(key, width);
    return width;
  }

  /** A section's name above its seats, which it must not cover once they can be clicked. */
  #sectionCaption(scene: Scene, section: SectionShape, seatPx: number): void {
    const { view, theme } = scene;
    const { x, y } = toScreen(view, ...section.head);
    const fontPx = Math.min(15, 10 + seatPx / 4);
    const isHigher = section.hasLabelsAbove && seatPx >= rowLabelsFromPx;
    const above = seatPx / 2 + 6 + fontPx + (isHigher ? seatPx * 0.62 + 4 : 0);
    const text = `${scene.sectionName(section)} · ${scene.sectionCount(section.index).short}`;
    this.#haloText(text, x, y - above, fontPx, theme.text, theme.ground, 600);
  }

  #flash(scene: Scene, seat: number, share: number): void {
    const wave = Math.abs(Math.sin(share * Math.PI * 3));
    this.#context.globalAlpha = 1 - share * 0.6;
    this.#ring(scene, seat, scene.theme.refused, 3, 1.4 + wave * 1.2);
    this.#context.globalAlpha = 1;
  }

  #ring({ geometry, view }: Scene, seat: number, colour: string, widthPx: number, radii: number): void {
    const context = this.#context;
    const { x, y } = toScreen(view, geometry.x[seat] ?? 0, geometry.y[seat] ?? 0);
    context.strokeStyle = colour;
    context.lineWidth = widthPx;
    context.beginPath();
    context.arc(x, y, Math.max(5, geometry.seatRadius * view.scale * radii), 0, 2 * Math.PI);
    context.stroke();
  }

  /** Text with an edge in the colour of what lies beneath, so that it can be read over lines and seats. */
  #haloText(
    text: string,
    x: number,
    y: number,
    fontPx: number,
    colour: string,
    halo: string,
    weight: number,
  ): void {
    const context = this.#context;
    context.font = `${weight} ${fontPx}px ${fontFamily}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.strokeStyle = halo;
    context.lineWidth = 4;
    context.lineJoin = 'round';
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }

  #text(text: string, x: number, y: number, fontPx: number, colour: string, weight: number): void {
    const context = this.#context;
    context.font = `${weight} ${fontPx}px ${fontFamily}`;
    context.fillStyle = colour;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(text, x, y);
  }
}

function isMarkedNote(note: SeatNote | undefined): note is MarkedNote {
  return note !== undefined && note !== 'aisle';
}

function isInside(x: number, y: number, bounds: Bounds, margin: number): boolean {
  return (
    x >= bounds.left - margin &&
    x <= bounds.right + margin &&
    y >= bounds.top - margin &&
    y <= bounds.bottom + margin
  );
}
