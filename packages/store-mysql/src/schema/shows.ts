import type { LocalText, Price, SingleSeats } from '@onsale/domain';
import { bigint, int, mysqlTable } from 'drizzle-orm/mysql-core';
import { asciiText, jsonText } from './columns.ts';

const localText = jsonText<LocalText>();
const prices = jsonText<Price[]>();

/** One performance on sale. Moments and durations are in milliseconds, amounts in the currency's minor unit. */
export const shows = mysqlTable('shows', {
  id: asciiText('id', { length: 64 }).primaryKey(),
  layoutHash: asciiText('layout_hash', { length: 64 }).notNull(),
  title: localText('title').notNull(),
  venue: localText('venue').notNull(),
  currency: asciiText('currency', { length: 3 }).notNull(),
  prices: prices('prices').notNull(),
  startsAtMs: bigint('starts_at_ms', { mode: 'number' }).notNull(),
  onSaleAtMs: bigint('on_sale_at_ms', { mode: 'number' }).notNull(),
  offSaleAtMs: bigint('off_sale_at_ms', { mode: 'number' }),
  holdMs: int('hold_ms').notNull(),
  paymentMs: int('payment_ms').notNull(),
  extensionMs: int('extension_ms'),
  returnsUntilMs: bigint('returns_until_ms', { mode: 'number' }),
  cap: int('cap').notNull(),
  singleSeats: asciiText('single_seats', { length: 8 }).$type<SingleSeats>().notNull().default('off'),
});
