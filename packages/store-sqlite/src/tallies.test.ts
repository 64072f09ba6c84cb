import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIdMaker, createRandom, createTestSale, testShowImport } from '@onsale/domain/testing';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqliteStore } from './index.ts';
import { talliesSql } from './tallies.ts';

let path: string;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-tallies-'));
  path = join(folder, 'tallies.sqlite');
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('the count of a buyer’s holds', () => {
  it('[H6] forgets a hold that was made a minute ago', async () => {
    const store = openSqliteStore({ path });
    const options = { sections: [8], cap: 8, limits: { holdsPerMinuteMax: 2 } };
    await store.importShow(testShowImport(options));
    const sale = createTestSale(options);
    const newId = createIdMaker(createRandom(1), Date.now);
    const granted = async (seat: number): Promise<boolean> => {
      const command = { kind: 'hold', id: newId(), buyer: 'ann', seats: [seat] } as const;
      const batch = { sale, sections: [0], commands: [{ command, seats: [seat] }] };
      return (await store.commit(batch)).outcomes.every(({ ok }) => ok);
    };
    const aMinuteGoesBy = () => {
      const database = new Database(path);
      database.exec('UPDATE holds SET created_at_ms = created_at_ms - 60000');
      database.close();
    };

    expect([await granted(0), await granted(1), await granted(2)]).toEqual([true, true, false]);
    aMinuteGoesBy();
    expect([await granted(2), await granted(3), await granted(4)]).toEqual([true, true, false]);
    await store.close();
  });

  it('[H7] reads nothing but the ranges of the index that count', async () => {
    await openSqliteStore({ path }).close();
    const database = new Database(path);
    const nothing = { show: '', buyers: '[]', needed: '[]', nowMs: 0, madeAfterMs: 0, droppedAfterMs: 0 };
    const plan = database
      .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${talliesSql}`)
      .all(nothing);
    database.close();
    const index = 'SEARCH holds USING COVERING INDEX holds_by_buyer (show_id=? AND buyer=? AND ended_at_ms';
    expect(plan.map(({ detail }) => detail).filter((detail) => detail.includes('holds'))).toEqual([
      `${index}=?)`,
      `${index}>?)`,
    ]);
  });
});
