import type { BestWishBody } from '@onsale/contracts';
import type { Geometry } from '../map/geometry.ts';

/** What the form for the best seats asks. */
export interface BestWishForm {
  readonly count: number;
  /** A section's place, or null where any will do. */
  readonly section: number | null;
  /** Whether the sections around the chosen one will do as well. */
  readonly isNearbyFine: boolean;
  /** Any price, one category by its id, or the most that a seat may cost in the currency's minor unit. */
  readonly price: 'any' | { readonly only: string } | { readonly atMost: number };
  /** How many of the seats must be places for wheelchairs. */
  readonly wheelchairs: number;
  readonly isTogether: boolean;
}

export const emptyWish: BestWishForm = {
  count: 2,
  section: null,
  isNearbyFine: false,
  price: 'any',
  wheelchairs: 0,
  isTogether: false,
};

/** Sections that a wish may name. */
const sectionsMax = 20;

/** The wish as the sale understands it. What leaves everything open is left out. */
export function wishBody(form: BestWishForm, geometry: Pick<Geometry, 'sections'>): BestWishBody {
  const { count, section, isNearbyFine, price, isTogether } = form;
  const wheelchairs = Math.min(form.wheelchairs, count);
  const chosen = geometry.sections[section ?? -1];
  return {
    count,
    ...(chosen === undefined
      ? {}
      : isNearbyFine
        ? { sections: nearestFirst(geometry, chosen.index) }
        : { section: chosen.id }),
    ...(price === 'any' ? {} : 'only' in price ? { price: price.only } : { priceMax: price.atMost }),
    ...(wheelchairs > 0 ? { accessible: wheelchairs } : {}),
    ...(isTogether && count > 1 ? { together: true } : {}),
  };
}

/** A section's id and those of the sections around it, the nearest first. */
function nearestFirst({ sections }: Pick<Geometry, 'sections'>, from: number): string[] {
  const [x, y] = sections[from]?.centre ?? [0, 0];
  return [...sections]
    .map(({ id, centre }) => ({ id, away: Math.hypot(centre[0] - x, centre[1] - y) }))
    .sort((a, b) => a.away - b.away)
    .slice(0, sectionsMax)
    .map(({ id }) => id);
}
