import type { OrderState } from '@onsale/domain';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Attempts to pay, and the orders and refunds that they became. Name and e-mail address are there both or neither. */
export const orders = sqliteTable(
  'orders',
  {
    id: text('id').primaryKey(),
    holdId: text('hold_id').notNull(),
    showId: text('show_id').notNull(),
    buyer: text('buyer').notNull(),
    seats: text('seats', { mode: 'json' }).$type<number[]>().notNull(),
    amount: integer('amount').notNull(),
    currency: text('currency').notNull(),
    state: text('state').$type<OrderState>().notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    contactName: text('contact_name'),
    contactEmail: text('contact_email'),
  },
  (table) => [
    index('orders_by_state').on(table.state, table.createdAtMs),
    index('orders_by_buyer').on(table.buyer, table.createdAtMs),
  ],
);
