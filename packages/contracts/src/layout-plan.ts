import { createPlan, type SeatPlan } from '@onsale/domain';
import type { LayoutFile } from './layout-file.ts';
import { seatingOf } from './layout-seating.ts';

/** What the rules need of a layout that has been checked. */
export function planOf(layout: LayoutFile): SeatPlan {
  const sections = layout.sections.map(({ id, first, count }) => ({ id, first, count }));
  const priceIndexById = new Map(layout.prices.map((id, index) => [id, index]));
  const priceIndexes = new Uint8Array(sections.reduce((total, { count }) => total + count, 0));
  let seat = 0;
  for (const section of layout.sections) {
    for (const row of section.rows) {
      const priceIndex = priceIndexById.get(row.price ?? section.price) ?? 0;
      priceIndexes.fill(priceIndex, seat, seat + row.x.length);
      seat += row.x.length;
    }
  }
  return createPlan(sections, layout.prices, priceIndexes, seatingOf(layout));
}
