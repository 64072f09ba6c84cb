import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createTestSale, testShowImport } from '@onsale/domain/testing';
import { drizzle } from 'drizzle-orm/mysql2';
import { migrate } from 'drizzle-orm/mysql2/migrator';
import { createConnection } from 'mysql2/promise';
import { describe, expect, inject, it } from 'vitest';
import { createDatabase } from '../../../test/servers/index.ts';
import { migrateMysql, openMysqlStore } from './index.ts';

const everyMigration = resolve(import.meta.dirname, '../migrations');
const nowMs = Date.now();

/** Only the first migrations, `count` of them, in a folder of their own. */
async function firstMigrations(count: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-migrations-'));
  await cp(everyMigration, folder, { recursive: true });
  const text = await readFile(join(everyMigration, 'meta/_journal.json'), 'utf8');
  const journal = JSON.parse(text) as { entries: readonly unknown[] };
  const entries = journal.entries.slice(0, count);
  await writeFile(join(folder, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }));
  return folder;
}

/** A show with holds in every state, as they were before hold times were written down. */
async function fillEarlier(url: string): Promise<void> {
  const migrationsFolder = await firstMigrations(1);
  const connection = await createConnection({ uri: url, multipleStatements: true });
  await migrate(drizzle(connection), { migrationsFolder });
  await rm(migrationsFolder, { recursive: true });
  await connection.query(`
    INSERT INTO layouts VALUES ('hash', '{}');
    INSERT INTO shows (id, layout_hash, title, venue, currency, prices, starts_at_ms, on_sale_at_ms, hold_ms,
      payment_ms, cap) VALUES ('test-show', 'hash', '{}', '{}', 'KRW', '[]', 0, 0, 1000, 1000, 4);
    INSERT INTO sections VALUES ('test-show', 0, 0, 8, 5, 0);
    INSERT INTO buyers VALUES ('test-show', 'ann')`);
  const seats = Array.from({ length: 8 }, (_, seat) => ['test-show', seat, 0, null, 0]);
  await connection.query('INSERT INTO seats VALUES ?', [seats]);
  const ends = { released: nowMs, expired: nowMs, refunded: nowMs, paid: nowMs, active: nowMs + 60_000 };
  await connection.query(
    `INSERT INTO holds (id, show_id, buyer, requested, seats, seat_count, amount, until_ms, state, extended)
     VALUES ?`,
    [
      Object.entries(ends).map(([state, untilMs]) => {
        return [state, 'test-show', 'ann', '[0]', '[0]', 1, 5, untilMs, state, false];
      }),
    ],
  );
  await connection.end();
}

describe('migrations', () => {
  it('[H4] keep the holds from before hold times were written down, and go on counting them', async () => {
    const database = await createDatabase(inject('mysqlUrl'));
    await fillEarlier(database.url);
    await migrateMysql(database.url);

    const store = await openMysqlStore({ url: database.url });
    const timesOf = async (id: string) => {
      const found = await store.hold(id);
      return [found?.createdAtMs, found?.endedAtMs];
    };
    expect(await timesOf('released')).toEqual([nowMs - 1_000, nowMs - 1_000]);
    expect(await timesOf('expired')).toEqual([nowMs - 1_000, nowMs]);
    expect(await timesOf('refunded')).toEqual([nowMs - 1_000, nowMs - 1_000]);
    expect(await timesOf('paid')).toEqual([nowMs - 1_000, null]);
    expect(await timesOf('active')).toEqual([nowMs + 59_000, null]);
    expect((await store.holdsOf('test-show', 'ann')).map(({ id }) => id)).toEqual(['paid', 'active']);

    const id = '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d';
    const command = { kind: 'hold', id, buyer: 'ann', seats: [1, 2] } as const;
    const sale = createTestSale({ sections: [8], cap: 3 });
    const batch = { sale, sections: [0], commands: [{ command, seats: [1, 2] }] };
    const refusal = { ok: false, error: { code: 'CAP_EXCEEDED', details: { cap: 3, claimed: 2 } } };
    expect((await store.commit(batch)).outcomes).toEqual([refusal]);
    await store.close();
    await database.drop();
  });

  it('[H8] [H5] keep what only newer processes know, when a process of the version before writes the rows', async () => {
    const database = await createDatabase(inject('mysqlUrl'));
    await migrateMysql(database.url);
    const store = await openMysqlStore({ url: database.url });
    const options = { sections: [4], extensionMs: 60_000, returnsUntilMs: nowMs + 86_400_000 };
    const sale = createTestSale(options);
    await store.importShow(testShowImport(options));
    const ids = { hold: '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d', buyer: 'ann' };
    const contact = { name: 'Ann', email: 'ann@example.com' };
    const order = '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1e';
    for (const command of [
      { kind: 'hold', id: ids.hold, buyer: 'ann', seats: [0] },
      { kind: 'extend', ...ids },
      { kind: 'startPayment', ...ids, order, contact },
    ] as const)
      await store.commit({ sale, sections: [0], commands: [{ command, seats: [0] }] });

    // As the version before these columns writes holds and orders that it has loaded.
    const connection = await createConnection({ uri: database.url });
    await connection.query(
      `INSERT INTO holds (id, show_id, buyer, requested, seats, seat_count, amount, created_at_ms, until_ms,
         ended_at_ms, state, extended, order_id, choice)
       VALUES (?, 'test-show', 'ann', '[0]', '[]', 0, 0, 1, 1, 1, 'expired', 1, ?, NULL)
       ON DUPLICATE KEY UPDATE seats = VALUES(seats), seat_count = VALUES(seat_count), amount = VALUES(amount),
         until_ms = VALUES(until_ms), ended_at_ms = VALUES(ended_at_ms), state = VALUES(state),
         extended = VALUES(extended), order_id = VALUES(order_id)`,
      [ids.hold, order],
    );
    await connection.query("UPDATE orders SET state = 'declined' WHERE id = ?", [order]);
    await connection.end();
    expect(await store.hold(ids.hold)).toMatchObject({ state: 'expired', extendedByBuyer: true });
    expect(await store.order(order)).toMatchObject({ state: 'declined', contact });
    await store.close();
    await database.drop();
  });
});
