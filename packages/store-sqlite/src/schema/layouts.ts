import { sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Drawings by the hash of their canonical text; never changed. */
export const layouts = sqliteTable('layouts', {
  hash: text('hash').primaryKey(),
  body: text('body').notNull(),
});
