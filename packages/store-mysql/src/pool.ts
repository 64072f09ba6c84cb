import { createPool, type Pool, type PoolConnection, type RowDataPacket } from 'mysql2/promise';
import { idleSecondsMax } from './idle.ts';
import type { Script } from './script.ts';

export interface PoolOptions {
  /** `mysql://user:password@host:port/database`. */
  readonly url: string;
  /** Connections that the pool opens at most. @default 10 */
  readonly connectionsMax?: number;
  /** Calls that may wait for a connection before one is refused. @default 1000 */
  readonly queueMax?: number;
  /** How long one call to the server may take, in milliseconds. @default 10000 */
  readonly callMsMax?: number;
}

export interface Database {
  readonly pool: Pool;
  readonly callMsMax: number;
}

/** How long the pool keeps a connection that nobody uses: the server would close it soon after. */
const keptIdleMs = 1_500;

/**
 * A bounded pool whose sessions read what is committed, count time in UTC and wait 5 s for a lock at most.
 * Several statements may travel in one packet: a batch is two round trips instead of ten.
 */
export function openPool(options: PoolOptions): Database {
  const connectionsMax = options.connectionsMax ?? 10;
  const pool = createPool({
    uri: options.url,
    connectionLimit: connectionsMax,
    // Else it would keep them all for good.
    maxIdle: connectionsMax - 1,
    idleTimeout: keptIdleMs,
    queueLimit: options.queueMax ?? 1_000,
    waitForConnections: true,
    multipleStatements: true,
    connectTimeout: 5_000,
    enableKeepAlive: true,
    charset: 'utf8mb4',
    timezone: 'Z',
    supportBigNumbers: true,
  });
  pool.on('connection', (connection) => {
    connection.query(
      `SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED; SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = 5, wait_timeout = ${idleSecondsMax}`,
    );
  });
  return { pool, callMsMax: options.callMsMax ?? 10_000 };
}

/** The rows of each statement that gives rows, in their order. */
export type RowSets = readonly (readonly RowDataPacket[])[];

/** Sends a script as one packet. Statements that write count nothing in the answer. */
export async function send(
  database: Database,
  connection: Pool | PoolConnection,
  script: Script,
): Promise<RowSets> {
  const [results] = await connection.query({ sql: script.sql, timeout: database.callMsMax }, [
    ...script.values,
  ]);
  const sets: unknown[] = script.length === 1 ? [results] : (results as unknown[]);
  return sets.filter((set): set is RowDataPacket[] => Array.isArray(set));
}
