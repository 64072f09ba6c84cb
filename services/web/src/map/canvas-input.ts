import type { Gestures, PointerAt } from './gestures.ts';

export interface CanvasInput {
  readonly gestures: Gestures;
  /** A key was pressed; answers whether it meant something here. */
  readonly key: (event: KeyboardEvent) => boolean;
  readonly blur: () => void;
  readonly resize: () => void;
  /** The colour scheme has changed. */
  readonly recolour: () => void;
}

/** Listens to everything that moves the map. Answers how to stop. */
export function listenToCanvas(canvas: HTMLCanvasElement, input: CanvasInput): () => void {
  const endings: (() => void)[] = [];
  const on = <K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
  ): void => {
    canvas.addEventListener(type, listener, { passive: false });
    endings.push(() => canvas.removeEventListener(type, listener));
  };
  on('pointerdown', (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    input.gestures.down(pointerAt(canvas, event));
  });
  on('pointermove', (event) => input.gestures.move(pointerAt(canvas, event)));
  on('pointerup', (event) => input.gestures.up(pointerAt(canvas, event)));
  on('pointercancel', (event) => input.gestures.cancel(event.pointerId));
  // A finger leaves whenever it is lifted; what it pointed at stays marked.
  on('pointerleave', (event) => {
    if (event.pointerType === 'mouse') input.gestures.leave();
  });
  // A cooperative map lets a finger scroll the page; two are the map's, and some browsers would scroll by them too.
  on('touchmove', (event) => {
    if (event.targetTouches.length > 1 && event.cancelable) event.preventDefault();
  });
  on('wheel', (event) => {
    const { deltaY, deltaMode, ctrlKey, metaKey } = event;
    const at = offset(canvas, event);
    if (input.gestures.wheel({ ...at, deltaY, deltaMode, ctrlKey, metaKey })) event.preventDefault();
  });
  on('keydown', (event) => {
    if (input.key(event)) event.preventDefault();
  });
  on('blur', input.blur);
  const resized = new ResizeObserver(input.resize);
  resized.observe(canvas);
  endings.push(() => resized.disconnect());
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', input.recolour);
  endings.push(() => scheme.removeEventListener('change', input.recolour));
  return () => {
    for (const end of endings) end();
  };
}

/** From the canvas's top left corner, in CSS pixels. */
function offset(canvas: HTMLCanvasElement, event: MouseEvent): { x: number; y: number } {
  const box = canvas.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

function pointerAt(canvas: HTMLCanvasElement, event: PointerEvent): PointerAt {
  return {
    id: event.pointerId,
    ...offset(canvas, event),
    isMouse: event.pointerType === 'mouse',
    timeMs: event.timeStamp,
  };
}
