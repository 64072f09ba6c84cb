import type { SeatmapEvents } from '@onsale/client';

/** Tells the embedding page. */
export type Tell = <Name extends keyof SeatmapEvents>(name: Name, detail: SeatmapEvents[Name]) => void;

/** Tells by events of an element, which reach whoever listens above it, out of any shadow root. */
export function tellFrom(element: EventTarget): Tell {
  return (name, detail) => {
    element.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  };
}
