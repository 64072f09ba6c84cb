import type { Notice, SeatChange } from '@onsale/domain';
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** One row per committed batch of a section: what made its version out of the one before. */
export const sectionLog = sqliteTable(
  'section_log',
  {
    showId: text('show_id').notNull(),
    section: integer('section').notNull(),
    version: integer('version').notNull(),
    changes: text('changes', { mode: 'json' }).$type<SeatChange[]>().notNull(),
    notices: text('notices', { mode: 'json' }).$type<Notice[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.showId, table.section, table.version] })],
);
