import type { Hold, LogEntry, Order } from '@onsale/domain';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { StagedShow } from './shows.ts';

export interface SeatRow {
  readonly seat: number;
  /** 0 available, 1 held, 2 sold, 3 blocked. */
  readonly state: number;
  readonly hold: string | null;
  readonly untilMs: number;
}

export interface HoldRow
  extends Pick<Hold, 'id' | 'buyer' | 'requested' | 'seats' | 'amount' | 'untilMs' | 'state' | 'order'> {
  readonly seatCount: number;
}

export type OrderRow = Pick<Order, 'id' | 'hold' | 'buyer' | 'seats' | 'amount' | 'state'>;

export interface SectionRow {
  readonly section: number;
  readonly version: number;
  readonly trimmedTo: number;
}

/** Everything that the database has of one show, as of one moment. */
export interface ShowRows {
  readonly show: StagedShow;
  /** The database's clock. */
  readonly nowMs: number;
  readonly seats: readonly SeatRow[];
  readonly holds: readonly HoldRow[];
  readonly orders: readonly OrderRow[];
  readonly sections: readonly SectionRow[];
  readonly log: readonly LogEntry[];
}

export interface Reading {
  readonly shows: readonly ShowRows[];
  /** Between these two moments, in milliseconds since 1970, lies the one that the rows are of. */
  readonly startMs: number;
  readonly endMs: number;
}

type Ask = (sql: string, ...values: unknown[]) => Promise<RowDataPacket[]>;

/** Reads every row in one view, past the proxies. */
export async function readRows(mysqlUrl: string, shows: readonly StagedShow[]): Promise<Reading> {
  const connection = await createConnection({ uri: mysqlUrl, timezone: 'Z', supportBigNumbers: true });
  const ask: Ask = async (sql, ...values) => (await connection.query<RowDataPacket[]>(sql, values))[0];
  try {
    await connection.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    const startMs = Date.now();
    await connection.query('START TRANSACTION READ ONLY, WITH CONSISTENT SNAPSHOT');
    const endMs = Date.now();
    const read: ShowRows[] = [];
    for (const show of shows) read.push(await readShow(ask, show));
    await connection.query('COMMIT');
    return { shows: read, startMs, endMs };
  } finally {
    connection.destroy();
  }
}

async function readShow(ask: Ask, show: StagedShow): Promise<ShowRows> {
  const [clock] = await ask('SELECT CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS SIGNED) AS now_ms');
  return {
    show,
    nowMs: Number(clock?.now_ms),
    seats: (await ask(
      'SELECT seat, state, hold_id AS hold, until_ms AS untilMs FROM seats WHERE show_id = ? ORDER BY seat',
      show.id,
    )) as unknown as SeatRow[],
    holds: (await ask('SELECT * FROM holds WHERE show_id = ? ORDER BY id', show.id)).map((row) => ({
      id: row.id as string,
      buyer: row.buyer as string,
      requested: JSON.parse(row.requested as string) as number[],
      seats: JSON.parse(row.seats as string) as number[],
      seatCount: row.seat_count as number,
      amount: row.amount as number,
      untilMs: row.until_ms as number,
      state: row.state as Hold['state'],
      order: row.order_id as string | null,
    })),
    orders: (await ask('SELECT * FROM orders WHERE show_id = ? ORDER BY id', show.id)).map((row) => ({
      id: row.id as string,
      hold: row.hold_id as string,
      buyer: row.buyer as string,
      seats: JSON.parse(row.seats as string) as number[],
      amount: row.amount as number,
      state: row.state as Order['state'],
    })),
    sections: (await ask(
      'SELECT section, version, trimmed_to AS trimmedTo FROM sections WHERE show_id = ? ORDER BY section',
      show.id,
    )) as unknown as SectionRow[],
    log: (
      await ask(
        'SELECT section, version, changes, notices FROM section_log WHERE show_id = ? ORDER BY section, version',
        show.id,
      )
    ).map((row) => ({
      show: show.id,
      section: row.section as number,
      version: row.version as number,
      changes: JSON.parse(row.changes as string) as LogEntry['changes'],
      notices: JSON.parse(row.notices as string) as LogEntry['notices'],
    })),
  };
}

/** What the server calls itself, such as `9.7.0` or `10.11.19-MariaDB`. */
export async function readServerVersion(mysqlUrl: string): Promise<string> {
  const connection = await createConnection({ uri: mysqlUrl });
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version');
    return String(rows[0]?.version);
  } finally {
    connection.destroy();
  }
}

/** The newest version of each section of each show, by `show/section id`. */
export async function readHeads(
  mysqlUrl: string,
  shows: readonly StagedShow[],
): Promise<ReadonlyMap<string, number>> {
  const connection = await createConnection({ uri: mysqlUrl });
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SELECT show_id, section, version FROM sections');
    return new Map(
      rows.map((row) => {
        const show = shows.find(({ id }) => id === row.show_id);
        return [`${row.show_id}/${show?.sections[row.section as number]?.id}`, row.version as number];
      }),
    );
  } finally {
    connection.destroy();
  }
}
