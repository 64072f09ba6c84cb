import { int, mysqlTable, primaryKey } from 'drizzle-orm/mysql-core';
import { asciiText } from './columns.ts';

/**
 * A row per buyer and show whose lock makes one buyer's commands in different sections wait for each
 * other, so that the cap holds across sections. Locked after the sections, in ascending order. It keeps what the
 * buyer's holds come to at most: null where they must be counted.
 */
export const buyers = mysqlTable(
  'buyers',
  {
    showId: asciiText('show_id', { length: 64 }).notNull(),
    buyer: asciiText('buyer', { length: 64 }).notNull(),
    claimedMax: int('claimed_max'),
    madeMax: int('made_max'),
    droppedMax: int('dropped_max'),
  },
  (table) => [primaryKey({ columns: [table.showId, table.buyer] })],
);
