import {
  type BuyerId,
  type Hold,
  type Loaded,
  type Need,
  type Order,
  type Sale,
  type SectionIndex,
  StoreUnavailable,
  seatRecordOf,
  type TallyBound,
  tallyOfBound,
} from '@onsale/domain';
import type { RowDataPacket } from 'mysql2/promise';
import { boundColumns, boundOfRow } from './bound-rows.ts';
import { clockSql } from './clock.ts';
import type { RowSets } from './pool.ts';
import { holdColumns, holdOf, orderColumns, orderOf } from './rows.ts';
import { createScript, orNone, type Script } from './script.ts';

/**
 * One packet that opens the transaction, takes the locks (sections ascending, then buyers ascending: the
 * order that everybody keeps) and reads what deciding needs, the clock first.
 */
export function loadScript(sale: Sale, sections: readonly SectionIndex[], need: Need): Script {
  const script = createScript();
  const show = sale.show.id;
  script.add('START TRANSACTION');
  script.add(
    'SELECT section, version FROM sections WHERE show_id = ? AND section IN (?) ORDER BY section FOR UPDATE',
    show,
    sections,
  );
  script.add(
    `SELECT ${boundColumns} FROM buyers WHERE show_id = ? AND buyer IN (?) ORDER BY buyer FOR UPDATE`,
    show,
    orNone(need.buyers),
  );
  script.add(`SELECT ${clockSql} AS now_ms`);
  script.add(
    `${seatSql} AND seat IN (?)${unionTaken(need)}`,
    show,
    orNone(need.seats),
    ...takenValues(sale, need),
  );
  script.add(`SELECT ${holdColumns} FROM holds WHERE id IN (?)`, orNone(need.holds));
  if (need.orders.length + need.ordersOf.length > 0)
    script.add(
      `SELECT ${orderColumns} FROM orders
       WHERE id IN (?) OR id IN (SELECT order_id FROM holds WHERE id IN (?))`,
      orNone(need.orders),
      orNone(need.ordersOf),
    );
  return script;
}

const seatSql = 'SELECT seat, state, hold_id, until_ms FROM seats WHERE show_id = ?';

/** Adds to the seats the ones that are not available of each section that is needed whole. */
function unionTaken({ whole }: Need): string {
  return whole.map(() => `\n UNION ALL ${seatSql} AND seat >= ? AND seat < ? AND state <> 0`).join('');
}

function takenValues({ show, plan }: Sale, { whole }: Need): (string | number)[] {
  return whole.flatMap((section) => {
    const { first, count } = plan.sections[section] ?? { first: 0, count: 0 };
    return [show.id, first, first + count];
  });
}

export interface LockedLoad {
  /** With tallies that are bounds: nobody's holds have been counted yet. */
  readonly loaded: Loaded;
  readonly heads: ReadonlyMap<SectionIndex, number>;
  readonly bounds: ReadonlyMap<BuyerId, TallyBound>;
}

/** Reads the answer to {@link loadScript}. Throws when a lock that was asked for was not there to take. */
export function readLoad(
  sets: RowSets,
  sections: readonly SectionIndex[],
  { buyers, whole }: Need,
): LockedLoad {
  const [heads = [], lockedBuyers = [], clock = [], seats = [], holds = [], orders = []] = sets;
  if (heads.length !== sections.length) throw new StoreUnavailable('a section of the show is missing');
  if (lockedBuyers.length !== buyers.length) throw new StoreUnavailable('a buyer has no row to lock');
  const bounds = byKey<BuyerId, TallyBound>(lockedBuyers, 'buyer', boundOfRow);
  return {
    bounds,
    heads: byKey(heads, 'section', (row) => row.version as number),
    loaded: {
      nowMs: Number(clock[0]?.now_ms),
      seats: byKey(seats, 'seat', (row) =>
        seatRecordOf(row.state as number, row.hold_id as string | null, row.until_ms as number),
      ),
      whole: new Set(whole),
      holds: byKey<string, Hold>(holds, 'id', holdOf),
      orders: byKey<string, Order>(orders, 'id', orderOf),
      tallies: new Map([...bounds].map(([buyer, bound]) => [buyer, tallyOfBound(bound)])),
    },
  };
}

export function byKey<K extends string | number, V>(
  rows: readonly RowDataPacket[],
  key: string,
  value: (row: RowDataPacket) => V,
): Map<K, V> {
  return new Map(rows.map((row) => [row[key] as K, value(row)]));
}
