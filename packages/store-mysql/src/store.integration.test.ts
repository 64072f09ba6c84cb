import { StoreUnavailable } from '@onsale/domain';
import { describeStoreContract } from '@onsale/domain/testing';
import { describe, expect, inject, it } from 'vitest';
import { createDatabase } from '../../../test/servers/index.ts';
import { migrateMysql, openMysqlStore } from './index.ts';

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
