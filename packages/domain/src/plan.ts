import { InvariantBroken } from './errors.ts';
import type { Seat, SectionIndex } from './ids.ts';
import type { Seating } from './seating.ts';

/** The most seats that one layout may have. */
export const seatsMax = 200_000;

/** A section as a contiguous range of seats: `first` up to, not including, `first + count`. */
export interface SectionRange {
  readonly id: string;
  readonly first: Seat;
  readonly count: number;
}

/** What the rules need of a layout: sections in order, each seat's price category, and how the seats lie. */
export interface SeatPlan {
  readonly seatCount: number;
  readonly sections: readonly SectionRange[];
  /** The names of the price categories; `priceIndexes[seat]` points into it. */
  readonly priceIds: readonly string[];
  readonly priceIndexes: Uint8Array;
  readonly seating: Seating;
  sectionOf(seat: Seat): SectionIndex;
  sectionIndex(id: string): SectionIndex | undefined;
}

/** Builds a plan. The ranges must follow one another from seat 0 without a gap; at most 256 price categories. */
export function createPlan(
  sections: readonly SectionRange[],
  priceIds: readonly string[],
  priceIndexes: Uint8Array,
  seating: Seating,
): SeatPlan {
  const seatCount = priceIndexes.length;
  const sectionOfSeat = new Uint16Array(seatCount);
  const indexById = new Map<string, SectionIndex>();
  let next = 0;
  for (const [index, section] of sections.entries()) {
    if (section.first !== next) throw new InvariantBroken(`section ${section.id} does not start at ${next}`);
    sectionOfSeat.fill(index, section.first, section.first + section.count);
    indexById.set(section.id, index);
    next = section.first + section.count;
  }
  if (next !== seatCount) throw new InvariantBroken(`sections hold ${next} seats, prices ${seatCount}`);
  if (seating.joins.length !== seatCount)
    throw new InvariantBroken(`rows hold ${seating.joins.length} seats`);
  return {
    seatCount,
    sections,
    priceIds,
    priceIndexes,
    seating,
    sectionOf: (seat) => {
      const section = sectionOfSeat[seat];
      if (section === undefined) throw new InvariantBroken(`seat ${seat} is outside the layout`);
      return section;
    },
    sectionIndex: (id) => indexById.get(id),
  };
}

/** The sections of some seats, ascending and without repeats: the order in which they are locked. */
export function sectionsOf(plan: SeatPlan, seats: readonly Seat[]): SectionIndex[] {
  return [...new Set(seats.map((seat) => plan.sectionOf(seat)))].sort((a, b) => a - b);
}
