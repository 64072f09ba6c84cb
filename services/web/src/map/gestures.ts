/** What fingers and mice do to the map. Positions are CSS pixels from the canvas's top left corner. */
export interface GestureHandlers {
  readonly pan: (dx: number, dy: number) => void;
  /** Scale by `factor` around a point. */
  readonly zoom: (x: number, y: number, factor: number) => void;
  /** `isSecond` when another tap was there a moment before. */
  readonly tap: (x: number, y: number, isCoarse: boolean, isSecond: boolean) => void;
  /** A finger rests on the map. It does not tap when it is lifted. */
  readonly press: (x: number, y: number) => void;
  /** A mouse over the map without a button pressed. */
  readonly hover: (x: number, y: number) => void;
  readonly leave: () => void;
}

export interface PointerAt {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly isMouse: boolean;
  /** When it was there, in milliseconds from any origin. */
  readonly timeMs: number;
}

interface Finger {
  x: number;
  y: number;
}

/** A pointer that moves less than this is still a tap: fingers are not steady. */
const slackPx = 8;
/** Two taps that are closer than this in time and place belong together. */
const doubleMsMax = 320;
const doublePxMax = 36;
/** A finger that rests for so long wants to know, not to act. */
const pressMs = 450;
/** One notch of a mouse wheel, 100 to 120 pixels, scales by about a fifth. */
const wheelRate = 0.0016;
/** A pinch on a track pad comes as a wheel with small steps. */
const pinchWheelRate = 0.01;
const wheelLinePx = 16;

/** Turns pointer and wheel events into pans, zooms and taps. It touches no DOM: the caller passes positions in. */
export class Gestures {
  readonly #handlers: GestureHandlers;
  readonly #fingers = new Map<number, Finger>();
  /** Where the first finger came down, while it may still become a tap. */
  #tapStart: Finger | null = null;
  #lastTap: (Finger & { readonly timeMs: number }) | null = null;
  #pressTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(handlers: GestureHandlers) {
    this.#handlers = handlers;
  }

  down({ id, x, y, isMouse }: PointerAt): void {
    clearTimeout(this.#pressTimer);
    this.#tapStart = this.#fingers.size === 0 ? { x, y } : null;
    this.#fingers.set(id, { x, y });
    if (this.#tapStart === null || isMouse) return;
    this.#pressTimer = setTimeout(() => {
      if (this.#tapStart === null) return;
      this.#tapStart = null;
      this.#handlers.press(x, y);
    }, pressMs);
  }

  move({ id, x, y, isMouse }: PointerAt): void {
    const finger = this.#fingers.get(id);
    if (finger === undefined) {
      if (isMouse) this.#handlers.hover(x, y);
      return;
    }
    if (this.#tapStart !== null) {
      if (Math.hypot(x - this.#tapStart.x, y - this.#tapStart.y) < slackPx) return;
      this.#tapStart = null;
    }
    const other = [...this.#fingers].find(([otherId]) => otherId !== id)?.[1];
    if (other === undefined) this.#handlers.pan(x - finger.x, y - finger.y);
    else this.#pinch(finger, other, x, y);
    finger.x = x;
    finger.y = y;
  }

  up({ id, x, y, isMouse, timeMs }: PointerAt): void {
    clearTimeout(this.#pressTimer);
    if (this.#fingers.delete(id) && this.#tapStart !== null) {
      const last = this.#lastTap;
      const isSecond =
        last !== null &&
        timeMs - last.timeMs < doubleMsMax &&
        Math.hypot(x - last.x, y - last.y) < doublePxMax;
      this.#lastTap = isSecond ? null : { x, y, timeMs };
      this.#handlers.tap(x, y, !isMouse, isSecond);
    }
    this.#tapStart = null;
  }

  cancel(id: number): void {
    clearTimeout(this.#pressTimer);
    this.#fingers.delete(id);
    this.#tapStart = null;
  }

  leave(): void {
    this.#handlers.leave();
  }

  wheel(event: { x: number; y: number; deltaY: number; deltaMode: number; ctrlKey: boolean }): void {
    const deltaPx = event.deltaMode === 0 ? event.deltaY : event.deltaY * wheelLinePx;
    const rate = event.ctrlKey ? pinchWheelRate : wheelRate;
    this.#handlers.zoom(event.x, event.y, Math.exp(-Math.max(-300, Math.min(300, deltaPx)) * rate));
  }

  /** One finger moves while another rests: the middle between them pans, their distance zooms. */
  #pinch(finger: Finger, other: Finger, x: number, y: number): void {
    const before = Math.hypot(finger.x - other.x, finger.y - other.y);
    const after = Math.hypot(x - other.x, y - other.y);
    this.#handlers.pan((x - finger.x) / 2, (y - finger.y) / 2);
    if (before > 0 && after > 0) this.#handlers.zoom((x + other.x) / 2, (y + other.y) / 2, after / before);
  }
}
