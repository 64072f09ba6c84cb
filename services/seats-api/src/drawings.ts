import type { Catalog } from '@onsale/booking';
import {
  createSeatIndex,
  createTextbookGrid,
  type LayoutFile,
  readStoredLayout,
  type SeatIndex,
  type TextbookGrid,
} from '@onsale/contracts';
import type { Sale } from '@onsale/domain';
import { createEncodedBody, type EncodedBody } from './encodings.ts';
import { Problem } from './problem.ts';

/** A show with its drawing. */
export interface DrawnSale {
  readonly sale: Sale;
  readonly layout: LayoutFile;
  readonly grid: TextbookGrid;
  readonly seats: SeatIndex;
}

/** Shows with their drawings, each read once. */
export interface Drawings {
  /** Throws the problem SHOW_NOT_FOUND. */
  find(show: string): Promise<DrawnSale>;
  /** A layout's text, encoded once for everybody. Throws the problem LAYOUT_NOT_FOUND. */
  body(hash: string): Promise<EncodedBody>;
}

/** What is no hash is not asked for: a database may not even be able to compare it with its own. */
const hashPattern = /^[0-9a-f]{64}$/;

/** Encoded layouts kept at most; each may be a megabyte of text. */
const bodiesMax = 64;

export function createDrawings(catalog: Catalog): Drawings {
  const drawn = new WeakMap<Sale, DrawnSale>();
  const bodies = new Map<string, EncodedBody>();
  return {
    async find(show) {
      const sale = await catalog.sale(show);
      if (sale === null) throw new Problem('SHOW_NOT_FOUND');
      const known = drawn.get(sale);
      if (known !== undefined) return known;
      const { layout } = readStoredLayout((await catalog.layout(sale.show.layoutHash)) ?? '');
      const made = { sale, layout, grid: createTextbookGrid(layout), seats: createSeatIndex(layout) };
      drawn.set(sale, made);
      return made;
    },
    async body(hash) {
      const known = bodies.get(hash);
      if (known !== undefined) return known;
      const text = hashPattern.test(hash) ? await catalog.layout(hash) : null;
      if (text === null) throw new Problem('LAYOUT_NOT_FOUND');
      const made = createEncodedBody(text);
      if (bodies.size >= bodiesMax) bodies.clear();
      bodies.set(hash, made);
      return made;
    },
  };
}
