import type { Choice, HoldState } from '@onsale/domain';
import { bigint, boolean, index, int, mysqlTable } from 'drizzle-orm/mysql-core';
import { asciiText, jsonText } from './columns.ts';

const seatList = jsonText<number[]>();
const choice = jsonText<Choice>();

/**
 * Seats set aside for a buyer. `seat_count` is the length of `seats`; `ended_at_ms` is null while the hold has
 * any. The index by buyer holds all that counting against cap and limits needs.
 */
export const holds = mysqlTable(
  'holds',
  {
    id: asciiText('id', { length: 36 }).primaryKey(),
    showId: asciiText('show_id', { length: 64 }).notNull(),
    buyer: asciiText('buyer', { length: 64 }).notNull(),
    requested: seatList('requested').notNull(),
    seats: seatList('seats').notNull(),
    seatCount: int('seat_count').notNull(),
    amount: bigint('amount', { mode: 'number' }).notNull(),
    createdAtMs: bigint('created_at_ms', { mode: 'number' }).notNull().default(0),
    untilMs: bigint('until_ms', { mode: 'number' }).notNull(),
    endedAtMs: bigint('ended_at_ms', { mode: 'number' }),
    state: asciiText('state', { length: 16 }).$type<HoldState>().notNull(),
    extended: boolean('extended').notNull(),
    extendedByBuyer: boolean('extended_by_buyer').notNull().default(false),
    orderId: asciiText('order_id', { length: 36 }),
    choice: choice('choice'),
  },
  (table) => [
    index('holds_by_buyer').on(
      ...([table.showId, table.buyer, table.endedAtMs, table.state] as const),
      ...([table.untilMs, table.createdAtMs, table.seatCount] as const),
    ),
    index('holds_by_deadline').on(table.state, table.untilMs),
  ],
);
