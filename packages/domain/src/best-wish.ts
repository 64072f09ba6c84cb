import type { Refusal } from './errors.ts';
import { type HoldId, isUuidV7, type SectionIndex } from './ids.ts';
import type { Sale } from './show.ts';

/** What a buyer wishes who leaves the choice of seats to the sale. */
export interface BestWish {
  readonly count: number;
  /** The ids of the sections that will do, the dearest first; none for any. */
  readonly sections: readonly string[];
  /** The only price category that will do. */
  readonly price: string | null;
  /** The most that one seat may cost, in the currency's minor unit. */
  readonly priceMax: number | null;
  /** How many of the seats must be places for wheelchairs. */
  readonly accessible: number;
  /** Whether seats apart will not do. */
  readonly together: boolean;
}

/** The most seats that the sale chooses at once. */
export const bestCountMax = 100;

/** What is wrong with a wish whatever the seats' states are, or null. Runs before anything is queued. */
export function faultOfBest({ plan }: Sale, id: HoldId, wish: BestWish): Refusal | null {
  if (!isUuidV7(id)) return { code: 'BAD_ID' };
  if (wish.count === 0) return { code: 'SEATS_EMPTY' };
  if (wish.sections.some((section) => plan.sectionIndex(section) === undefined))
    return { code: 'SECTION_NOT_FOUND' };
  const faults = [
    ...(wish.count > 0 && wish.count <= bestCountMax ? [] : [`count: is not from 1 to ${bestCountMax}`]),
    ...(wish.price === null || plan.priceIds.includes(wish.price) ? [] : ['price: the show has none of it']),
    ...(wish.accessible >= 0 && wish.accessible <= wish.count ? [] : ['accessible: is more than count']),
  ];
  return faults.length === 0 ? null : { code: 'BAD_REQUEST', details: { faults } };
}

/** Whether two wishes are the same, word for word [H5]. */
export function isSameWish(a: BestWish, b: BestWish): boolean {
  return (
    a.count === b.count &&
    a.sections.length === b.sections.length &&
    a.sections.every((section, index) => section === b.sections[index]) &&
    a.price === b.price &&
    a.priceMax === b.priceMax &&
    a.accessible === b.accessible &&
    a.together === b.together
  );
}

/** 1 for each price category, by its index in the plan, whose seats will do. */
export function pricesFor({ plan, amounts }: Sale, { price, priceMax }: BestWish): Uint8Array {
  return Uint8Array.from(plan.priceIds, (id, index) => {
    const isTooDear = priceMax !== null && (amounts[index] ?? 0) > priceMax;
    return (price === null || price === id) && !isTooDear ? 1 : 0;
  });
}

/** The sections that will do, in the order in which they are tried [B5]. The wish must be without fault. */
export function sectionsFor({ plan }: Sale, { sections }: BestWish): readonly SectionIndex[] {
  if (sections.length === 0) return plan.seating.nearest;
  return [...new Set(sections)].flatMap((id) => plan.sectionIndex(id) ?? []);
}
