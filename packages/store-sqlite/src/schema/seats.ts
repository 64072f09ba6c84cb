import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Every seat's state as its digit; held and sold seats name their hold. */
export const seats = sqliteTable(
  'seats',
  {
    showId: text('show_id').notNull(),
    seat: integer('seat').notNull(),
    state: integer('state').notNull(),
    holdId: text('hold_id'),
    untilMs: integer('until_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.showId, table.seat] })],
);
