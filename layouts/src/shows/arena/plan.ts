import type { Point } from '../../drawing/seats.ts';

/** The bowl is a horseshoe: two straight sides from the stage on, and half a circle around this point. */
export const bend: Point = [1140, 1330];
/** Between two sections beside each other. */
export const aisle = 26;
/** Straight sections, on the floor and along the sides, have rows of this many seats. */
export const straightSeats = 20;
