import type { Catalog } from '@onsale/booking';
import { createTextbookGrid, type LayoutFile, readStoredLayout, type TextbookGrid } from '@onsale/contracts';
import type { Sale } from '@onsale/domain';
import { Problem } from './problem.ts';

/** A show with its drawing. */
export interface DrawnSale {
  readonly sale: Sale;
  readonly layout: LayoutFile;
  readonly grid: TextbookGrid;
}

/** Shows with their drawings, each read once. */
export interface Drawings {
  /** Throws the problem SHOW_NOT_FOUND. */
  find(show: string): Promise<DrawnSale>;
}

export function createDrawings(catalog: Catalog): Drawings {
  const drawn = new WeakMap<Sale, DrawnSale>();
  return {
    async find(show) {
      const sale = await catalog.sale(show);
      if (sale === null) throw new Problem('SHOW_NOT_FOUND');
      const known = drawn.get(sale);
      if (known !== undefined) return known;
      const { layout } = readStoredLayout((await catalog.layout(sale.show.layoutHash)) ?? '');
      const made = { sale, layout, grid: createTextbookGrid(layout) };
      drawn.set(sale, made);
      return made;
    },
  };
}
