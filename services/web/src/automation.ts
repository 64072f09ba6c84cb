import type { LinkState, LiveShow } from '@onsale/client';
import type { SeatIndex } from '@onsale/contracts/seat-index';
import type { OwnSeat } from './map/looks.ts';
import type { MapView } from './map/map-view.ts';

/** A seat's state as everybody sees it. */
export type SeatStateName = 'available' | 'held' | 'sold' | 'blocked';

/**
 * `window.onsale`: what the canvas shows, for tools that cannot see it — tests, assistive tools, and sites that embed
 * the page. It reads only; whoever wants to act clicks at `screenPosition`, or uses the keyboard.
 */
export interface OnsaleHook {
  readonly show: string;
  readonly seatCount: number;
  /** The seat with a label `section/row/seat`, such as `stalls-left/A/1`; null when there is none. */
  seatAt(label: string): number | null;
  labelOf(seat: number): string | null;
  /** Null for a seat that the show does not have. */
  stateOf(seat: number): SeatStateName | null;
  /** Whether the seat is this buyer's, or about to be. */
  ownStateOf(seat: number): OwnSeat | null;
  /**
   * The seat's centre in CSS pixels of the page. `isClickable` is false while the seat is off the map, covered
   * by a button, too small (a click zooms in there) or still gliding.
   */
  screenPosition(
    seat: number,
  ): { readonly x: number; readonly y: number; readonly isClickable: boolean } | null;
  /** Each section's version. */
  versions(): Record<string, number | null>;
  /** A hash of every seat's state: equal on two pages that show the same map, whoever looks. */
  mapHash(): string;
  connection(): LinkState['kind'];
}

declare global {
  interface Window {
    onsale?: OnsaleHook;
  }
}

const stateNames: readonly SeatStateName[] = ['available', 'held', 'sold', 'blocked'];

export interface HookParts {
  readonly show: string;
  readonly index: SeatIndex;
  readonly live: LiveShow;
  readonly ownSeats: () => ReadonlyMap<number, OwnSeat>;
  readonly map: () => MapView | null;
}

export function createHook({ show, index, live, ownSeats, map }: HookParts): OnsaleHook {
  const exists = (seat: number): boolean => index.at(seat) !== undefined;
  return {
    show,
    seatCount: index.seatCount,
    seatAt: (label) => {
      const [section = '', row = '', seat = ''] = label.split('/');
      return index.find(section, row, seat) ?? null;
    },
    labelOf: (seat) => {
      const place = index.at(seat);
      return place === undefined ? null : `${place.section}/${place.row}/${place.label}`;
    },
    stateOf: (seat) => (exists(seat) ? (stateNames[live.stateOf(seat)] ?? null) : null),
    ownStateOf: (seat) => ownSeats().get(seat) ?? null,
    screenPosition: (seat) => (exists(seat) ? (map()?.screenPosition(seat) ?? null) : null),
    versions: () => Object.fromEntries(live.sections.map(({ id, version }) => [id, version])),
    mapHash: () => hashOf(live.sections.map(({ states }) => states)),
    connection: () => live.state.kind,
  };
}

/** FNV-1a (Fowler, Noll, Vo), 32 bits, over all states in order, as eight hexadecimal digits. */
export function hashOf(sections: readonly Uint8Array[]): string {
  let hash = 0x811c9dc5;
  for (const states of sections) for (const state of states) hash = Math.imul(hash ^ state, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
