import type { SaleStore } from '@onsale/domain';
import { createBuyerRows } from './buyer-rows.ts';
import { commitBatch } from './commit.ts';
import { answering } from './errors.ts';
import { openPool, type PoolOptions } from './pool.ts';
import { type PoolFigures, poolFigures } from './pool-figures.ts';
import { createReader } from './read.ts';
import { readSchemaState } from './schema-state.ts';
import type { HasSchema } from './schema-watch.ts';
import { createUpkeep } from './upkeep.ts';

export interface MysqlStore extends SaleStore, HasSchema {
  connections(): PoolFigures;
}

/** Opens the store on MySQL 8 or later, or MariaDB 10.6 or later. Connects when first asked. */
export async function openMysqlStore(options: PoolOptions): Promise<MysqlStore> {
  const database = openPool(options);
  const buyerRows = createBuyerRows(database);
  return {
    ...createReader(database),
    ...createUpkeep(database),
    commit: (batch) => commitBatch(database, buyerRows, batch),
    schemaState: () => answering(() => readSchemaState(database.pool)),
    connections: () => poolFigures(database.pool),
    close: () => database.pool.end(),
  };
}
