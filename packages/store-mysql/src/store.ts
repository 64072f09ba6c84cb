import type { SaleStore } from '@onsale/domain';
import { createBuyerRows } from './buyer-rows.ts';
import { commitBatch } from './commit.ts';
import { openPool, type PoolOptions } from './pool.ts';
import { createReader } from './read.ts';
import { createUpkeep } from './upkeep.ts';

/** Opens the store on MySQL 8 or later, or MariaDB 10.6 or later. Connects when first asked. */
export async function openMysqlStore(options: PoolOptions): Promise<SaleStore> {
  const database = openPool(options);
  const buyerRows = createBuyerRows(database);
  return {
    ...createReader(database),
    ...createUpkeep(database),
    commit: (batch) => commitBatch(database, buyerRows, batch),
    close: () => database.pool.end(),
  };
}
