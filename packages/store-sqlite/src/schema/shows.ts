import type { LocalText, Price, SingleSeats } from '@onsale/domain';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { layouts } from './layouts.ts';

/** One performance on sale. Moments and durations are in milliseconds, amounts in the currency's minor unit. */
export const shows = sqliteTable('shows', {
  id: text('id').primaryKey(),
  layoutHash: text('layout_hash')
    .notNull()
    .references(() => layouts.hash),
  title: text('title', { mode: 'json' }).$type<LocalText>().notNull(),
  venue: text('venue', { mode: 'json' }).$type<LocalText>().notNull(),
  currency: text('currency').notNull(),
  prices: text('prices', { mode: 'json' }).$type<Price[]>().notNull(),
  startsAtMs: integer('starts_at_ms').notNull(),
  onSaleAtMs: integer('on_sale_at_ms').notNull(),
  offSaleAtMs: integer('off_sale_at_ms'),
  holdMs: integer('hold_ms').notNull(),
  paymentMs: integer('payment_ms').notNull(),
  extensionMs: integer('extension_ms'),
  returnsUntilMs: integer('returns_until_ms'),
  cap: integer('cap').notNull(),
  singleSeats: text('single_seats').$type<SingleSeats>().notNull().default('off'),
});
