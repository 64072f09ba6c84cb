import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { SaleStore } from '@onsale/domain';
import { loadShowFile } from '@onsale/layouts';
import { openMysqlStore } from '@onsale/store-mysql';
import { openSqliteStore } from '@onsale/store-sqlite';
import { freePort } from '../servers/free-port.ts';
import { createDatabase } from '../servers/index.ts';
import { OwnProcess } from '../servers/own-process.ts';
import { createSessionKeys } from '../services/session-keys.ts';
import { startServices } from '../services/start-services.ts';
import { writeShowFiles } from './shows.ts';

const standaloneMain = resolve(import.meta.dirname, '../../services/standalone/src/main.ts');

/** Tests ask for more, from one address, than buyers may; tests of the limits set them again. */
const noLimits = {
  HOLDS_PER_MINUTE_MAX: '0',
  DROPS_MAX: '0',
  BUYER_COMMANDS_PER_SECOND: '0',
  ADDRESS_COMMANDS_PER_SECOND: '0',
  ADDRESS_SOCKETS_MAX: '0',
} as const;

/** Where a sale runs: real processes, and the database behind them as the test sees it. */
export interface Place {
  /** Base addresses of the processes that answer the HTTP API. */
  readonly apiUrls: readonly [string, ...string[]];
  /** Base addresses of the processes that take sockets. */
  readonly realtimeUrls: readonly [string, ...string[]];
  /** The same database, past the services. */
  readonly store: SaleStore;
  /** The keys that sign sessions and tickets. */
  readonly sessionKeys: string;
  /** By the process's name; undefined while one does not run. */
  pidOf(name: string): number | undefined;
  /** Ends everything and leaves nothing behind. */
  stop(): Promise<void>;
}

/** The standalone process on a SQLite file, with the shows of these tests. `onLine` hears what it prints. */
export async function openStandalone(onLine: (line: string) => void = () => {}): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-sale-'));
  const store = openSqliteStore({ path: join(folder, 'onsale.sqlite') });
  for (const file of await writeShowFiles(folder)) {
    const loaded = await loadShowFile(file);
    if (!loaded.ok) throw new Error(loaded.faults.join('; '));
    await store.importShow(loaded.import);
  }
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = new OwnProcess({
    name: 'standalone',
    command: process.execPath,
    args: [standaloneMain, '--port', String(port), '--host', '127.0.0.1', '--data', folder],
    env: { ...process.env, ...noLimits },
    probe: () => answers(`${url}/readyz`),
    onLine,
  });
  await server.start();
  return {
    apiUrls: [url],
    realtimeUrls: [url],
    store,
    sessionKeys: (await readFile(join(folder, 'session-keys'), 'utf8')).trim(),
    pidOf: (name) => (name === server.name ? server.pid : undefined),
    async stop() {
      await server.stop();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface ServicesPlan {
  readonly mysqlUrl: string;
  readonly redisUrl: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly log?: (line: string) => void;
}

/** Two seats-api and two realtime processes on MySQL and Redis, with the shows of these tests. */
export async function openServices(plan: ServicesPlan): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-sale-'));
  const database = await createDatabase(plan.mysqlUrl);
  const sessionKeys = createSessionKeys();
  const services = await startServices({
    mysqlUrl: database.url,
    redisUrl: plan.redisUrl,
    port: 0,
    sessionKeys,
    shows: await writeShowFiles(folder),
    env: { ...noLimits, ...plan.env },
    ...(plan.log === undefined ? {} : { log: plan.log }),
  });
  const store = await openMysqlStore({ url: database.url });
  return {
    apiUrls: some(services.seatsApiUrls),
    realtimeUrls: some(services.realtimeUrls),
    store,
    sessionKeys,
    pidOf: (name) => services.processes.find((process) => process.name === name)?.pid,
    async stop() {
      await services.stop();
      await store.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function some(urls: readonly string[]): [string, ...string[]] {
  const [first, ...others] = urls;
  if (first === undefined) throw new Error('no process runs');
  return [first, ...others];
}

async function answers(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(1_000) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
}
