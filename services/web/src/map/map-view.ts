import { listenToCanvas } from './canvas-input.ts';
import { boundsOf } from './geometry.ts';
import { Gestures } from './gestures.ts';
import type { MapSource, Sight } from './map-source.ts';
import { Painter } from './painter.ts';
import { createSeatGrid, type Direction, type SeatGrid } from './seat-grid.ts';
import { readTheme, type Theme } from './theme.ts';
import {
  between,
  centreOn,
  clampView,
  fitView,
  intersects,
  pan,
  type Size,
  toDrawing,
  toScreen,
  type View,
  visibleBounds,
  zoomAt,
} from './view.ts';

/** Seats smaller than this on the screen, in CSS pixels, cannot be hit with care: a click zooms in instead. */
const clickPxMin = 7;
const tapPxMin = 15;
/** How large a click on small seats makes them. */
const comfortablePx = { mouse: 16, touch: 28 };
const seatPxMax = 46;
const fitSeatPxMax = 34;
const flashMs = 1_500;
const glideMs = 240;
const keyPanPx = 80;
/** So many seats' widths around seats that are to be seen. */
const surroundingsSeats = 4;
/** A second tap beside the seats comes this much closer. */
const doubleTapFactor = 2.2;
/** A tap that comes so soon after another one that zoomed was meant for what was there before. */
const settleMs = 400;

const directionByKey: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

interface Glide {
  readonly from: View;
  readonly to: View;
  readonly startMs: number;
}

/** The live map on a canvas: where it looks, what is pointed at, and when it must be painted again. */
export class MapView {
  readonly #canvas: HTMLCanvasElement;
  readonly #painter: Painter;
  readonly #grid: SeatGrid;
  readonly #flashStartMs = new Map<number, number>();
  readonly #stopListening: () => void;
  #source: MapSource;
  #size: Size = { width: 0, height: 0 };
  #ratio = 1;
  #view: View = { scale: 1, left: 0, top: 0 };
  #isFitted = true;
  #theme: Theme;
  #marked: number | null = null;
  #markedSection: number | null = null;
  #zoomedAtMs = Number.NEGATIVE_INFINITY;
  #glide: Glide | null = null;
  #frame = 0;

  constructor(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D, source: MapSource) {
    this.#canvas = canvas;
    this.#painter = new Painter(context);
    this.#source = source;
    this.#grid = createSeatGrid(source.geometry);
    this.#theme = readTheme(canvas);
    const gestures = new Gestures({
      pan: (dx, dy) => this.#look(pan(this.#view, dx, dy)),
      zoom: (x, y, factor) => this.#look(zoomAt(this.#view, x, y, this.#view.scale * factor)),
      tap: (x, y, isCoarse, isSecond) => this.#tap(x, y, isCoarse, isSecond),
      press: (x, y) => this.#point(x, y, true),
      hover: (x, y) => this.#point(x, y, false),
      leave: () => this.#mark(null),
      yielded: source.onYielded,
    });
    this.#stopListening = listenToCanvas(canvas, {
      gestures,
      key: (event) => this.#key(event),
      blur: () => this.#mark(null),
      resize: () => this.#resize(),
      recolour: () => {
        this.#theme = readTheme(canvas);
        this.repaint();
      },
    });
  }

  get theme(): Theme {
    return this.#theme;
  }

  /** Other names, looks, listeners or insets for the same geometry. */
  update(source: MapSource): void {
    this.#source = source;
    // What shows the whole goes on showing it in what is left uncovered.
    if (this.#isFitted && this.#size.width > 0) this.#look(this.#fitted(), true);
    this.repaint();
  }

  /** Paints before the screen is next refreshed. */
  repaint(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame((nowMs) => this.#paint(nowMs));
  }

  /** Draws the eye to seats that were refused. */
  flash(seats: readonly number[]): void {
    for (const seat of seats) this.#flashStartMs.set(seat, performance.now());
    this.repaint();
  }

  /** Brings seats into the middle, large enough to be told apart, with some of what is around them. */
  show(seats: readonly number[]): void {
    // It may have come out from behind something in this very moment.
    this.#resize();
    if (seats.length === 0 || this.#size.width === 0) return;
    const { geometry, insets } = this.#source;
    const { left, top, right, bottom } = boundsOf(
      seats.map((seat) => [geometry.x[seat] ?? 0, geometry.y[seat] ?? 0]),
    );
    const around = surroundingsSeats * 2 * geometry.seatRadius;
    const bounds = {
      left: left - around,
      top: top - around,
      right: right + around,
      bottom: bottom + around,
    };
    const scaleMax = comfortablePx.touch / (2 * geometry.seatRadius);
    this.#glideTo(this.#clamped(fitView(bounds, this.#size, insets, scaleMax)));
  }

  fit(): void {
    this.#glideTo(this.#fitted(), true);
  }

  zoomBy(factor: number): void {
    const { width, height } = this.#size;
    this.#glideTo(this.#clamped(zoomAt(this.#view, width / 2, height / 2, this.#view.scale * factor)));
  }

  /** Puts a point of the drawing into the middle. */
  centreAt(x: number, y: number): void {
    this.#look(this.#clamped(centreOn(x, y, this.#view.scale, this.#size, this.#source.insets)));
  }

  /** Where a seat is on the screen, in CSS pixels of the page, and whether a click there would reach it. */
  screenPosition(seat: number): { x: number; y: number; isClickable: boolean } {
    const at = this.#position(seat);
    const box = this.#canvas.getBoundingClientRect();
    const [x, y] = [box.left + at.x, box.top + at.y];
    const isLarge = this.#isClickable(matchMedia('(pointer: coarse)').matches);
    // Within an embedded element the document knows only the element.
    const root = this.#canvas.getRootNode() as Document | ShadowRoot;
    const isUncovered = root.elementFromPoint(x, y) === this.#canvas;
    return { x, y, isClickable: isLarge && isUncovered && this.#glide === null };
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    // Nothing is painted after this, whoever asks.
    this.#frame = -1;
    this.#stopListening();
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (width === 0 || height === 0) return;
    const before = this.#size;
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    // Shown again as it was.
    if (width === before.width && height === before.height && ratio === this.#ratio) return this.repaint();
    this.#size = { width, height };
    this.#ratio = ratio;
    this.#canvas.width = Math.round(width * this.#ratio);
    this.#canvas.height = Math.round(height * this.#ratio);
    if (this.#isFitted || before.width === 0) this.#look(this.#fitted(), true);
    else this.#look(pan(this.#view, (width - before.width) / 2, (height - before.height) / 2));
    // Resizing has emptied the canvas: paint in this frame, or it would blink.
    this.#paint(performance.now());
  }

  #fitted(): View {
    const { geometry, insets } = this.#source;
    const { bounds, seatRadius } = geometry;
    return fitView(bounds, this.#size, insets, fitSeatPxMax / (2 * seatRadius));
  }

  #clamped(view: View): View {
    const { bounds, seatRadius } = this.#source.geometry;
    const scaleMin = this.#fitted().scale * 0.8;
    return clampView(view, bounds, this.#size, scaleMin, Math.max(scaleMin, seatPxMax / (2 * seatRadius)));
  }

  /** Looks elsewhere at once. */
  #look(view: View, isFitted = false): void {
    this.#glide = null;
    this.#isFitted = isFitted;
    this.#view = isFitted ? view : this.#clamped(view);
    this.#tellMarked();
    this.repaint();
  }

  /** Looks elsewhere by and by, or at once for those who asked for less motion. */
  #glideTo(to: View, isFitted = false): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.#look(to, isFitted);
      return;
    }
    this.#isFitted = isFitted;
    this.#glide = { from: this.#view, to, startMs: performance.now() };
    this.repaint();
  }

  #seatPx(): number {
    return 2 * this.#source.geometry.seatRadius * this.#view.scale;
  }

  #position(seat: number): { x: number; y: number } {
    const { x, y } = this.#source.geometry;
    return toScreen(this.#view, x[seat] ?? 0, y[seat] ?? 0);
  }

  /** The seat at a point of the canvas; `slackPx` around a seat's edge counts as on it. */
  #seatAt(x: number, y: number, slackPx: number): number | null {
    const at = toDrawing(this.#view, x, y);
    return this.#grid.nearest(at.x, at.y, this.#source.geometry.seatRadius + slackPx / this.#view.scale);
  }

  #isClickable(isCoarse: boolean): boolean {
    return this.#seatPx() >= (isCoarse ? tapPxMin : clickPxMin);
  }

  #tap(x: number, y: number, isCoarse: boolean, isSecond: boolean): void {
    const nowMs = performance.now();
    if (nowMs - this.#zoomedAtMs < settleMs) return;
    if (!this.#isClickable(isCoarse)) {
      const seatPx = isCoarse ? comfortablePx.touch : comfortablePx.mouse;
      const scale = seatPx / (2 * this.#source.geometry.seatRadius);
      const at = toDrawing(this.#view, x, y);
      this.#zoomedAtMs = nowMs;
      this.#glideTo(this.#clamped(centreOn(at.x, at.y, scale, this.#size, this.#source.insets)));
      return;
    }
    const seat = this.#seatAt(x, y, isCoarse ? 8 : 2);
    this.#mark(seat);
    if (seat !== null) this.#source.onSeat(seat);
    else if (isSecond)
      this.#glideTo(this.#clamped(zoomAt(this.#view, x, y, this.#view.scale * doubleTapFactor)));
  }

  /** Tells about what is under a mouse or a resting finger: the seat, or its section while seats are small. */
  #point(x: number, y: number, isCoarse: boolean): void {
    if (this.#isClickable(isCoarse)) this.#mark(this.#seatAt(x, y, isCoarse ? 8 : 2));
    else this.#markSection(this.#sectionAt(x, y));
  }

  /** The section around a point of the canvas: that of a seat nearby. */
  #sectionAt(x: number, y: number): number | null {
    const seat = this.#seatAt(x, y, 8);
    return seat === null ? null : (this.#source.geometry.sectionOf[seat] ?? null);
  }

  /** Whether the key means something to the map. */
  #key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const direction = directionByKey[event.key];
    if (direction !== undefined) {
      if (event.shiftKey) this.#panByKey(direction);
      else this.#step(direction);
    } else if ((event.key === 'Enter' || event.key === ' ') && this.#marked !== null) {
      this.#source.onSeat(this.#marked);
    } else if (event.key === '+' || event.key === '=') this.zoomBy(1.4);
    else if (event.key === '-') this.zoomBy(1 / 1.4);
    else if (event.key === '0') this.fit();
    else if (event.key === 'Escape') this.#mark(null);
    else return false;
    return true;
  }

  #panByKey(direction: Direction): void {
    const dx = { left: keyPanPx, right: -keyPanPx, up: 0, down: 0 }[direction];
    const dy = { left: 0, right: 0, up: keyPanPx, down: -keyPanPx }[direction];
    this.#look(pan(this.#view, dx, dy));
  }

  /** Moves the cursor by a seat; the first step begins at the middle of the screen. */
  #step(direction: Direction): void {
    const { width, height } = this.#size;
    const next =
      this.#marked === null
        ? this.#seatAt(width / 2, height / 2, Math.max(width, height) / 2)
        : this.#grid.neighbour(this.#marked, direction);
    if (next === null) return;
    this.#mark(next);
    this.#reveal(next);
  }

  /** Brings a seat onto the screen, and near enough to be seen. */
  #reveal(seat: number): void {
    const { x, y } = this.#position(seat);
    const { top, right, bottom, left } = this.#source.insets;
    const { width, height } = this.#size;
    const margin = 40;
    const isInSight =
      x > left + margin && x < width - right - margin && y > top + margin && y < height - bottom - margin;
    if (isInSight && this.#seatPx() >= clickPxMin) return;
    const { geometry } = this.#source;
    const scale = Math.max(this.#view.scale, comfortablePx.mouse / (2 * geometry.seatRadius));
    const centred = centreOn(
      geometry.x[seat] ?? 0,
      geometry.y[seat] ?? 0,
      scale,
      this.#size,
      this.#source.insets,
    );
    this.#glideTo(this.#clamped(centred));
  }

  #mark(seat: number | null): void {
    this.#setMarks(seat, null);
  }

  #markSection(section: number | null): void {
    this.#setMarks(null, section);
  }

  #setMarks(seat: number | null, section: number | null): void {
    if (seat === this.#marked && section === this.#markedSection) return;
    this.#marked = seat;
    this.#markedSection = section;
    this.#canvas.style.cursor = seat === null && section === null ? 'grab' : 'pointer';
    this.#tellMarked();
    this.repaint();
  }

  #tellMarked(): void {
    const { onMarked, geometry } = this.#source;
    // A section is told about only as long as its seats are too small to be.
    if (this.#markedSection !== null && this.#isClickable(false)) this.#markedSection = null;
    const [seat, section] = [this.#marked, this.#markedSection];
    const head = geometry.sections[section ?? -1]?.head;
    if (seat !== null) onMarked({ kind: 'seat', seat, ...this.#position(seat) });
    else if (section !== null && head !== undefined)
      onMarked({ kind: 'section', section, ...toScreen(this.#view, ...head) });
    else onMarked(null);
  }

  #paint(nowMs: number): void {
    if (this.#frame === -1) return;
    this.#frame = 0;
    if (this.#size.width === 0) return;
    if (this.#glide !== null) this.#advance(this.#glide, nowMs);
    const flashes = new Map<number, number>();
    for (const [seat, startMs] of this.#flashStartMs) {
      const share = Math.max(0, (nowMs - startMs) / flashMs);
      if (share < 1) flashes.set(seat, share);
      else this.#flashStartMs.delete(seat);
    }
    const { geometry, looks, sectionName, sectionCount, markName, seatLabel } = this.#source;
    this.#painter.paint({
      geometry,
      looks,
      sectionName,
      sectionCount,
      markName,
      seatLabel,
      view: this.#view,
      size: this.#size,
      ratio: this.#ratio,
      theme: this.#theme,
      marked: this.#marked,
      markedSection: this.#markedSection,
      flashes,
    });
    this.#source.onSight(this.#sight());
    if (this.#glide !== null || flashes.size > 0) this.repaint();
  }

  #sight(): Sight {
    const visible = visibleBounds(this.#view, this.#size);
    const { sections, bounds } = this.#source.geometry;
    return {
      visible,
      sections: sections.filter((section) => intersects(section.bounds, visible)).map(({ id }) => id),
      isWhole:
        visible.left <= bounds.left &&
        visible.right >= bounds.right &&
        visible.top <= bounds.top &&
        visible.bottom >= bounds.bottom,
      isClickable: this.#isClickable(matchMedia('(pointer: coarse)').matches),
    };
  }

  #advance({ from, to, startMs }: Glide, nowMs: number): void {
    const share = Math.min(1, Math.max(0, (nowMs - startMs) / glideMs));
    const eased = 1 - (1 - share) ** 3;
    this.#view = share === 1 ? to : between(from, to, eased, this.#size);
    if (share === 1) this.#glide = null;
    this.#tellMarked();
  }
}
