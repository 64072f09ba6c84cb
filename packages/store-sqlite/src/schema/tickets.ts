import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** One-use tickets that were used, until they are past anyway. */
export const tickets = sqliteTable(
  'tickets',
  {
    id: text('id').primaryKey(),
    expiresAtMs: integer('expires_at_ms').notNull(),
  },
  (table) => [index('tickets_by_expiry').on(table.expiresAtMs)],
);
