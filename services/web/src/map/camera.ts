import { boundsOf, type Geometry } from './geometry.ts';
import {
  between,
  centreOn,
  clampView,
  fitView,
  type Insets,
  pan,
  type Size,
  toDrawing,
  toScreen,
  type View,
  zoomAt,
} from './view.ts';

/** How large seats become at most, in CSS pixels: when somebody comes closer, and when the whole is shown. */
const seatPxMax = 46;
const fitSeatPxMax = 34;
const glideMs = 240;
/** So many seats' widths around seats that are to be seen. */
const surroundingsSeats = 4;
/** How near the edge a seat may be that is in sight, in CSS pixels. */
const marginPx = 40;

/** What a camera looks at, and how much of the canvas something else covers. */
export interface Subject {
  readonly geometry: Pick<Geometry, 'x' | 'y' | 'bounds' | 'seatRadius'>;
  readonly insets: Insets;
}

interface Glide {
  readonly from: View;
  readonly to: View;
  readonly startMs: number;
}

/** A point in CSS pixels of the canvas, or in units of the drawing. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Where a map looks: a view of the drawing on a canvas of some size, within sensible bounds, that stands or glides.
 * It calls `onMoved` whenever it looks elsewhere or sets out to.
 */
export class Camera {
  readonly #onMoved: () => void;
  #subject: Subject;
  #size: Size = { width: 0, height: 0 };
  #view: View = { scale: 1, left: 0, top: 0 };
  #isFitted = true;
  #glide: Glide | null = null;

  constructor(subject: Subject, onMoved: () => void) {
    this.#subject = subject;
    this.#onMoved = onMoved;
  }

  get view(): View {
    return this.#view;
  }

  /** Without an area as long as the canvas is not shown. */
  get size(): Size {
    return this.#size;
  }

  get isGliding(): boolean {
    return this.#glide !== null;
  }

  /** A seat's size on the screen, in CSS pixels. */
  get seatPx(): number {
    return 2 * this.#subject.geometry.seatRadius * this.#view.scale;
  }

  /** Other insets for the same geometry: what shows the whole goes on showing it in what is left uncovered. */
  aim(subject: Subject): void {
    this.#subject = subject;
    if (this.#isFitted && this.#size.width > 0) this.#look(this.#fitted(), true);
  }

  /** What was in the middle stays there. */
  resize(size: Size): void {
    const before = this.#size;
    this.#size = size;
    if (this.#isFitted || before.width === 0) this.#look(this.#fitted(), true);
    else this.pan((size.width - before.width) / 2, (size.height - before.height) / 2);
  }

  pan(dx: number, dy: number): void {
    this.#look(pan(this.#view, dx, dy));
  }

  /** Scales at once, around a point of the canvas. */
  zoom({ x, y }: Point, factor: number): void {
    this.#look(zoomAt(this.#view, x, y, this.#view.scale * factor));
  }

  /** Puts a point of the drawing into the middle at once. */
  centreAt({ x, y }: Point): void {
    this.#look(centreOn(x, y, this.#view.scale, this.#size, this.#subject.insets));
  }

  glideToFit(): void {
    this.#glideTo(this.#fitted(), true);
  }

  /** Scales by and by, around a point of the canvas. */
  glideZoom({ x, y }: Point, factor: number): void {
    this.#glideTo(zoomAt(this.#view, x, y, this.#view.scale * factor));
  }

  /** Brings a point of the drawing into the middle, with seats of that size. */
  glideToPoint({ x, y }: Point, seatPx: number): void {
    const scale = seatPx / (2 * this.#subject.geometry.seatRadius);
    this.#glideTo(centreOn(x, y, scale, this.#size, this.#subject.insets));
  }

  /** Brings seats into the middle with some of what is around them, no larger than that. */
  glideToSeats(seats: readonly number[], seatPx: number): void {
    const { geometry, insets } = this.#subject;
    const { left, top, right, bottom } = boundsOf(seats.map((seat) => this.#pointOf(seat)));
    const around = surroundingsSeats * 2 * geometry.seatRadius;
    const bounds = {
      left: left - around,
      top: top - around,
      right: right + around,
      bottom: bottom + around,
    };
    this.#glideTo(fitView(bounds, this.#size, insets, seatPx / (2 * geometry.seatRadius)));
  }

  /** Brings a seat onto the screen, and near enough to be seen. */
  reveal(seat: number, seatPxMin: number, seatPx: number): void {
    const { x, y } = this.position(seat);
    const { top, right, bottom, left } = this.#subject.insets;
    const { width, height } = this.#size;
    const isInSight =
      x > left + marginPx &&
      x < width - right - marginPx &&
      y > top + marginPx &&
      y < height - bottom - marginPx;
    if (isInSight && this.seatPx >= seatPxMin) return;
    const [seatX, seatY] = this.#pointOf(seat);
    this.glideToPoint({ x: seatX, y: seatY }, Math.max(this.seatPx, seatPx));
  }

  /** Where a seat is on the canvas. */
  position(seat: number): Point {
    return toScreen(this.#view, ...this.#pointOf(seat));
  }

  toDrawing({ x, y }: Point): Point {
    return toDrawing(this.#view, x, y);
  }

  /** Glides on; answers whether it did. */
  advance(nowMs: number): boolean {
    if (this.#glide === null) return false;
    const { from, to, startMs } = this.#glide;
    const share = Math.min(1, Math.max(0, (nowMs - startMs) / glideMs));
    const eased = 1 - (1 - share) ** 3;
    this.#view = share === 1 ? to : between(from, to, eased, this.#size);
    if (share === 1) this.#glide = null;
    return true;
  }

  #pointOf(seat: number): [x: number, y: number] {
    const { x, y } = this.#subject.geometry;
    return [x[seat] ?? 0, y[seat] ?? 0];
  }

  #fitted(): View {
    const { geometry, insets } = this.#subject;
    return fitView(geometry.bounds, this.#size, insets, fitSeatPxMax / (2 * geometry.seatRadius));
  }

  #clamped(view: View): View {
    const { bounds, seatRadius } = this.#subject.geometry;
    const scaleMin = this.#fitted().scale * 0.8;
    return clampView(view, bounds, this.#size, scaleMin, Math.max(scaleMin, seatPxMax / (2 * seatRadius)));
  }

  /** Looks elsewhere at once. */
  #look(view: View, isFitted = false): void {
    this.#glide = null;
    this.#isFitted = isFitted;
    this.#view = isFitted ? view : this.#clamped(view);
    this.#onMoved();
  }

  /** Looks elsewhere by and by, or at once for those who asked for less motion. */
  #glideTo(view: View, isFitted = false): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return this.#look(view, isFitted);
    this.#isFitted = isFitted;
    const to = isFitted ? view : this.#clamped(view);
    this.#glide = { from: this.#view, to, startMs: performance.now() };
    this.#onMoved();
  }
}
