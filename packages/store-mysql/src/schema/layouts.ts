import { mysqlTable } from 'drizzle-orm/mysql-core';
import { asciiText, unicodeText } from './columns.ts';

/** Drawings by the hash of their canonical text; never changed. */
export const layouts = mysqlTable('layouts', {
  hash: asciiText('hash', { length: 64 }).primaryKey(),
  body: unicodeText('body').notNull(),
});
