/** What a cooperative map leaves to the page around it: a finger alone, and a wheel without Ctrl or ⌘. */
export type YieldedGesture = 'finger' | 'wheel';

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
  /**
   * Somebody may have meant the map with what was left to the page. Null for a map that takes everything: it traps
   * whoever only scrolls past it.
   */
  readonly yielded: ((gesture: YieldedGesture) => void) | null;
}

export interface PointerAt {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly isMouse: boolean;
  /** When it was there, in milliseconds from any origin. */
  readonly timeMs: number;
}

export interface WheelAt {
  readonly x: number;
  readonly y: number;
  readonly deltaY: number;
  readonly deltaMode: number;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
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
const wheelPxMax = 300;
/** A pinch on a track pad comes as a wheel with Ctrl and small steps; a larger one is a wheel's, with the key held. */
const pinchWheelRate = 0.01;
const pinchWheelPxMax = 25;
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
      if (!isMouse) this.#handlers.yielded?.('finger');
    }
    const other = [...this.#fingers].find(([otherId]) => otherId !== id)?.[1];
    if (other !== undefined) this.#pinch(finger, other, x, y);
    else if (isMouse || !this.#handlers.yielded) this.#handlers.pan(x - finger.x, y - finger.y);
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
    // The page was scrolled before the finger had moved far enough here.
    if (this.#tapStart !== null) this.#handlers.yielded?.('finger');
    this.#tapStart = null;
  }

  leave(): void {
    this.#handlers.leave();
  }

  /** Answers whether the map takes it; the page's if not. */
  wheel({ x, y, deltaY, deltaMode, ctrlKey, metaKey }: WheelAt): boolean {
    if (this.#handlers.yielded && !ctrlKey && !metaKey) {
      this.#handlers.yielded('wheel');
      return false;
    }
    const deltaPx = deltaMode === 0 ? deltaY : deltaY * wheelLinePx;
    const [rate, pxMax] = ctrlKey ? [pinchWheelRate, pinchWheelPxMax] : [wheelRate, wheelPxMax];
    this.#handlers.zoom(x, y, Math.exp(-Math.max(-pxMax, Math.min(pxMax, deltaPx)) * rate));
    return true;
  }

  /** One finger moves while another rests: the middle between them pans, their distance zooms. */
  #pinch(finger: Finger, other: Finger, x: number, y: number): void {
    const before = Math.hypot(finger.x - other.x, finger.y - other.y);
    const after = Math.hypot(x - other.x, y - other.y);
    this.#handlers.pan((x - finger.x) / 2, (y - finger.y) / 2);
    if (before > 0 && after > 0) this.#handlers.zoom((x + other.x) / 2, (y + other.y) / 2, after / before);
  }
}
