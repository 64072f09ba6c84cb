import {
  createSale,
  type Limits,
  noLimits,
  type Sale,
  type SaleStore,
  type SeatPlan,
  type Show,
  type ShowId,
} from '@onsale/domain';
import type { Timers } from './timers.ts';

export interface CatalogOptions {
  readonly store: Pick<SaleStore, 'shows' | 'layout'>;
  readonly timers: Timers;
  /** Reads a stored layout's text; throws when it is no layout. */
  readonly planOf: (layout: string) => SeatPlan;
  /** How often a buyer may take and drop seats of each show. Without them he may as he likes. */
  readonly limits?: Limits;
  /** How long a list of shows is good before it is read again. @default 2000 */
  readonly freshMs?: number;
}

/** Shows and plans, read once: neither changes after its import. */
export interface Catalog {
  /** The show with its plan, or null when there is none. Throws StoreUnavailable. */
  sale(show: ShowId): Promise<Sale | null>;
  shows(): Promise<readonly Show[]>;
  /** A layout's text, or null. */
  layout(hash: string): Promise<string | null>;
}

/** Layouts kept in memory at most; each may be a megabyte of text. */
const layoutsMax = 64;

export function createCatalog(options: CatalogOptions): Catalog {
  const { store, timers } = options;
  const freshMs = options.freshMs ?? 2_000;
  const sales = new Map<ShowId, Promise<Sale>>();
  const layouts = new Map<string, Promise<string | null>>();
  let list: Promise<readonly Show[]> | null = null;
  let readAtMs = Number.NEGATIVE_INFINITY;

  function shows(): Promise<readonly Show[]> {
    if (list !== null && timers.monotonicMs() - readAtMs < freshMs) return list;
    readAtMs = timers.monotonicMs();
    const reading = store.shows();
    list = reading;
    reading.catch(() => {
      if (list === reading) list = null;
    });
    return reading;
  }

  function layout(hash: string): Promise<string | null> {
    const known = layouts.get(hash);
    if (known !== undefined) return known;
    if (layouts.size >= layoutsMax) layouts.clear();
    const reading = store.layout(hash);
    layouts.set(hash, reading);
    reading.then(
      (text) => text === null && layouts.delete(hash),
      () => layouts.delete(hash),
    );
    return reading;
  }

  async function read(show: Show): Promise<Sale> {
    const text = await layout(show.layoutHash);
    if (text === null) throw new RangeError(`show ${show.id} names a layout that is not there`);
    return createSale(show, options.planOf(text), options.limits ?? noLimits);
  }

  return {
    shows,
    layout,
    async sale(id) {
      const known = sales.get(id);
      if (known !== undefined) return known;
      const show = (await shows()).find((candidate) => candidate.id === id);
      if (show === undefined) return null;
      const again = sales.get(id);
      if (again !== undefined) return again;
      const reading = read(show);
      sales.set(id, reading);
      reading.catch(() => sales.delete(id));
      return reading;
    },
  };
}
