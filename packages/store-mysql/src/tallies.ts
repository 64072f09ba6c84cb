import { type Need, type Recent, type Sale, type Tally, windowsOf } from '@onsale/domain';
import type { RowDataPacket } from 'mysql2/promise';
import { orNone, type Script } from './script.ts';

/**
 * Counts each needed buyer's other holds against cap and limits, in one pass over the index by buyer: the
 * holds that have not ended, and those that ended within a window. A hold made within a window cannot have
 * ended before it. The index is named so that the ids left out are not taken for a way into the table.
 */
export function addTallies(script: Script, { show, limits }: Sale, need: Need): void {
  const { madeMs, droppedMs } = windowsOf(limits);
  script.add(
    `SELECT buyer, CAST(SUM(seats) AS SIGNED) AS claimed,
       COUNT(made_at_ms) AS made, MIN(made_at_ms) AS oldest_made_ms,
       COUNT(dropped_at_ms) AS dropped, MIN(dropped_at_ms) AS oldest_dropped_ms
     FROM (
       SELECT buyer,
         IF(state = 'paid' OR (state = 'active' AND until_ms > @onsale_now), seat_count, 0) AS seats,
         IF(created_at_ms > @onsale_now - ?, created_at_ms, NULL) AS made_at_ms,
         CASE
           WHEN state IN ('released', 'expired') AND ended_at_ms > @onsale_now - ? THEN ended_at_ms
           WHEN state = 'active' AND until_ms <= @onsale_now AND until_ms > @onsale_now - ? THEN until_ms
         END AS dropped_at_ms
       FROM holds FORCE INDEX (holds_by_buyer)
       WHERE show_id = ? AND buyer IN (?) AND (ended_at_ms IS NULL OR ended_at_ms > @onsale_now - ?)
         AND id NOT IN (?)
     ) AS counted
     GROUP BY buyer`,
    ...[madeMs, droppedMs, droppedMs, show.id, orNone(need.buyers), Math.max(madeMs, droppedMs)],
    // `NOT IN (NULL)` would leave out every row.
    need.holds.length === 0 ? [''] : need.holds,
  );
}

export function tallyOf(row: RowDataPacket): Tally {
  return {
    claimed: Number(row.claimed),
    made: recentOf(row.made, row.oldest_made_ms),
    dropped: recentOf(row.dropped, row.oldest_dropped_ms),
  };
}

function recentOf(count: unknown, oldestMs: unknown): Recent {
  return { count: Number(count), oldestMs: oldestMs === null ? Number.POSITIVE_INFINITY : Number(oldestMs) };
}
