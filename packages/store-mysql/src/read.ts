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
import { asc, eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/mysql2';
import type { RowDataPacket } from 'mysql2/promise';
import { clockSql } from './clock.ts';
import { answering, unavailable } from './errors.ts';
import { type Database, send } from './pool.ts';
import { holdColumns, holdOf, orderColumns, orderOf } from './rows.ts';
import { layouts, shows } from './schema/index.ts';
import { createScript } from './script.ts';

/** How many of a buyer's holds are told at most. */
const toldMax = 100;

const liveOrPaid = `(state = 'paid' OR (state = 'active' AND until_ms > ${clockSql}))`;

/** Everything that is read outside a batch. */
export function createReader(database: Database) {
  const orm = drizzle(database.pool);

  /** One statement's rows. */
  async function rows(sql: string, ...values: unknown[]): Promise<readonly RowDataPacket[]> {
    const script = createScript();
    script.add(sql, ...values);
    const [found = []] = await answering(() => send(database, database.pool, script));
    return found;
  }

  /** Head and states from one read view, so that they belong together [L2]. */
  async function snapshot({ show, section }: SectionRef): Promise<SectionSnapshot | null> {
    const script = createScript();
    script.add('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    script.add('START TRANSACTION READ ONLY, WITH CONSISTENT SNAPSHOT');
    script.add('SELECT version FROM sections WHERE show_id = ? AND section = ?', show, section);
    script.add(
      `SELECT seats.state, seats.hold_id AS hold, seats.until_ms AS untilMs
       FROM sections JOIN seats ON seats.show_id = sections.show_id
         AND seats.seat >= sections.first_seat AND seats.seat < sections.first_seat + sections.seat_count
       WHERE sections.show_id = ? AND sections.section = ? ORDER BY seats.seat`,
      show,
      section,
    );
    script.add('COMMIT');
    const connection = await database.pool.getConnection().catch((error: unknown) => {
      throw unavailable(error);
    });
    try {
      const [head = [], states = []] = await send(database, connection, script);
      connection.release();
      const version = head[0]?.version as number | undefined;
      if (version === undefined) return null;
      return createSnapshot(
        { show, section },
        version,
        states as { state: number; hold: string | null; untilMs: number }[],
      );
    } catch (error) {
      connection.destroy();
      throw unavailable(error);
    }
  }

  async function changes(ref: SectionRef, since: number, limit: number): Promise<Changes> {
    const found = await rows(
      'SELECT trimmed_to FROM sections WHERE show_id = ? AND section = ?',
      ref.show,
      ref.section,
    );
    const log = await rows(
      `SELECT version, changes, notices FROM section_log
       WHERE show_id = ? AND section = ? AND version > ? ORDER BY version LIMIT ?`,
      ref.show,
      ref.section,
      since,
      limit,
    );
    const trimmedTo = found[0]?.trimmed_to as number | undefined;
    const first = log[0]?.version as number | undefined;
    if (trimmedTo === undefined || since < trimmedTo) return { kind: 'trimmed' };
    // A trim between the two reads takes the oldest entries away.
    if (first !== undefined && first !== since + 1) return { kind: 'trimmed' };
    const entries = log.map(
      (row): LogEntry => ({
        ...ref,
        version: row.version as number,
        changes: JSON.parse(row.changes as string) as LogEntry['changes'],
        notices: JSON.parse(row.notices as string) as LogEntry['notices'],
      }),
    );
    return { kind: 'entries', entries };
  }

  async function first<T>(map: (row: RowDataPacket) => T, sql: string, id: string): Promise<T | null> {
    const [row] = await rows(sql, id);
    return row === undefined ? null : map(row);
  }

  return {
    snapshot,
    changes,
    shows: (): Promise<Show[]> =>
      answering(() => orm.select().from(shows).orderBy(asc(shows.startsAtMs), asc(shows.id))),
    layout: async (hash: string): Promise<string | null> => {
      const [row] = await answering(() => orm.select().from(layouts).where(eq(layouts.hash, hash)));
      return row?.body ?? null;
    },
    heads: async (show: string): Promise<number[]> => {
      const found = await rows('SELECT version FROM sections WHERE show_id = ? ORDER BY section', show);
      return found.map((row) => row.version as number);
    },
    hold: (id: string): Promise<Hold | null> =>
      first(holdOf, `SELECT ${holdColumns} FROM holds WHERE id = ?`, id),
    order: (id: string): Promise<Order | null> =>
      first(orderOf, `SELECT ${orderColumns} FROM orders WHERE id = ?`, id),
    holdsOf: async (show: string, buyer: string): Promise<Hold[]> => {
      const found = await rows(
        `SELECT ${holdColumns} FROM holds WHERE show_id = ? AND buyer = ? AND ended_at_ms IS NULL
           AND ${liveOrPaid} ORDER BY id DESC LIMIT ?`,
        show,
        buyer,
        toldMax,
      );
      return found.map(holdOf);
    },
    ordersOf: async (buyer: string): Promise<Order[]> => {
      const found = await rows(
        `SELECT ${orderColumns} FROM orders WHERE buyer = ? AND state <> 'declined'
         ORDER BY created_at_ms DESC, id DESC LIMIT ?`,
        buyer,
        toldMax,
      );
      return found.map(orderOf);
    },
    overdueHolds: async (limit: number): Promise<Hold[]> => {
      const found = await rows(
        `SELECT ${holdColumns} FROM holds WHERE state = 'active' AND until_ms <= ${clockSql} ORDER BY until_ms LIMIT ?`,
        limit,
      );
      return found.map(holdOf);
    },
    openOrders: async (olderThanMs: number, limit: number, after: Order | null = null): Promise<Order[]> => {
      const found = await rows(
        `SELECT ${orderColumns} FROM orders
         WHERE (state = 'refund_due' OR (state = 'pending' AND created_at_ms <= ${clockSql} - ?))
           AND (created_at_ms > ? OR (created_at_ms = ? AND id > ?))
         ORDER BY created_at_ms, id LIMIT ?`,
        ...[olderThanMs, after?.createdAtMs ?? -1, after?.createdAtMs ?? -1, after?.id ?? '', limit],
      );
      return found.map(orderOf);
    },
    nowMs: async (): Promise<number> => Number((await rows(`SELECT ${clockSql} AS now_ms`))[0]?.now_ms),
  };
}
