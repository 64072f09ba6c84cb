import { needOf, StoreUnavailable } from '@onsale/domain';
import { createTestSale, describeStoreContract, testShowImport } from '@onsale/domain/testing';
import { describe, expect, inject, it } from 'vitest';
import { createDatabase } from '../../../test/servers/index.ts';
import { migrateMysql, openMysqlStore } from './index.ts';
import { loadScript } from './load.ts';
import { openPool, send } from './pool.ts';

describeStoreContract('MySQL', async () => {
  const database = await createDatabase(inject('mysqlUrl'));
  await migrateMysql(database.url);
  const store = await openMysqlStore({ url: database.url });
  return {
    store,
    openSecond: () => openMysqlStore({ url: database.url }),
    close: async () => {
      await store.close();
      await database.drop();
    },
  };
});

describe('migrations', () => {
  it('run once when several processes start together', async () => {
    const database = await createDatabase(inject('mysqlUrl'));
    await Promise.all([1, 2, 3].map(() => migrateMysql(database.url)));
    const store = await openMysqlStore({ url: database.url });
    expect(await store.shows()).toEqual([]);
    await store.close();
    await database.drop();
  });
});

describe('a server that is not there', () => {
  it('[A1] is told as unavailable, by every kind of call', async () => {
    const store = await openMysqlStore({ url: 'mysql://root@127.0.0.1:1/nowhere' });
    await expect(store.nowMs()).rejects.toThrow(StoreUnavailable);
    await expect(store.shows()).rejects.toThrow(StoreUnavailable);
    await expect(store.snapshot({ show: 'demo', section: 0 })).rejects.toThrow(StoreUnavailable);
    await expect(store.claimTicket('ticket', 1)).rejects.toThrow(StoreUnavailable);
    await store.close();
  });
});

describe('a process that stands still with a batch under way', () => {
  it('[A1] [S1] keeps its sections from the others for seconds only, and commits nothing after', async () => {
    const database = await createDatabase(inject('mysqlUrl'));
    await migrateMysql(database.url);
    const store = await openMysqlStore({ url: database.url });
    const sale = createTestSale();
    await store.importShow(testShowImport());
    const other = openPool({ url: database.url });
    const standing = await other.pool.getConnection();
    await send(other, standing, loadScript(sale, [0], needOf([])));
    const command = {
      kind: 'hold',
      id: '01980000-0000-7000-8000-00000000000a',
      buyer: 'ann',
      seats: [0],
    } as const;
    const batch = { sale, sections: [0], commands: [{ command, seats: [0] }] };
    const { outcomes } = await store.commit(batch);
    expect(outcomes).toMatchObject([{ ok: true }]);
    await expect(standing.query('COMMIT')).rejects.toThrow();
    standing.destroy();
    await other.pool.end();
    await store.close();
    await database.drop();
  });
});
