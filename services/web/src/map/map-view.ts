import { Camera, type Point } from './camera.ts';
import { listenToCanvas } from './canvas-input.ts';
import { Gestures } from './gestures.ts';
import type { MapSource, Sight } from './map-source.ts';
import { Painter } from './painter.ts';
import { createSeatGrid, type Direction, type SeatGrid } from './seat-grid.ts';
import { readTheme, type Theme } from './theme.ts';
import { intersects, toScreen, visibleBounds } from './view.ts';

/** Seats smaller than this on the screen, in CSS pixels, cannot be hit with care: a click zooms in instead. */
const clickPxMin = 7;
const tapPxMin = 15;
/** How large a click on small seats makes them. */
const comfortablePx = { mouse: 16, touch: 28 };
/** So far around a seat's edge counts as on it, in CSS pixels. */
const slackPx = { mouse: 2, touch: 8 };
const flashMs = 1_500;
const keyPanPx = 80;
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

/** The live map on a canvas: what is pointed at, and when it must be painted again. */
export class MapView {
  readonly #canvas: HTMLCanvasElement;
  readonly #painter: Painter;
  readonly #grid: SeatGrid;
  readonly #camera: Camera;
  readonly #flashStartMs = new Map<number, number>();
  readonly #stopListening: () => void;
  #source: MapSource;
  #ratio = 1;
  #theme: Theme;
  #marked: number | null = null;
  #markedSection: number | null = null;
  #zoomedAtMs = Number.NEGATIVE_INFINITY;
  #frame = 0;

  constructor(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D, source: MapSource) {
    this.#canvas = canvas;
    this.#painter = new Painter(context);
    this.#source = source;
    this.#grid = createSeatGrid(source.geometry);
    this.#theme = readTheme(canvas);
    this.#camera = new Camera(source, () => {
      this.#tellMarked();
      this.repaint();
    });
    const gestures = new Gestures({
      pan: (dx, dy) => this.#camera.pan(dx, dy),
      zoom: (x, y, factor) => this.#camera.zoom({ x, y }, factor),
      tap: (x, y, isCoarse, isSecond) => this.#tap({ x, y }, isCoarse, isSecond),
      press: (x, y) => this.#point({ x, y }, true),
      hover: (x, y) => this.#point({ x, y }, false),
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
    this.#camera.aim(source);
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
    if (seats.length > 0 && this.#camera.size.width > 0)
      this.#camera.glideToSeats(seats, comfortablePx.touch);
  }

  fit(): void {
    this.#camera.glideToFit();
  }

  zoomBy(factor: number): void {
    this.#camera.glideZoom(this.#middle(), factor);
  }

  /** Puts a point of the drawing into the middle. */
  centreAt(x: number, y: number): void {
    this.#camera.centreAt({ x, y });
  }

  /** Where a seat is on the screen, in CSS pixels of the page, and whether a click there would reach it. */
  screenPosition(seat: number): { x: number; y: number; isClickable: boolean } {
    const at = this.#camera.position(seat);
    const box = this.#canvas.getBoundingClientRect();
    const [x, y] = [box.left + at.x, box.top + at.y];
    const isLarge = this.#isClickable(matchMedia('(pointer: coarse)').matches);
    // Within an embedded element the document knows only the element.
    const root = this.#canvas.getRootNode() as Document | ShadowRoot;
    const isUncovered = root.elementFromPoint(x, y) === this.#canvas;
    return { x, y, isClickable: isLarge && isUncovered && !this.#camera.isGliding };
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
    const before = this.#camera.size;
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    // Shown again as it was.
    if (width === before.width && height === before.height && ratio === this.#ratio) return this.repaint();
    this.#ratio = ratio;
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    this.#camera.resize({ width, height });
    // Resizing has emptied the canvas: paint in this frame, or it would blink.
    this.#paint(performance.now());
  }

  #middle(): Point {
    const { width, height } = this.#camera.size;
    return { x: width / 2, y: height / 2 };
  }

  /** The seat at a point of the canvas; that many pixels around its edge count as on it. */
  #seatAt(point: Point, slack: number): number | null {
    const { x, y } = this.#camera.toDrawing(point);
    return this.#grid.nearest(x, y, this.#source.geometry.seatRadius + slack / this.#camera.view.scale);
  }

  #isClickable(isCoarse: boolean): boolean {
    return this.#camera.seatPx >= (isCoarse ? tapPxMin : clickPxMin);
  }

  #tap(at: Point, isCoarse: boolean, isSecond: boolean): void {
    const nowMs = performance.now();
    if (nowMs - this.#zoomedAtMs < settleMs) return;
    const by = isCoarse ? 'touch' : 'mouse';
    if (!this.#isClickable(isCoarse)) {
      this.#zoomedAtMs = nowMs;
      this.#camera.glideToPoint(this.#camera.toDrawing(at), comfortablePx[by]);
      return;
    }
    const seat = this.#seatAt(at, slackPx[by]);
    this.#mark(seat);
    if (seat !== null) this.#source.onSeat(seat);
    else if (isSecond) this.#camera.glideZoom(at, doubleTapFactor);
  }

  /** Tells about what is under a mouse or a resting finger: the seat, or its section while seats are small. */
  #point(at: Point, isCoarse: boolean): void {
    if (this.#isClickable(isCoarse)) this.#mark(this.#seatAt(at, slackPx[isCoarse ? 'touch' : 'mouse']));
    else this.#setMarks(null, this.#sectionAt(at));
  }

  /** The section around a point of the canvas: that of a seat nearby. */
  #sectionAt(at: Point): number | null {
    const seat = this.#seatAt(at, slackPx.touch);
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
    this.#camera.pan(dx, dy);
  }

  /** Moves the cursor by a seat; the first step begins at the middle of the screen. */
  #step(direction: Direction): void {
    const { width, height } = this.#camera.size;
    const next =
      this.#marked === null
        ? this.#seatAt(this.#middle(), Math.max(width, height) / 2)
        : this.#grid.neighbour(this.#marked, direction);
    if (next === null) return;
    this.#mark(next);
    this.#camera.reveal(next, clickPxMin, comfortablePx.mouse);
  }

  #mark(seat: number | null): void {
    this.#setMarks(seat, null);
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
    if (seat !== null) onMarked({ kind: 'seat', seat, ...this.#camera.position(seat) });
    else if (section !== null && head !== undefined)
      onMarked({ kind: 'section', section, ...toScreen(this.#camera.view, ...head) });
    else onMarked(null);
  }

  #paint(nowMs: number): void {
    if (this.#frame === -1) return;
    this.#frame = 0;
    const { size } = this.#camera;
    if (size.width === 0) return;
    if (this.#camera.advance(nowMs)) this.#tellMarked();
    const flashes = this.#flashesAt(nowMs);
    const { geometry, looks, sectionName, sectionCount, markName, seatLabel } = this.#source;
    this.#painter.paint({
      geometry,
      looks,
      sectionName,
      sectionCount,
      markName,
      seatLabel,
      view: this.#camera.view,
      size,
      ratio: this.#ratio,
      theme: this.#theme,
      marked: this.#marked,
      markedSection: this.#markedSection,
      flashes,
    });
    this.#source.onSight(this.#sight());
    if (this.#camera.isGliding || flashes.size > 0) this.repaint();
  }

  /** How far each flash has come, from 0 to 1; those that are over are forgotten. */
  #flashesAt(nowMs: number): Map<number, number> {
    const flashes = new Map<number, number>();
    for (const [seat, startMs] of this.#flashStartMs) {
      const share = Math.max(0, (nowMs - startMs) / flashMs);
      if (share < 1) flashes.set(seat, share);
      else this.#flashStartMs.delete(seat);
    }
    return flashes;
  }

  #sight(): Sight {
    const visible = visibleBounds(this.#camera.view, this.#camera.size);
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
}
