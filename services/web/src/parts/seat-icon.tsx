import type { JSX } from 'preact';
import { type MarkedNote, noteMarks, seatShapes } from '../map/shapes.ts';

export type SeatIconKind = 'available' | 'held' | 'sold' | 'blocked' | 'mine' | 'owned';

/** A seat as the map draws it, for the legend and the lists. */
export function SeatIcon({ kind, price = 0 }: { kind: SeatIconKind; price?: number }): JSX.Element {
  return (
    <svg class={`seat-icon ${kind} price-${price % 8}`} viewBox="-12 -12 24 24" aria-hidden="true">
      {kind === 'available' ? (
        <path class="fill" d={seatShapes[price % seatShapes.length]} transform="scale(8.4)" />
      ) : (
        shapes[kind]
      )}
    </svg>
  );
}

/** The sign of what is special about a seat. */
export function NoteIcon({ note }: { note: MarkedNote }): JSX.Element {
  return (
    <svg class="note-icon" viewBox="-1 -1 2 2" aria-hidden="true">
      <path d={noteMarks[note]} />
    </svg>
  );
}

const tick = <path class="tick" d="M-3.4 .2 -.8 2.9 3.6 -2.7" />;

const shapes: Record<Exclude<SeatIconKind, 'available'>, JSX.Element | JSX.Element[]> = {
  held: [
    <circle key="ring" class="line" r="7.4" />,
    <path key="hatch" class="line" d="M-6.4 2.4 2.4 -6.4M-4.6 5.4 5.4 -4.6M-2.4 6.4 6.4 -2.4" />,
  ],
  sold: <path class="cross" d="M-4 -4 4 4M4 -4 -4 4" />,
  blocked: <circle class="line" r="6.2" />,
  mine: [<circle key="halo" class="halo" r="10.4" />, <circle key="fill" class="fill" r="7.6" />, tick],
  owned: [<circle key="halo" class="halo" r="10.4" />, <circle key="fill" class="fill" r="7.6" />, tick],
};
