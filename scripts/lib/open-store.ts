import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SaleStore } from '@onsale/domain';
import { migrateMysql, openMysqlStore } from '@onsale/store-mysql';
import { openSqliteStore } from '@onsale/store-sqlite';
import type { StoreSettings } from './import-settings.ts';

/** Opens a store, made and brought up to date when need be; fails with one clear line. */
export function openStore(settings: StoreSettings): Promise<SaleStore> {
  return settings.kind === 'sqlite' ? openSqlite(settings.folder) : openMysql(settings.url);
}

async function openSqlite(folder: string): Promise<SaleStore> {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new Error(
      `The folder ${folder} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  });
  return openSqliteStore({ path: join(folder, 'onsale.sqlite') });
}

async function openMysql(url: string): Promise<SaleStore> {
  await migrateMysql(url);
  return openMysqlStore({ url });
}
