import type { OrderState } from '@onsale/domain';
import { bigint, index, mysqlTable } from 'drizzle-orm/mysql-core';
import { asciiText, jsonText, unicodeLine } from './columns.ts';

const seatList = jsonText<number[]>();

/** Attempts to pay, and the orders and refunds that they became. Name and e-mail address are there both or neither. */
export const orders = mysqlTable(
  'orders',
  {
    id: asciiText('id', { length: 36 }).primaryKey(),
    holdId: asciiText('hold_id', { length: 36 }).notNull(),
    showId: asciiText('show_id', { length: 64 }).notNull(),
    buyer: asciiText('buyer', { length: 64 }).notNull(),
    seats: seatList('seats').notNull(),
    amount: bigint('amount', { mode: 'number' }).notNull(),
    currency: asciiText('currency', { length: 3 }).notNull(),
    state: asciiText('state', { length: 16 }).$type<OrderState>().notNull(),
    createdAtMs: bigint('created_at_ms', { mode: 'number' }).notNull(),
    contactName: unicodeLine('contact_name', { length: 100 }),
    contactEmail: unicodeLine('contact_email', { length: 254 }),
  },
  (table) => [
    index('orders_by_state').on(table.state, table.createdAtMs),
    index('orders_by_buyer').on(table.buyer, table.createdAtMs),
  ],
);
