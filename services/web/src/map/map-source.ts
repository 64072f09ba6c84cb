import type { Bounds, SectionShape } from './geometry.ts';
import type { YieldedGesture } from './gestures.ts';
import type { Scene } from './painter.ts';
import type { Insets } from './view.ts';

/** The seat that is pointed at, or the section while seats are too small; with where it is in CSS pixels. */
export type Marked = { readonly x: number; readonly y: number } & (
  | { readonly kind: 'seat'; readonly seat: number }
  | { readonly kind: 'section'; readonly section: number }
);

/** What is on the screen. */
export interface Sight {
  /** The part of the drawing. */
  readonly visible: Bounds;
  /** The sections of which anything is on the screen, by their ids. */
  readonly sections: readonly string[];
  /** Whether the whole house is. */
  readonly isWhole: boolean;
  /** Whether seats are large enough to be clicked or tapped. */
  readonly isClickable: boolean;
}

/** What the map shows and whom it tells. */
export interface MapSource {
  readonly geometry: Scene['geometry'];
  readonly looks: Uint8Array;
  readonly sectionName: (section: SectionShape) => string;
  readonly sectionCount: Scene['sectionCount'];
  readonly markName: Scene['markName'];
  readonly seatLabel: Scene['seatLabel'];
  /** Pixels at the edges that something else covers. */
  readonly insets: Insets;
  /** A seat was clicked, tapped, or chosen with Enter. */
  readonly onSeat: (seat: number) => void;
  /** The seat that the card should tell about; null for none. */
  readonly onMarked: (marked: Marked | null) => void;
  /** Called with every frame that is painted. */
  readonly onSight: (sight: Sight) => void;
  /**
   * Something was left to the page around the map; null where the map takes everything. What it is first counts for
   * as long as the map is there.
   */
  readonly onYielded: ((gesture: YieldedGesture) => void) | null;
}
