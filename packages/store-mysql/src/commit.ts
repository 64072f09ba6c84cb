import {
  type Batch,
  type CommitPhases,
  type Committed,
  entriesOf,
  needOf,
  StoreUnavailable,
} from '@onsale/domain';
import type { PoolConnection } from 'mysql2/promise';
import type { BuyerRows } from './buyer-rows.ts';
import { decideLocked } from './decide-locked.ts';
import { isWorthAnotherTry, unavailable, unknown } from './errors.ts';
import { loadScript, readLoad } from './load.ts';
import { type Database, send } from './pool.ts';
import { saveScript } from './save.ts';
import { createScript } from './script.ts';
import { Stopwatch } from './stopwatch.ts';

/** How often a batch is decided again after a deadlock or an id that another transaction wrote first. */
const triesMax = 6;
const pauseMsMax = 40;

/**
 * Lock, load, decide, save and log in one transaction of two round trips, or three when holds must be counted.
 * Before the last packet is sent nothing can have been written; after it, only the server's own refusal says that
 * nothing was.
 */
export async function commitBatch(
  database: Database,
  buyerRows: BuyerRows,
  batch: Batch,
): Promise<Committed> {
  const startMs = performance.now();
  for (let tries = 1; ; tries++) {
    const connection = await database.pool.getConnection().catch((error: unknown) => {
      throw unavailable(error);
    });
    try {
      const waitMs = performance.now() - startMs;
      const { phases, ...committed } = await attempt(database, connection, buyerRows, batch);
      return { ...committed, phases: { waitMs, ...phases } };
    } catch (error) {
      if (!isWorthAnotherTry(error)) throw error;
      if (tries >= triesMax) throw unavailable(error);
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * pauseMsMax));
  }
}

/** What one try committed, and how long its parts took. */
interface Attempt extends Omit<Committed, 'phases'> {
  readonly phases: Omit<CommitPhases, 'waitMs'>;
}

async function attempt(
  database: Database,
  connection: PoolConnection,
  buyerRows: BuyerRows,
  batch: Batch,
): Promise<Attempt> {
  const stopwatch = new Stopwatch();
  const { sale, sections, commands } = batch;
  const need = needOf(commands);
  let sent = false;
  try {
    await buyerRows.ensure(connection, sale.show.id, need.buyers);
    const sets = await send(database, connection, loadScript(sale, sections, need));
    const load = readLoad(sets, sections, need);
    const loadMs = stopwatch.lapMs();
    const { loaded, heads } = load;
    const { outcomes, writes, bounds } = await decideLocked(database, connection, batch, need, load);
    const entries = entriesOf(sale, writes, heads);
    const script = saveScript({ show: sale.show.id, writes, entries, bounds, loaded });
    const decideMs = stopwatch.lapMs();
    sent = writes.seats.size + writes.holds.size + writes.orders.size > 0;
    await send(database, connection, script);
    connection.release();
    const phases = { loadMs, decideMs, saveMs: stopwatch.lapMs() };
    return { outcomes, entries, nowMs: loaded.nowMs, phases };
  } catch (error) {
    await abandon(database, connection);
    if (isWorthAnotherTry(error)) throw error;
    if (error instanceof StoreUnavailable) buyerRows.forget(sale.show.id, need.buyers);
    throw sent ? unknown(error) : unavailable(error);
  }
}

/** Rolls back, or gives the connection up when even that fails. */
async function abandon(database: Database, connection: PoolConnection): Promise<void> {
  const script = createScript();
  script.add('ROLLBACK');
  try {
    await send(database, connection, script);
    connection.release();
  } catch {
    connection.destroy();
  }
}
