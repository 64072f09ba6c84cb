import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createTestSale } from '@onsale/domain/testing';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqliteStore } from './index.ts';

const everyMigration = resolve(import.meta.dirname, '../migrations');
const nowMs = Date.now();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-migrations-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A database as it was after the first migrations, `count` of them. */
async function openEarlier(path: string, count: number): Promise<Database.Database> {
  const migrationsFolder = join(folder, `first-${count}`);
  await cp(everyMigration, migrationsFolder, { recursive: true });
  const text = await readFile(join(everyMigration, 'meta/_journal.json'), 'utf8');
  const journal = JSON.parse(text) as { entries: readonly unknown[] };
  const entries = journal.entries.slice(0, count);
  await writeFile(join(migrationsFolder, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }));
  const database = new Database(path);
  migrate(drizzle(database), { migrationsFolder });
  return database;
}

describe('migrations', () => {
  it('[H4] keep the holds from before hold times were written down, and go on counting them', async () => {
    const path = join(folder, 'hold-times.sqlite');
    const database = await openEarlier(path, 1);
    database.exec(`
      INSERT INTO layouts VALUES ('hash', '{}');
      INSERT INTO shows (id, layout_hash, title, venue, currency, prices, starts_at_ms, on_sale_at_ms, hold_ms,
        payment_ms, cap) VALUES ('test-show', 'hash', '{}', '{}', 'KRW', '[]', 0, 0, 1000, 1000, 4);
      INSERT INTO sections VALUES ('test-show', 0, 0, 8, 5, 0);
    `);
    const seat = database.prepare('INSERT INTO seats VALUES (?, ?, 0, NULL, 0)');
    for (let index = 0; index < 8; index++) seat.run('test-show', index);
    const hold = database.prepare(
      `INSERT INTO holds (id, show_id, buyer, requested, seats, seat_count, amount, until_ms, state, extended)
       VALUES (?, 'test-show', 'ann', '[0]', '[0]', 1, 5, ?, ?, 0)`,
    );
    for (const state of ['released', 'expired', 'refunded', 'paid']) hold.run(state, nowMs, state);
    hold.run('active', nowMs + 60_000, 'active');
    database.close();

    const store = openSqliteStore({ path });
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
  });
});
