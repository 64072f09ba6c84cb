import { type LogEntry, type ShowId, seatColumnsOf, type Writes } from '@onsale/domain';
import type { Database } from 'better-sqlite3';
import { type HoldRow, holdRowOf, type OrderRow, orderRowOf } from './rows.ts';

/** Writes a decided batch; the caller's transaction makes it one. */
export type Saver = (show: ShowId, writes: Writes, entries: readonly LogEntry[]) => void;

export function createSaver(database: Database): Saver {
  const seat = database.prepare(
    `UPDATE seats SET state = ?, hold_id = ?, until_ms = ? WHERE show_id = ? AND seat = ?`,
  );
  const hold = database.prepare<[HoldRow]>(
    `INSERT INTO holds (id, show_id, buyer, requested, seats, seat_count, amount, created_at_ms, until_ms, ended_at_ms,
       state, extended, extended_by_buyer, order_id, choice)
     VALUES (@id, @show_id, @buyer, @requested, @seats, @seat_count, @amount, @created_at_ms, @until_ms, @ended_at_ms,
       @state, @extended, @extended_by_buyer, @order_id, @choice)
     ON CONFLICT (id) DO UPDATE SET seats = excluded.seats, seat_count = excluded.seat_count,
       amount = excluded.amount, until_ms = excluded.until_ms, ended_at_ms = excluded.ended_at_ms,
       state = excluded.state, extended = excluded.extended, extended_by_buyer = excluded.extended_by_buyer,
       order_id = excluded.order_id`,
  );
  const order = database.prepare<[OrderRow]>(
    `INSERT INTO orders (id, hold_id, show_id, buyer, seats, amount, currency, state, created_at_ms,
       contact_name, contact_email)
     VALUES (@id, @hold_id, @show_id, @buyer, @seats, @amount, @currency, @state, @created_at_ms,
       @contact_name, @contact_email)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state`,
  );
  const log = database.prepare(
    `INSERT INTO section_log (show_id, section, version, changes, notices) VALUES (?, ?, ?, ?, ?)`,
  );
  const head = database.prepare(`UPDATE sections SET version = ? WHERE show_id = ? AND section = ?`);
  return (show, writes, entries) => {
    for (const [index, record] of writes.seats) {
      const { code, hold: owner, untilMs } = seatColumnsOf(record);
      seat.run(code, owner, untilMs, show, index);
    }
    for (const written of writes.holds.values()) hold.run(holdRowOf(written));
    for (const written of writes.orders.values()) order.run(orderRowOf(written));
    for (const entry of entries) {
      const { section, version, changes, notices } = entry;
      log.run(show, section, version, JSON.stringify(changes), JSON.stringify(notices));
      head.run(version, show, section);
    }
  };
}
