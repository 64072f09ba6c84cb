import { mysqlTable, primaryKey } from 'drizzle-orm/mysql-core';
import { asciiText } from './columns.ts';

/**
 * A row per buyer and show whose lock makes one buyer's commands in different sections wait for each
 * other, so that the cap holds across sections. Locked after the sections, in ascending order.
 */
export const buyers = mysqlTable(
  'buyers',
  {
    showId: asciiText('show_id', { length: 64 }).notNull(),
    buyer: asciiText('buyer', { length: 64 }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.showId, table.buyer] })],
);
