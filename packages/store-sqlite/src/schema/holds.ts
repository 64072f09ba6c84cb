import type { HoldState } from '@onsale/domain';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Seats set aside for a buyer. `seat_count` is the length of `seats`, for counting against the cap. */
export const holds = sqliteTable(
  'holds',
  {
    id: text('id').primaryKey(),
    showId: text('show_id').notNull(),
    buyer: text('buyer').notNull(),
    requested: text('requested', { mode: 'json' }).$type<number[]>().notNull(),
    seats: text('seats', { mode: 'json' }).$type<number[]>().notNull(),
    seatCount: integer('seat_count').notNull(),
    amount: integer('amount').notNull(),
    untilMs: integer('until_ms').notNull(),
    state: text('state').$type<HoldState>().notNull(),
    extended: integer('extended', { mode: 'boolean' }).notNull(),
    orderId: text('order_id'),
  },
  (table) => [
    index('holds_by_buyer').on(table.showId, table.buyer, table.state, table.untilMs, table.seatCount),
    index('holds_by_deadline').on(table.state, table.untilMs),
  ],
);
