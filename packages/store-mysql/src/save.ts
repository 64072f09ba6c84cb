import {
  type BuyerId,
  type Loaded,
  type LogEntry,
  type ShowId,
  seatColumnsOf,
  type TallyBound,
  type Writes,
} from '@onsale/domain';
import { boundColumns, boundValuesOf } from './bound-rows.ts';
import { holdColumns, holdValuesOf, orderColumns, orderValuesOf } from './rows.ts';
import { createScript, type Script } from './script.ts';

/** A decided batch. */
export interface Decided {
  readonly show: ShowId;
  readonly writes: Writes;
  readonly entries: readonly LogEntry[];
  /** The bounds that it raises. */
  readonly bounds: ReadonlyMap<BuyerId, TallyBound>;
  readonly loaded: Loaded;
}

/**
 * One packet that writes a decided batch with its log [L1] and commits it. Rows that were loaded are
 * updated, others are inserted plainly: an id that another transaction wrote meanwhile makes the whole
 * batch fail and be decided again, instead of being overwritten.
 */
export function saveScript({ show, writes, entries, bounds, loaded }: Decided): Script {
  const script = createScript();
  addSeats(script, show, writes);
  addHolds(script, writes, loaded);
  addOrders(script, writes, loaded);
  addBounds(script, show, bounds);
  addLog(script, show, entries);
  script.add('COMMIT');
  return script;
}

function addSeats(script: Script, show: ShowId, writes: Writes): void {
  if (writes.seats.size === 0) return;
  const rows = [...writes.seats].map(([seat, record]) => {
    const { code, hold, untilMs } = seatColumnsOf(record);
    return [show, seat, code, hold, untilMs];
  });
  script.add(
    `INSERT INTO seats (show_id, seat, state, hold_id, until_ms) VALUES ?
     ON DUPLICATE KEY UPDATE state = VALUES(state), hold_id = VALUES(hold_id), until_ms = VALUES(until_ms)`,
    rows,
  );
}

function addHolds(script: Script, writes: Writes, loaded: Loaded): void {
  const fresh = [...writes.holds.values()].filter((hold) => !loaded.holds.has(hold.id));
  const known = [...writes.holds.values()].filter((hold) => loaded.holds.has(hold.id));
  if (fresh.length > 0) script.add(`INSERT INTO holds (${holdColumns}) VALUES ?`, fresh.map(holdValuesOf));
  if (known.length > 0)
    script.add(
      `INSERT INTO holds (${holdColumns}) VALUES ?
       ON DUPLICATE KEY UPDATE seats = VALUES(seats), seat_count = VALUES(seat_count), amount = VALUES(amount),
         until_ms = VALUES(until_ms), ended_at_ms = VALUES(ended_at_ms), state = VALUES(state),
         extended = VALUES(extended), extended_by_buyer = VALUES(extended_by_buyer), order_id = VALUES(order_id)`,
      known.map(holdValuesOf),
    );
}

function addOrders(script: Script, writes: Writes, loaded: Loaded): void {
  const fresh = [...writes.orders.values()].filter((order) => !loaded.orders.has(order.id));
  const known = [...writes.orders.values()].filter((order) => loaded.orders.has(order.id));
  if (fresh.length > 0) script.add(`INSERT INTO orders (${orderColumns}) VALUES ?`, fresh.map(orderValuesOf));
  for (const order of known) script.add('UPDATE orders SET state = ? WHERE id = ?', order.state, order.id);
}

/** The rows are there, and locked. */
function addBounds(script: Script, show: ShowId, bounds: ReadonlyMap<BuyerId, TallyBound>): void {
  if (bounds.size === 0) return;
  script.add(
    `INSERT INTO buyers (show_id, ${boundColumns}) VALUES ?
     ON DUPLICATE KEY UPDATE claimed_max = VALUES(claimed_max), made_max = VALUES(made_max),
       dropped_max = VALUES(dropped_max)`,
    [...bounds].map(([buyer, bound]) => [show, buyer, ...boundValuesOf(bound)]),
  );
}

function addLog(script: Script, show: ShowId, entries: readonly LogEntry[]): void {
  if (entries.length === 0) return;
  script.add(
    'INSERT INTO section_log (show_id, section, version, changes, notices) VALUES ?',
    entries.map((entry) => [
      show,
      entry.section,
      entry.version,
      JSON.stringify(entry.changes),
      JSON.stringify(entry.notices),
    ]),
  );
  script.add(
    'UPDATE sections SET version = version + 1 WHERE show_id = ? AND section IN (?)',
    show,
    entries.map((entry) => entry.section),
  );
}
