import { type BuyerId, type EpochMs, type Need, type Sale, type Tally, windowsOf } from '@onsale/domain';
import type { Database } from 'better-sqlite3';

interface TallyRow {
  readonly buyer: string;
  readonly claimed: number;
  readonly made: number;
  readonly oldestMadeMs: number | null;
  readonly dropped: number;
  readonly oldestDroppedMs: number | null;
}

interface Parameters {
  readonly show: string;
  readonly buyers: string;
  readonly needed: string;
  readonly nowMs: EpochMs;
  readonly madeAfterMs: EpochMs;
  readonly droppedAfterMs: EpochMs;
}

/** Two ranges of the index by buyer: SQLite would read all that a buyer ever had for one condition with OR. */
const recentHolds = `
  SELECT id, buyer, state, until_ms, created_at_ms, ended_at_ms, seat_count FROM holds
  WHERE show_id = @show AND buyer IN (SELECT value FROM json_each(@buyers)) AND ended_at_ms IS NULL
  UNION ALL
  SELECT id, buyer, state, until_ms, created_at_ms, ended_at_ms, seat_count FROM holds
  WHERE show_id = @show AND buyer IN (SELECT value FROM json_each(@buyers))
    AND ended_at_ms > MIN(@madeAfterMs, @droppedAfterMs)`;

export const talliesSql = `
  SELECT buyer, SUM(seats) AS claimed,
    COUNT(made_at_ms) AS made, MIN(made_at_ms) AS oldestMadeMs,
    COUNT(dropped_at_ms) AS dropped, MIN(dropped_at_ms) AS oldestDroppedMs
  FROM (
    SELECT buyer,
      IIF(state = 'paid' OR (state = 'active' AND until_ms > @nowMs), seat_count, 0) AS seats,
      IIF(created_at_ms > @madeAfterMs, created_at_ms, NULL) AS made_at_ms,
      CASE
        WHEN state IN ('released', 'expired') AND ended_at_ms > @droppedAfterMs THEN ended_at_ms
        WHEN state = 'active' AND until_ms <= @nowMs AND until_ms > @droppedAfterMs THEN until_ms
      END AS dropped_at_ms
    FROM (${recentHolds})
    WHERE id NOT IN (SELECT value FROM json_each(@needed))
  )
  GROUP BY buyer`;

/**
 * Counts each needed buyer's other holds against cap and limits: those that have not ended, and those that
 * ended within a window. A hold made within a window cannot have ended before it.
 */
export function createTallies(
  database: Database,
): (sale: Sale, need: Need, nowMs: EpochMs) => Map<BuyerId, Tally> {
  const statement = database.prepare<[Parameters], TallyRow>(talliesSql);
  return ({ show, limits }, need, nowMs) => {
    if (need.buyers.length === 0) return new Map();
    const { madeMs, droppedMs } = windowsOf(limits);
    const rows = statement.all({
      show: show.id,
      buyers: JSON.stringify(need.buyers),
      needed: JSON.stringify(need.holds),
      nowMs,
      madeAfterMs: nowMs - madeMs,
      droppedAfterMs: nowMs - droppedMs,
    });
    return new Map(rows.map((row) => [row.buyer, tallyOf(row)]));
  };
}

function tallyOf(row: TallyRow): Tally {
  const never = Number.POSITIVE_INFINITY;
  return {
    claimed: row.claimed,
    made: { count: row.made, oldestMs: row.oldestMadeMs ?? never },
    dropped: { count: row.dropped, oldestMs: row.oldestDroppedMs ?? never },
  };
}
