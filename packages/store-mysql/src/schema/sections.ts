import { int, mysqlTable, primaryKey, smallint } from 'drizzle-orm/mysql-core';
import { asciiText } from './columns.ts';

/**
 * A section's head: its newest version, and up to which version the log has been forgotten. Its row lock
 * is the section's lock.
 */
export const sections = mysqlTable(
  'sections',
  {
    showId: asciiText('show_id', { length: 64 }).notNull(),
    section: smallint('section').notNull(),
    firstSeat: int('first_seat').notNull(),
    seatCount: int('seat_count').notNull(),
    version: int('version').notNull(),
    trimmedTo: int('trimmed_to').notNull(),
  },
  (table) => [primaryKey({ columns: [table.showId, table.section] })],
);
