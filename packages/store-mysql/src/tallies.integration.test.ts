import type { Need, Sale, SaleStore } from '@onsale/domain';
import { createIdMaker, createRandom, createTestSale, testShowImport } from '@onsale/domain/testing';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../test/servers/index.ts';
import { migrateMysql, openMysqlStore } from './index.ts';
import { createScript } from './script.ts';
import { addTallies } from './tallies.ts';

let database: TestDatabase;
let store: SaleStore;
beforeAll(async () => {
  database = await createDatabase(inject('mysqlUrl'));
  await migrateMysql(database.url);
  store = await openMysqlStore({ url: database.url });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const newId = createIdMaker(createRandom(1), Date.now);

/** Whether each of these holds was granted. */
async function hold(sale: Sale, buyers: readonly string[], seats: readonly number[]): Promise<boolean[]> {
  const commands = buyers.map((buyer, index) => {
    const own = [seats[index] ?? 0];
    return { command: { kind: 'hold', id: newId(), buyer, seats: own } as const, seats: own };
  });
  return (await store.commit({ sale, sections: [0], commands })).outcomes.map(({ ok }) => ok);
}

/** Sends statements over one connection and gives the rows of the last. */
async function send(...statements: [sql: string, values?: readonly unknown[]][]): Promise<RowDataPacket[]> {
  const connection = await createConnection({ uri: database.url });
  let rows: RowDataPacket[] = [];
  for (const [sql, values = []] of statements)
    [rows] = await connection.query<RowDataPacket[]>(sql, [...values]);
  await connection.end();
  return rows;
}

describe('the count of a buyer’s holds', () => {
  it('[H6] forgets a hold that was made a minute ago', async () => {
    const options = { id: 'a-minute-ago', sections: [8], cap: 8, limits: { holdsPerMinuteMax: 2 } };
    await store.importShow(testShowImport(options));
    const sale = createTestSale(options);
    expect(await hold(sale, ['ann', 'ann', 'ann'], [0, 1, 2])).toEqual([true, true, false]);
    expect(await hold(sale, ['ann'], [2])).toEqual([false]);
    await send(['UPDATE holds SET created_at_ms = created_at_ms - 60000 WHERE show_id = ?', [sale.show.id]]);
    expect(await hold(sale, ['ann', 'ann', 'ann'], [2, 3, 4])).toEqual([true, true, false]);
  });

  it('[H7] reads nothing but the ranges of the index that count, for a batch of 500 buyers too', async () => {
    const sale = createTestSale({ id: 'many-buyers', limits: { dropsMax: 1, dropWindowMs: 60_000 } });
    const buyerOf = (index: number) => `buyer-${index}`;
    const rows = Array.from({ length: 20_000 }, (_, index) => {
      const values = ['[0]', '[]', 0, 0, index, index, index, 'released', false];
      return [newId(), sale.show.id, buyerOf(index % 2_000), ...values];
    });
    const insert = `INSERT INTO holds (id, show_id, buyer, requested, seats, seat_count, amount, created_at_ms, until_ms,
      ended_at_ms, state, extended) VALUES ?`;
    const buyers = Array.from({ length: 500 }, (_, index) => buyerOf(index));
    const need: Need = { buyers, holds: buyers.map(newId), seats: [], whole: [], orders: [], ordersOf: [] };
    const script = createScript();
    addTallies(script, sale, need);
    const plan = await send(
      [insert, [rows]],
      ['ANALYZE TABLE holds'],
      ['SET @onsale_now = 10000000'],
      [`EXPLAIN FORMAT=TRADITIONAL ${script.sql}`, script.values],
    );
    // 2 × (64 + 2) bytes of show and buyer, 9 of the end: the ranges go through all three.
    const range = { table: 'holds', type: 'range', key: 'holds_by_buyer', key_len: '141' };
    expect(plan).toHaveLength(1);
    expect(plan[0]).toMatchObject({ ...range, Extra: expect.stringContaining('Using index') });
  });
});
