import type { Choice } from './choice.ts';
import { type Outcome, refuse } from './command.ts';
import type { Draft } from './draft.ts';
import { FreeSeats } from './free-seats.ts';
import type { Seat } from './ids.ts';
import { isFree } from './seat.ts';
import type { Seating } from './seating.ts';
import type { Sale } from './show.ts';

/**
 * The seats that a hold of these must look at: they, and, where single seats count, all that sit side by side with
 * them. The seats must exist.
 */
export function seatsLookedAt({ show, plan }: Sale, seats: readonly Seat[]): readonly Seat[] {
  if (show.singleSeats === 'off') return seats;
  const looked = new Set(seats);
  for (const { first, count } of rowsAround(plan.seating, seats))
    for (let seat = first; seat < first + count; seat++) looked.add(seat);
  return [...looked];
}

/** The stretches without an aisle that some seats lie in, whether free or not, each once. */
function rowsAround({ joins }: Seating, seats: readonly Seat[]): { first: Seat; count: number }[] {
  const rows: { first: Seat; count: number }[] = [];
  for (const seat of seats) {
    if (rows.some(({ first, count }) => seat >= first && seat < first + count)) continue;
    let first = seat;
    let last = seat;
    while (joins[first - 1] === 1) first--;
    while (joins[last] === 1) last++;
    rows.push({ first, count: last - first + 1 });
  }
  return rows;
}

/**
 * What the show's policy says to a hold of these free seats, ascending: a refusal that names the seats that would be
 * left single [O2], or what is to be said of the hold [O1]; null when there is nothing to say.
 */
export function judgeSingles(draft: Draft, seats: readonly Seat[]): Choice | Outcome | null {
  const { show, plan } = draft.sale;
  if (show.singleSeats === 'off') return null;
  const judged = rowsAround(plan.seating, seats).map((range) => {
    const free = new FreeSeats(plan.seating, range);
    for (let seat = range.first; seat < range.first + range.count; seat++)
      free.set(seat, isFree(draft.seat(seat), draft.nowMs));
    const taken = seats.filter((seat) => seat >= range.first && seat < range.first + range.count);
    const singles = free.singlesAfter(taken);
    return { singles, avoidable: singles.filter((seat) => isAvoidable(free, taken, seat)) };
  });
  const avoidable = judged.flatMap((row) => row.avoidable).sort((a, b) => a - b);
  if (show.singleSeats === 'refuse' && avoidable.length > 0)
    return refuse('LEAVES_SINGLE_SEAT', { seats: avoidable });
  const singles = judged.flatMap((row) => row.singles).sort((a, b) => a - b);
  return singles.length === 0 ? null : { kind: 'picked', singles };
}

/**
 * Whether as many seats of the same stretch could be taken without leaving one single. They can, from its end on, but
 * for when just one seat remains.
 */
function isAvoidable(free: FreeSeats, taken: readonly Seat[], single: Seat): boolean {
  const { from, to } = free.stretchAround(single);
  const takenHere = taken.filter((seat) => seat >= from && seat <= to).length;
  return to - from + 1 - takenHere !== 1;
}
