import {
  type Changes,
  createSnapshot,
  type Hold,
  type LogEntry,
  type Order,
  type SectionRef,
  type SectionSnapshot,
  type Show,
} from '@onsale/domain';
import type { Database } from 'better-sqlite3';
import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { createClock } from './clock.ts';
import { type HoldRow, holdOf, type OrderRow, orderOf } from './rows.ts';
import { layouts, shows } from './schema/index.ts';

/** How many of a buyer's holds are told at most. */
const toldMax = 100;

interface SectionRow {
  readonly version: number;
  readonly trimmed_to: number;
  readonly first_seat: number;
  readonly seat_count: number;
}

/** Everything that is read outside a batch. */
export function createReader(database: Database) {
  const orm = drizzle(database);
  const clock = createClock(database);
  const section = database.prepare<[string, number], SectionRow>(
    `SELECT version, trimmed_to, first_seat, seat_count FROM sections WHERE show_id = ? AND section = ?`,
  );
  const states = database.prepare<
    [string, number, number],
    { state: number; hold: string | null; untilMs: number }
  >(
    `SELECT state, hold_id AS hold, until_ms AS untilMs FROM seats
     WHERE show_id = ? AND seat >= ? AND seat < ? ORDER BY seat`,
  );
  const log = database.prepare<
    [string, number, number, number],
    { version: number; changes: string; notices: string }
  >(
    `SELECT version, changes, notices FROM section_log
     WHERE show_id = ? AND section = ? AND version > ? ORDER BY version LIMIT ?`,
  );
  const headsOf = database
    .prepare<[string], number>(`SELECT version FROM sections WHERE show_id = ? ORDER BY section`)
    .pluck();
  const hold = database.prepare<[string], HoldRow>(`SELECT * FROM holds WHERE id = ?`);
  const order = database.prepare<[string], OrderRow>(`SELECT * FROM orders WHERE id = ?`);
  const holdsOfBuyer = database.prepare<[string, string, number, number], HoldRow>(
    `SELECT * FROM holds WHERE show_id = ? AND buyer = ? AND ended_at_ms IS NULL
       AND (state = 'paid' OR (state = 'active' AND until_ms > ?)) ORDER BY id DESC LIMIT ?`,
  );
  const ordersOfBuyer = database.prepare<[string, number], OrderRow>(
    `SELECT * FROM orders WHERE buyer = ? AND state <> 'declined'
     ORDER BY created_at_ms DESC, id DESC LIMIT ?`,
  );
  const overdue = database.prepare<[number, number], HoldRow>(
    `SELECT * FROM holds WHERE state = 'active' AND until_ms <= ? ORDER BY until_ms LIMIT ?`,
  );
  const open = database.prepare<[number, number, number, string, number], OrderRow>(
    `SELECT * FROM orders WHERE (state = 'refund_due' OR (state = 'pending' AND created_at_ms <= ?))
       AND (created_at_ms > ? OR (created_at_ms = ? AND id > ?))
     ORDER BY created_at_ms, id LIMIT ?`,
  );

  const snapshot = database.transaction(({ show, section: index }: SectionRef): SectionSnapshot | null => {
    const row = section.get(show, index);
    if (row === undefined) return null;
    const rows = states.all(show, row.first_seat, row.first_seat + row.seat_count);
    return createSnapshot({ show, section: index }, row.version, rows);
  });
  const changes = database.transaction((ref: SectionRef, since: number, limit: number): Changes => {
    const row = section.get(ref.show, ref.section);
    if (row === undefined || since < row.trimmed_to) return { kind: 'trimmed' };
    const entries = log.all(ref.show, ref.section, since, limit).map(
      (entry): LogEntry => ({
        ...ref,
        version: entry.version,
        changes: JSON.parse(entry.changes) as LogEntry['changes'],
        notices: JSON.parse(entry.notices) as LogEntry['notices'],
      }),
    );
    return { kind: 'entries', entries };
  });

  return {
    snapshot,
    changes,
    shows: (): Show[] => orm.select().from(shows).orderBy(shows.startsAtMs, shows.id).all(),
    layout: (hash: string): string | null =>
      orm.select().from(layouts).where(eq(layouts.hash, hash)).get()?.body ?? null,
    heads: (show: string): number[] => headsOf.all(show),
    hold: (id: string): Hold | null => mapped(hold.get(id), holdOf),
    order: (id: string): Order | null => mapped(order.get(id), orderOf),
    holdsOf: (show: string, buyer: string): Hold[] =>
      holdsOfBuyer.all(show, buyer, clock(), toldMax).map(holdOf),
    ordersOf: (buyer: string): Order[] => ordersOfBuyer.all(buyer, toldMax).map(orderOf),
    overdueHolds: (limit: number): Hold[] => overdue.all(clock(), limit).map(holdOf),
    openOrders: (olderThanMs: number, limit: number, after: Order | null = null): Order[] => {
      const afterMs = after?.createdAtMs ?? -1;
      return open.all(clock() - olderThanMs, afterMs, afterMs, after?.id ?? '', limit).map(orderOf);
    },
    nowMs: clock,
  };
}

function mapped<R, T>(row: R | undefined, map: (row: R) => T): T | null {
  return row === undefined ? null : map(row);
}
