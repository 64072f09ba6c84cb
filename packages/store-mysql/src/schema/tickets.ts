import { bigint, index, mysqlTable } from 'drizzle-orm/mysql-core';
import { asciiText } from './columns.ts';

/** One-use tickets that were used, until they are past anyway. */
export const tickets = mysqlTable(
  'tickets',
  {
    id: asciiText('id', { length: 64 }).primaryKey(),
    expiresAtMs: bigint('expires_at_ms', { mode: 'number' }).notNull(),
  },
  (table) => [index('tickets_by_expiry').on(table.expiresAtMs)],
);
