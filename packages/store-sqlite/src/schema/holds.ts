import type { Choice, HoldState } from '@onsale/domain';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * Seats set aside for a buyer. `seat_count` is the length of `seats`; `ended_at_ms` is null while the hold has
 * any. The index by buyer holds all that counting against cap and limits needs.
 */
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
    createdAtMs: integer('created_at_ms').notNull().default(0),
    untilMs: integer('until_ms').notNull(),
    endedAtMs: integer('ended_at_ms'),
    state: text('state').$type<HoldState>().notNull(),
    extended: integer('extended', { mode: 'boolean' }).notNull(),
    extendedByBuyer: integer('extended_by_buyer', { mode: 'boolean' }).notNull().default(false),
    orderId: text('order_id'),
    choice: text('choice', { mode: 'json' }).$type<Choice>(),
  },
  (table) => [
    index('holds_by_buyer').on(
      ...([table.showId, table.buyer, table.endedAtMs, table.state] as const),
      ...([table.untilMs, table.createdAtMs, table.seatCount, table.id] as const),
    ),
    index('holds_by_deadline').on(table.state, table.untilMs),
  ],
);
