import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureDatabase, startMysql, startRedis } from '../servers/index.ts';
import type { Log, Server } from '../servers/server.ts';
import { createSessionKeys } from './session-keys.ts';

/** The database of the sale on a server whose address names none. */
const databaseName = 'onsale';

export interface Servers {
  readonly mysqlUrl: string;
  readonly redisUrl: string;
  readonly sessionKeys: string;
  stop(): Promise<void>;
}

/** Finds or starts MySQL and Redis for the services; a data folder keeps the sale and its buyers' sessions. */
export async function startServers(dataFolder: string | undefined, log: Log): Promise<Servers> {
  const kept = dataFolder === undefined ? undefined : await openDataFolder(dataFolder);
  const started: Server[] = [];
  const stop = async () => {
    for (const server of started.toReversed()) await server.stop();
  };
  try {
    const mysql = await startMysql(kept === undefined ? { log } : { log, dataFolder: kept.mysqlFolder });
    started.push(mysql);
    log(`MySQL from ${mysql.source}`);
    const redis = await startRedis({ log });
    started.push(redis);
    log(`Redis from ${redis.source}`);
    const mysqlUrl = await ensureDatabase(mysql.url, databaseName);
    const sessionKeys = process.env.SESSION_KEYS ?? kept?.sessionKeys ?? createSessionKeys();
    return { mysqlUrl, redisUrl: redis.url, sessionKeys, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface DataFolder {
  readonly mysqlFolder: string;
  readonly sessionKeys: string;
}

async function openDataFolder(folder: string): Promise<DataFolder> {
  const keysFile = join(folder, 'session-keys');
  try {
    await makeFolder(folder);
    await writeFile(keysFile, createSessionKeys(), { flag: 'wx', mode: 0o600 }).catch(unlessPresent);
    return { mysqlFolder: join(folder, 'mysql'), sessionKeys: (await readFile(keysFile, 'utf8')).trim() };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The data folder ${folder} cannot be used: ${reason}`, { cause });
  }
}

/** Unlike a plain recursive `mkdir`, this also ends where the system refuses folders, as under `/proc`. */
async function makeFolder(folder: string): Promise<void> {
  if (!existsSync(dirname(folder))) await makeFolder(dirname(folder));
  await mkdir(folder).catch(unlessPresent);
}

function unlessPresent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
