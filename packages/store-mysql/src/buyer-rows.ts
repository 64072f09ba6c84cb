import type { BuyerId, ShowId } from '@onsale/domain';
import type { PoolConnection } from 'mysql2/promise';
import { type Database, send } from './pool.ts';
import { createScript } from './script.ts';

/** How many rows are remembered as present; forgetting one costs one INSERT that changes nothing. */
const rememberedMax = 100_000;

/** Makes the rows whose locks keep a buyer's cap, outside the batch so that no gap is ever locked. */
export interface BuyerRows {
  /** Uses the batch's own connection: one that waited for another while holding it could wait for ever. */
  ensure(connection: PoolConnection, show: ShowId, buyers: readonly BuyerId[]): Promise<void>;
  forget(show: ShowId, buyers: readonly BuyerId[]): void;
}

export function createBuyerRows(database: Database): BuyerRows {
  const present = new Set<string>();
  const keyOf = (show: ShowId, buyer: BuyerId) => `${show} ${buyer}`;
  return {
    async ensure(connection, show, buyers) {
      const missing = buyers.filter((buyer) => !present.has(keyOf(show, buyer)));
      if (missing.length === 0) return;
      const script = createScript();
      script.add(
        // Whoever has no row has no holds.
        'INSERT IGNORE INTO buyers (show_id, buyer, claimed_max, made_max, dropped_max) VALUES ?',
        missing.map((buyer) => [show, buyer, 0, 0, 0]),
      );
      await send(database, connection, script);
      if (present.size + missing.length > rememberedMax) present.clear();
      for (const buyer of missing) present.add(keyOf(show, buyer));
    },
    forget(show, buyers) {
      for (const buyer of buyers) present.delete(keyOf(show, buyer));
    },
  };
}
