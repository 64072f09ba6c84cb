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
    throw new Error(`The folder ${folder} cannot be used: ${reasonOf(cause)}`, { cause });
  });
  return openSqliteStore({ path: join(folder, 'onsale.sqlite') });
}

async function openMysql(url: string): Promise<SaleStore> {
  await migrateMysql(url).catch((cause: unknown) => {
    // The address without the password.
    const { host, pathname } = new URL(url);
    throw new Error(`MySQL at ${host}${pathname} cannot be used: ${reasonOf(cause)}`, { cause });
  });
  return openMysqlStore({ url });
}

/** The driver's error may hide behind drizzle's, and has no message when several addresses were tried. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return reasonOf(error.cause);
  if (error.message !== '') return error.message;
  return 'code' in error ? String(error.code) : error.name;
}
