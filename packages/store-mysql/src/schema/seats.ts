import { bigint, int, mysqlTable, primaryKey, tinyint } from 'drizzle-orm/mysql-core';
import { asciiText } from './columns.ts';

/** Every seat's state as its digit; held and sold seats name their hold. */
export const seats = mysqlTable(
  'seats',
  {
    showId: asciiText('show_id', { length: 64 }).notNull(),
    seat: int('seat').notNull(),
    state: tinyint('state').notNull(),
    holdId: asciiText('hold_id', { length: 36 }),
    untilMs: bigint('until_ms', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.showId, table.seat] })],
);
