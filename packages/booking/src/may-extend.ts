import { type EpochMs, type Hold, mayExtend, type SaleStore, StoreUnavailable } from '@onsale/domain';
import type { Catalog } from './catalog.ts';

/**
 * Whether its buyer may extend a hold at that moment [H8]. The store is asked only about a hold that was paid for in
 * vain: one just made needs no further question.
 */
export function createMayExtend(store: Pick<SaleStore, 'order'>, catalog: Catalog) {
  return async (hold: Hold, nowMs: EpochMs): Promise<boolean> => {
    try {
      const sale = await catalog.sale(hold.show);
      if (sale === null || !mayExtend(sale.show, { ...hold, order: null }, null, nowMs)) return false;
      const newest = hold.order === null ? null : await store.order(hold.order);
      return mayExtend(sale.show, hold, newest, nowMs);
    } catch (error) {
      if (error instanceof StoreUnavailable) return false;
      throw error;
    }
  };
}
