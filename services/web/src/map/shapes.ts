import type { SeatNote } from '@onsale/contracts';

/**
 * The outlines of available seats, one per price category, so that prices can be told apart without colours. SVG
 * paths around the origin for a radius of 1, about equally large to the eye. Categories past them begin anew.
 */
export const seatShapes: readonly string[] = [
  // Disc, square, diamond, triangle, hexagon, plus, triangle on its head, shield.
  'M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z',
  'M-.88-.66Q-.88-.88-.66-.88H.66Q.88-.88.88-.66V.66Q.88.88.66.88H-.66Q-.88.88-.88.66Z',
  'M0-1.14L1.14 0L0 1.14L-1.14 0Z',
  'M0-1.1L1.12.86H-1.12Z',
  'M-.56-.97H.56L1.12 0L.56.97H-.56L-1.12 0Z',
  'M-.45-1.02H.45V-.45H1.02V.45H.45V1.02H-.45V.45H-1.02V-.45H-.45Z',
  'M0 1.1L1.12-.86H-1.12Z',
  'M-.92-.92H.92V.1Q.92 .86 0 1.1Q-.92 .86-.92 .1Z',
];

/** The notes that the map itself shows; that a seat is on the aisle can be seen. */
export type MarkedNote = Exclude<SeatNote, 'aisle'>;

/** Lines that tell of a seat's note, drawn onto the seat: an SVG path for a seat of radius 1. */
export const noteMarks: Readonly<Record<MarkedNote, string>> = {
  // Somebody in a wheelchair, somebody beside one, an eye that is crossed out.
  wheelchair: 'M-.1-.6v.01M-.1-.28V.14H.3L.48.5M-.3-.02A.4.4 0 1 0 .24.5',
  companion: 'M0-.5v.01M-.42.5V.24Q-.42-.1 0-.1Q.42-.1.42.24V.5',
  'restricted-view': 'M-.62 0Q0-.62.62 0Q0 .62-.62 0ZM-.5.5L.5-.5',
};

export const markedNotes = Object.keys(noteMarks) as readonly MarkedNote[];
