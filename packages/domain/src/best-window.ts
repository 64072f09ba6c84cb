import type { FreeSeats } from './free-seats.ts';
import type { Seat } from './ids.ts';
import { seatKinds } from './seating.ts';

/** Seats side by side, and what speaks against them, the weightiest first [B2]. */
export interface Window {
  readonly from: Seat;
  readonly to: Seat;
  readonly restricted: boolean;
  readonly singles: number;
  readonly rank: number;
}

/** Which seats to look for, and how. Arrays are by a seat's place in its section. */
export interface Search {
  /** 1 for each free seat that will do. */
  readonly fits: Uint8Array;
  readonly size: number;
  /** How many of them must be for wheelchairs; any number when null. */
  readonly accessible: number | null;
  /** How far each seat is from where it should be. */
  readonly ranks: Uint32Array;
}

/**
 * The best seats side by side that fit; null when there are not so many anywhere. One pass over the section, under its
 * lock and for each command anew: hence plain loops and no objects for windows that are no better.
 */
export function bestWindow(free: FreeSeats, { fits, size, accessible, ranks }: Search): Window | null {
  const { joins, kinds, first } = free;
  let best: Window | null = null;
  let [length, rank, wheelchairs, restricted] = [0, 0, 0, 0];
  for (let place = 0; place < fits.length; place++) {
    if (fits[place] === 0) {
      length = 0;
      continue;
    }
    if (length === 0 || joins[place - 1] === 0) length = rank = wheelchairs = restricted = 0;
    length++;
    rank += ranks[place] ?? 0;
    const kind = kinds[place];
    if (kind === seatKinds.wheelchair) wheelchairs++;
    else if (kind === seatKinds.restrictedView) restricted++;
    if (length > size) {
      const left = place - size;
      rank -= ranks[left] ?? 0;
      if (kinds[left] === seatKinds.wheelchair) wheelchairs--;
      else if (kinds[left] === seatKinds.restrictedView) restricted--;
    }
    if (length < size || (accessible !== null && wheelchairs !== accessible)) continue;
    if (best !== null && isSurelyWorse(best, restricted > 0, rank)) continue;
    const [from, to] = [first + place - size + 1, first + place];
    const window = { from, to, restricted: restricted > 0, singles: free.singlesBeside(from, to), rank };
    if (best === null || isBetter(window, best)) best = window;
  }
  return best;
}

/** Whether seats are no better however few they leave single. */
function isSurelyWorse(best: Window, restricted: boolean, rank: number): boolean {
  if (restricted !== best.restricted) return restricted;
  return best.singles === 0 && rank >= best.rank;
}

function isBetter(a: Window, b: Window): boolean {
  if (a.restricted !== b.restricted) return b.restricted;
  return a.singles < b.singles || (a.singles === b.singles && a.rank < b.rank);
}

/** The lengths of the two longest stretches of seats side by side that fit. */
export function longestStretches({ joins }: FreeSeats, fits: Uint8Array): [longest: number, next: number] {
  let [longest, next, length] = [0, 0, 0];
  for (let place = 0; place < fits.length; place++) {
    if (fits[place] === 0) continue;
    length++;
    if (joins[place] === 1 && fits[place + 1] === 1) continue;
    if (length > longest) [longest, next] = [length, longest];
    else if (length > next) next = length;
    length = 0;
  }
  return [longest, next];
}
