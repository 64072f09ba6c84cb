import {
  type EpochMs,
  type Hold,
  type Loaded,
  type Need,
  type Order,
  type Sale,
  type SectionIndex,
  type ShowId,
  seatRecordOf,
} from '@onsale/domain';
import type { Database } from 'better-sqlite3';
import { type HoldRow, holdOf, type OrderRow, orderOf } from './rows.ts';
import { createTallies } from './tallies.ts';

interface SeatRow {
  readonly seat: number;
  readonly state: number;
  readonly holdId: string | null;
  readonly untilMs: number;
}

export interface Loader {
  heads(show: ShowId, sections: readonly SectionIndex[]): Map<SectionIndex, number>;
  load(sale: Sale, need: Need, nowMs: EpochMs): Loaded;
}

/** Prepared statements for what deciding needs. Lists travel as one JSON parameter, so that each is prepared once. */
export function createLoader(database: Database): Loader {
  const heads = database.prepare<[string, string], { section: number; version: number }>(
    `SELECT section, version FROM sections WHERE show_id = ? AND section IN (SELECT value FROM json_each(?))`,
  );
  const seats = database.prepare<[string, string], SeatRow>(
    `SELECT seat, state, hold_id AS holdId, until_ms AS untilMs FROM seats
     WHERE show_id = ? AND seat IN (SELECT value FROM json_each(?))`,
  );
  const taken = database.prepare<[string, number, number], SeatRow>(
    `SELECT seat, state, hold_id AS holdId, until_ms AS untilMs FROM seats
     WHERE show_id = ? AND seat >= ? AND seat < ? AND state <> 0`,
  );
  const holds = database.prepare<[string], HoldRow>(
    `SELECT * FROM holds WHERE id IN (SELECT value FROM json_each(?))`,
  );
  const orders = database.prepare<[string, string], OrderRow>(
    `SELECT * FROM orders WHERE id IN (SELECT value FROM json_each(?))
        OR id IN (SELECT order_id FROM holds WHERE id IN (SELECT value FROM json_each(?)))`,
  );
  const tallies = createTallies(database);
  return {
    heads: (show, sections) =>
      new Map(heads.all(show, JSON.stringify(sections)).map((row) => [row.section, row.version])),
    load(sale, need, nowMs) {
      const show = sale.show.id;
      const holdRows = need.holds.length === 0 ? [] : holds.all(JSON.stringify(need.holds));
      const orderRows =
        need.ordersOf.length === 0
          ? []
          : orders.all(JSON.stringify(need.orders), JSON.stringify(need.ordersOf));
      const takenRows = need.whole.flatMap((section) => {
        const { first, count } = sale.plan.sections[section] ?? { first: 0, count: 0 };
        return taken.all(show, first, first + count);
      });
      return {
        nowMs,
        seats: new Map(
          [...seats.all(show, JSON.stringify(need.seats)), ...takenRows].map((row) => [
            row.seat,
            seatRecordOf(row.state, row.holdId, row.untilMs),
          ]),
        ),
        whole: new Set(need.whole),
        holds: new Map<string, Hold>(holdRows.map((row) => [row.id, holdOf(row)])),
        orders: new Map<string, Order>(orderRows.map((row) => [row.id, orderOf(row)])),
        tallies: tallies(sale, need, nowMs),
      };
    },
  };
}
