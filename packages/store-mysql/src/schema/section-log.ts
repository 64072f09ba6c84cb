import type { Notice, SeatChange } from '@onsale/domain';
import { int, mysqlTable, primaryKey, smallint } from 'drizzle-orm/mysql-core';
import { asciiText, jsonText } from './columns.ts';

const seatChanges = jsonText<SeatChange[]>();
const notices = jsonText<Notice[]>();

/** One row per committed batch of a section: what made its version out of the one before. */
export const sectionLog = mysqlTable(
  'section_log',
  {
    showId: asciiText('show_id', { length: 64 }).notNull(),
    section: smallint('section').notNull(),
    version: int('version').notNull(),
    changes: seatChanges('changes').notNull(),
    notices: notices('notices').notNull(),
  },
  (table) => [primaryKey({ columns: [table.showId, table.section, table.version] })],
);
