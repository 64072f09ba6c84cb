import type { Geometry } from '../map/geometry.ts';
import { looks } from '../map/looks.ts';

/** Another row is further away to a buyer than the same distance along his own. */
const otherSectionFactor = 3;

/**
 * The available seat of the same price and the same note that is nearest to a seat, its own section first; null when
 * there is none.
 */
export function nearestEqual(
  { x, y, priceOf, sectionOf, noteOf }: Geometry,
  looksOf: Uint8Array,
  seat: number,
): number | null {
  const wanted = looks.available + (priceOf[seat] ?? 0);
  let nearest: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [other, look] of looksOf.entries()) {
    if (look !== wanted || other === seat || noteOf.get(other) !== noteOf.get(seat)) continue;
    const away = Math.hypot((x[other] ?? 0) - (x[seat] ?? 0), (y[other] ?? 0) - (y[seat] ?? 0));
    const cost = sectionOf[other] === sectionOf[seat] ? away : away * otherSectionFactor;
    if (cost < least) [nearest, least] = [other, cost];
  }
  return nearest;
}
