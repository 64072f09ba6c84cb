import { type ShowImport, seatCodes, ticketKeptMs } from '@onsale/domain';
import type { Database } from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { createClock } from './clock.ts';
import { layouts, sections, shows } from './schema/index.ts';

/** What changes the database outside a batch: imports, trimming, tickets. */
export function createUpkeep(database: Database) {
  const orm = drizzle(database);
  const clock = createClock(database);
  const insertSeat = database.prepare(
    `INSERT INTO seats (show_id, seat, state, hold_id, until_ms) VALUES (?, ?, ?, NULL, 0)`,
  );
  const trimmable = database.prepare<
    [number],
    { show_id: string; section: number; version: number; trimmed_to: number }
  >(`SELECT show_id, section, version, trimmed_to FROM sections WHERE version - trimmed_to > ?`);
  const trim = database.prepare(`DELETE FROM section_log WHERE show_id = ? AND section = ? AND version <= ?`);
  const setTrimmed = database.prepare(`UPDATE sections SET trimmed_to = ? WHERE show_id = ? AND section = ?`);
  const forgetTickets = database.prepare(`DELETE FROM tickets WHERE expires_at_ms <= ?`);
  const claim = database.prepare(
    `INSERT INTO tickets (id, expires_at_ms) VALUES (?, ?) ON CONFLICT DO NOTHING`,
  );

  const importShow = database.transaction((record: ShowImport): 'added' | 'exists' => {
    const { show, layout, sectionCounts, blocked } = record;
    orm.insert(layouts).values({ hash: show.layoutHash, body: layout }).onConflictDoNothing().run();
    const added = orm
      .insert(shows)
      .values({ ...show, prices: [...show.prices] })
      .onConflictDoNothing()
      .run();
    if (added.changes === 0) return 'exists';
    const out = new Set(blocked);
    let first = 0;
    for (const [section, seatCount] of sectionCounts.entries()) {
      orm
        .insert(sections)
        .values({ showId: show.id, section, firstSeat: first, seatCount, version: 0, trimmedTo: 0 })
        .run();
      for (let seat = first; seat < first + seatCount; seat++)
        insertSeat.run(show.id, seat, out.has(seat) ? seatCodes.blocked : seatCodes.available);
      first += seatCount;
    }
    return 'added';
  });

  const trimLog = database.transaction((keep: number, limit: number): number => {
    let gone = 0;
    for (const row of trimmable.all(keep)) {
      if (gone >= limit) break;
      const upTo = Math.min(row.version - keep, row.trimmed_to + limit - gone);
      setTrimmed.run(upTo, row.show_id, row.section);
      gone += trim.run(row.show_id, row.section, upTo).changes;
    }
    forgetTickets.run(clock() - ticketKeptMs);
    return gone;
  });

  return {
    importShow: importShow.immediate,
    trimLog: trimLog.immediate,
    claimTicket: (id: string, expiresAtMs: number): boolean => claim.run(id, expiresAtMs).changes === 1,
  };
}
