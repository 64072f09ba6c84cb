import {
  type Batch,
  type BuyerId,
  boundOfCount,
  boundsAfter,
  countsBefore,
  type Decision,
  decide,
  type Loaded,
  type Need,
  type TallyBound,
  unknownBound,
} from '@onsale/domain';
import type { PoolConnection } from 'mysql2/promise';
import { byKey, type LockedLoad } from './load.ts';
import { type Database, send } from './pool.ts';
import { createScript } from './script.ts';
import { addTallies, tallyOf } from './tallies.ts';

export interface LockedDecision extends Omit<Decision, 'stoodByTally'> {
  /** The bounds that it raises. */
  readonly bounds: ReadonlyMap<BuyerId, TallyBound>;
}

/**
 * Decides a batch whose locks are held: by the bounds that the buyers' rows keep, and again by a count of their holds
 * when a bound stood in a command's way. Where none did, the true tallies, which are no larger, would not have either.
 */
export async function decideLocked(
  database: Database,
  connection: PoolConnection,
  { sale, commands }: Batch,
  need: Need,
  { loaded, bounds }: Pick<LockedLoad, 'loaded' | 'bounds'>,
): Promise<LockedDecision> {
  const { limits } = sale;
  const byBounds = decide(sale, commands, loaded);
  if (!byBounds.stoodByTally) {
    const { outcomes, writes } = byBounds;
    return {
      outcomes,
      writes,
      bounds: boundsAfter(loaded, writes, limits, (buyer) => bounds.get(buyer) ?? unknownBound),
    };
  }
  const script = createScript();
  script.add('SET @onsale_now = ?', loaded.nowMs);
  addTallies(script, sale, need);
  const [rows = []] = await send(database, connection, script);
  const counted: Loaded = { ...loaded, tallies: byKey(rows, 'buyer', tallyOf) };
  const { outcomes, writes } = decide(sale, commands, counted);
  const countOf = countsBefore(counted, limits);
  return {
    outcomes,
    writes,
    bounds: boundsAfter(counted, writes, limits, (buyer) => boundOfCount(countOf(buyer), limits)),
  };
}
