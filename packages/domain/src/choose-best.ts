import { bestWindow, longestStretches, type Window } from './best-window.ts';
import type { BestSeats } from './choice.ts';
import { InvariantBroken } from './errors.ts';
import type { FreeSeats } from './free-seats.ts';
import type { Seat } from './ids.ts';
import { seatKinds, tenths } from './seating.ts';

/** What seats of one section are wanted. */
export interface Wanted {
  readonly count: number;
  /** How many of them must be places for wheelchairs; the others must not [B4]. */
  readonly accessible: number;
  /** 1 for each price category that will do, and the category of each seat. */
  readonly prices: Uint8Array;
  readonly priceIndexes: Uint8Array;
  /** Whether only seats side by side will do. */
  readonly together: boolean;
}

export type Chosen = BestSeats & { readonly seats: readonly Seat[] };

/** The best of the free seats for what is wanted, or null when there are not so many of them [B1] to [B4]. */
export function chooseBest(free: FreeSeats, wanted: Wanted): Chosen | null {
  const together = windowOf(free, wanted);
  if (together !== null) return chosen(free, seatsOf(together));
  if (wanted.together) return null;
  const apart = chooseApart(free, wanted);
  return apart === null ? null : chosen(free, apart);
}

function windowOf(free: FreeSeats, wanted: Wanted): Window | null {
  const { count: size, accessible } = wanted;
  return bestWindow(free, { fits: fitting(free, wanted), size, accessible, ranks: free.ranks });
}

/** Which seats will do: free, at a price that will do, and for wheelchairs only where some are wanted. */
function fitting(
  { flags, kinds, first }: FreeSeats,
  { accessible, prices, priceIndexes }: Wanted,
): Uint8Array {
  const fits = flags.slice();
  for (let place = 0; place < fits.length; place++) {
    if (prices[priceIndexes[first + place] ?? 0] !== 1) fits[place] = 0;
    if (accessible === 0 && (kinds[place] ?? 0) >= seatKinds.wheelchair) fits[place] = 0;
  }
  return fits;
}

/**
 * Seats in as few places as there can be [B3]: the places for wheelchairs first, then ever the longest stretch that is
 * needed, as near as possible to the seats that were chosen before.
 */
function chooseApart(free: FreeSeats, wanted: Wanted): Seat[] | null {
  if (!hasEnough(free, wanted)) return null;
  const fits = fitting(free, wanted);
  const rest = free.copy();
  const seats: Seat[] = [];
  for (const forWheelchairs of [true, false]) {
    const left = fits.map((fit, place) =>
      (free.kinds[place] === seatKinds.wheelchair) === forWheelchairs ? fit : 0,
    );
    let missing = forWheelchairs ? wanted.accessible : wanted.count - wanted.accessible;
    while (missing > 0) {
      const part = nextPart(rest, left, missing, seats);
      for (const seat of part) {
        left[seat - free.first] = 0;
        rest.set(seat, false);
      }
      seats.push(...part);
      missing -= part.length;
    }
  }
  return seats;
}

/** The next seats side by side of those that are left: at least one, as there are enough. */
function nextPart(free: FreeSeats, fits: Uint8Array, missing: number, before: readonly Seat[]): Seat[] {
  const [longest, next] = longestStretches(free, fits);
  const whole = Math.min(missing, longest);
  // Nobody sits alone where the next stretch has room for two.
  const size = missing - whole === 1 && whole > 2 && next > 1 ? whole - 1 : whole;
  const ranks = before.length === 0 ? free.ranks : distancesFrom(free, before);
  const window = bestWindow(free, { fits, size, accessible: null, ranks });
  if (window === null) throw new InvariantBroken('no seat is left of those that were counted');
  return seatsOf(window);
}

/** How far each seat is from the middle of some others. */
function distancesFrom(free: FreeSeats, seats: readonly Seat[]): Uint32Array {
  const centres = seats.map((seat) => free.centreOf(seat));
  const middleX = centres.reduce((sum, [x]) => sum + x, 0) / seats.length;
  const middleY = centres.reduce((sum, [, y]) => sum + y, 0) / seats.length;
  return Uint32Array.from(free.flags, (_, place) => {
    const [x, y] = free.centreOf(free.first + place);
    return tenths(x - middleX, y - middleY);
  });
}

function seatsOf({ from, to }: Window): Seat[] {
  return Array.from({ length: to - from + 1 }, (_, place) => from + place);
}

/** What is to be said of the seats. */
function chosen(free: FreeSeats, unsorted: readonly Seat[]): Chosen {
  const seats = unsorted.toSorted((a, b) => a - b);
  const { joins, kinds, first } = free;
  const isFirst = (seat: Seat, index: number) =>
    seats[index - 1] !== seat - 1 || joins[seat - 1 - first] !== 1;
  return {
    seats,
    parts: seats.filter(isFirst).length,
    restrictedView: seats.some((seat) => kinds[seat - first] === seatKinds.restrictedView),
    singles: free.singlesAfter(seats),
  };
}

/** What a section has for those who want seats in it, as far as the free seats are known. */
export type Outlook = 'together' | 'apart' | 'none';

export function outlookFor(free: FreeSeats, wanted: Wanted): Outlook {
  if (!hasEnough(free, wanted)) return 'none';
  if (windowOf(free, wanted) !== null) return 'together';
  return wanted.together ? 'none' : 'apart';
}

/** Whether there are so many free seats of what is wanted, wherever they are. */
export function hasEnough(free: FreeSeats, wanted: Wanted): boolean {
  const fits = fitting(free, wanted);
  let [wheelchairs, others] = [0, 0];
  for (let place = 0; place < fits.length; place++) {
    if (fits[place] === 0) continue;
    if (free.kinds[place] === seatKinds.wheelchair) wheelchairs++;
    else others++;
  }
  return wheelchairs >= wanted.accessible && others >= wanted.count - wanted.accessible;
}
