import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreUnavailable } from '@onsale/domain';
import { describeStoreContract } from '@onsale/domain/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqliteStore } from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-sqlite-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describeStoreContract('SQLite, one file', async () => {
  const path = join(folder, 'contract.sqlite');
  const store = openSqliteStore({ path });
  return { store, openSecond: async () => openSqliteStore({ path }), close: () => store.close() };
});

describeStoreContract('SQLite, in memory', async () => {
  const store = openSqliteStore({ path: ':memory:' });
  return { store, close: () => store.close() };
});

describe('opening', () => {
  it('says in one line that a file is no database', async () => {
    const path = join(folder, 'text.sqlite');
    await writeFile(path, 'this is not a database, but it is long enough to be looked at\n'.repeat(50));
    expect(() => openSqliteStore({ path })).toThrow(StoreUnavailable);
    expect(() => openSqliteStore({ path })).toThrow(
      /cannot use the database .*text\.sqlite: file is not a database/,
    );
  });

  it('says in one line that a folder is not there', () => {
    expect(() => openSqliteStore({ path: join(folder, 'nowhere', 'sale.sqlite') })).toThrow(
      /cannot use the database .*sale\.sqlite: /,
    );
  });

  it('finds what another opening wrote', async () => {
    const path = join(folder, 'again.sqlite');
    const first = openSqliteStore({ path });
    expect(await first.claimTicket('ticket', (await first.nowMs()) + 60_000)).toBe(true);
    await first.close();
    const second = openSqliteStore({ path });
    expect(await second.claimTicket('ticket', (await second.nowMs()) + 60_000)).toBe(false);
    await second.close();
  });
});
