import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** A section's head: its newest version, and up to which version the log has been forgotten. */
export const sections = sqliteTable(
  'sections',
  {
    showId: text('show_id').notNull(),
    section: integer('section').notNull(),
    firstSeat: integer('first_seat').notNull(),
    seatCount: integer('seat_count').notNull(),
    version: integer('version').notNull(),
    trimmedTo: integer('trimmed_to').notNull(),
  },
  (table) => [primaryKey({ columns: [table.showId, table.section] })],
);
