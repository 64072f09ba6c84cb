import { type EpochMs, type ShowImport, seatCodes, ticketKeptMs } from '@onsale/domain';
import { drizzle } from 'drizzle-orm/mysql2';
import type { PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { clockSql } from './clock.ts';
import { answering } from './errors.ts';
import { type Database, send } from './pool.ts';
import { layouts, sections, shows } from './schema/index.ts';
import { createScript } from './script.ts';

/** Seats that one INSERT carries at an import. */
const seatsPerInsert = 5_000;

/** What changes the database outside a batch: imports, trimming, tickets. */
export function createUpkeep(database: Database) {
  async function importShow(record: ShowImport): Promise<'added' | 'exists'> {
    const connection = await database.pool.getConnection();
    try {
      await connection.beginTransaction();
      const added = await writeShow(connection, record);
      await connection.commit();
      connection.release();
      return added;
    } catch (error) {
      connection.destroy();
      throw error;
    }
  }

  async function writeShow(connection: PoolConnection, record: ShowImport): Promise<'added' | 'exists'> {
    const { show, layout } = record;
    const orm = drizzle(connection);
    await orm.insert(layouts).ignore().values({ hash: show.layoutHash, body: layout });
    const [added] = await orm
      .insert(shows)
      .ignore()
      .values({ ...show, prices: [...show.prices] });
    if (added.affectedRows === 0) return 'exists';
    let first = 0;
    for (const [section, seatCount] of record.sectionCounts.entries()) {
      await orm
        .insert(sections)
        .values({ showId: show.id, section, firstSeat: first, seatCount, version: 0, trimmedTo: 0 });
      first += seatCount;
    }
    await writeSeats(connection, show.id, first, new Set(record.blocked));
    return 'added';
  }

  async function writeSeats(
    connection: PoolConnection,
    show: string,
    seatCount: number,
    blocked: ReadonlySet<number>,
  ): Promise<void> {
    for (let first = 0; first < seatCount; first += seatsPerInsert) {
      const length = Math.min(seatsPerInsert, seatCount - first);
      const rows = Array.from({ length }, (_, index) => {
        const seat = first + index;
        return [show, seat, blocked.has(seat) ? seatCodes.blocked : seatCodes.available, null, 0];
      });
      await connection.query('INSERT INTO seats (show_id, seat, state, hold_id, until_ms) VALUES ?', [rows]);
    }
  }

  /** Says first up to where the log is gone, and deletes then, so that no reader takes a hole for the start. */
  async function trimLog(keep: number, limit: number): Promise<number> {
    const [found] = await database.pool.query<RowDataPacket[]>(
      'SELECT show_id, section, version, trimmed_to FROM sections WHERE version - trimmed_to > ?',
      [keep],
    );
    let gone = 0;
    for (const row of found) {
      if (gone >= limit) break;
      const upTo = Math.min(Number(row.version) - keep, Number(row.trimmed_to) + limit - gone);
      const script = createScript();
      script.add(
        'UPDATE sections SET trimmed_to = GREATEST(trimmed_to, ?) WHERE show_id = ? AND section = ?',
        upTo,
        row.show_id,
        row.section,
      );
      script.add(
        'DELETE FROM section_log WHERE show_id = ? AND section = ? AND version <= ?',
        row.show_id,
        row.section,
        upTo,
      );
      await send(database, database.pool, script);
      gone += upTo - Number(row.trimmed_to);
    }
    await database.pool.query(`DELETE FROM tickets WHERE expires_at_ms <= ${clockSql} - ?`, [ticketKeptMs]);
    return gone;
  }

  async function claimTicket(id: string, expiresAtMs: EpochMs): Promise<boolean> {
    const [result] = await database.pool.query<ResultSetHeader>(
      'INSERT IGNORE INTO tickets (id, expires_at_ms) VALUES (?, ?)',
      [id, expiresAtMs],
    );
    return result.affectedRows === 1;
  }

  return {
    importShow: (record: ShowImport) => answering(() => importShow(record)),
    trimLog: (keep: number, limit: number) => answering(() => trimLog(keep, limit)),
    claimTicket: (id: string, expiresAtMs: EpochMs) => answering(() => claimTicket(id, expiresAtMs)),
  };
}
