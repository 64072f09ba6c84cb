import type { Pool } from 'mysql2/promise';

/** A process's connections to MySQL. */
export interface PoolFigures {
  readonly used: number;
  readonly idle: number;
  /** Calls that wait for a connection. */
  readonly waiting: number;
}

/** The queues inside the driver's pool; it offers no other way to ask how many there are. */
interface PoolQueues {
  readonly _allConnections: { readonly length: number };
  readonly _freeConnections: { readonly length: number };
  readonly _connectionQueue: { readonly length: number };
}

export function poolFigures(pool: Pool): PoolFigures {
  const { _allConnections, _freeConnections, _connectionQueue } = pool.pool as unknown as PoolQueues;
  const idle = _freeConnections.length;
  return { used: _allConnections.length - idle, idle, waiting: _connectionQueue.length };
}
