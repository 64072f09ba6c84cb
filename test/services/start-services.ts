import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { demoShowFiles } from '@onsale/layouts';
import { buildPage } from '../../scripts/lib/build-page.ts';
import { freePort } from '../servers/free-port.ts';
import { runCommand } from '../servers/run-command.ts';
import type { Log } from '../servers/server.ts';
import { createFront } from './front.ts';
import { listen } from './listen.ts';
import { publicNames } from './public-names.ts';
import { ServiceProcess } from './service-process.ts';
import { createSessionKeys } from './session-keys.ts';

const rootFolder = resolve(import.meta.dirname, '../..');
const seatsApiMain = 'services/seats-api/src/main.ts';
const toolMsMax = 5 * 60_000;

export interface ServicesOptions {
  /** A database that may be empty: it is migrated first. */
  readonly mysqlUrl: string;
  readonly redisUrl: string;
  /** The port of the front address; 0 takes a free one. */
  readonly port: number;
  /** Where everything listens; the loopback address when not given. */
  readonly host?: string;
  /** The keys that sign sessions, the newest first; a fresh one when not given. */
  readonly sessionKeys?: string;
  /** The show files to import; the demo shows when not given. */
  readonly shows?: readonly string[];
  /** Where the payment sandbox keeps its charges; they end with it when not given. */
  readonly chargesFile?: string;
  /** More settings for every process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Receives a line of progress or of a process's output at a time. */
  readonly log?: Log;
}

export interface RunningServices {
  /** The front address. */
  readonly url: string;
  readonly realtimeUrls: readonly string[];
  readonly seatsApiUrls: readonly string[];
  /** As they run at the moment: a process that was started again has another id. */
  readonly processes: readonly { readonly name: string; readonly pid: number | undefined }[];
  /** Ends everything in order: the front, then the services. */
  stop(): Promise<void>;
}

/** Starts two seats-api, two realtime, the web service and the payment sandbox as real processes behind one front address. */
export async function startServices(options: ServicesOptions): Promise<RunningServices> {
  const log = options.log ?? (() => {});
  const places = await choosePlaces(options.host ?? '127.0.0.1');
  const front = await listen(createFront(places).fetch, options.port, places.host);
  const origins = places.names.map((name) => `http://${name}:${front.port}`);
  const env = sharedEnv(options, places, origins);
  const processes = planProcesses(places, env, log);
  const stop = async () => {
    await front.close();
    await Promise.all(processes.map((process) => process.stop()));
  };
  try {
    await prepareDatabase(env, options.shows ?? demoShowFiles, log);
    await buildPage(log);
    log(`starting ${processes.map(({ name }) => name).join(', ')} …`);
    await Promise.all(processes.map((process) => process.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: `http://${places.names[0]}:${front.port}`,
    realtimeUrls: places.realtime,
    seatsApiUrls: places.seatsApi,
    get processes() {
      return processes.map(({ name, pid }) => ({ name, pid }));
    },
    stop,
  };
}

/** Where everything listens and by which addresses it is reached. */
interface Places {
  readonly host: string;
  /** The names of this machine in a browser's address bar. */
  readonly names: readonly [string, ...string[]];
  /** Only the front reaches these. */
  readonly seatsApi: readonly string[];
  readonly web: string;
  /** The services reach it, and the front for its page. */
  readonly sandbox: string;
  /** Browsers reach these by themselves. */
  readonly realtime: readonly string[];
}

async function choosePlaces(host: string): Promise<Places> {
  const names = publicNames(host);
  const inside = async () => `http://127.0.0.1:${await freePort()}`;
  const outside = async () => `http://${names[0]}:${await freePort()}`;
  return {
    host,
    names,
    seatsApi: [await inside(), await inside()],
    web: await inside(),
    sandbox: await inside(),
    realtime: [await outside(), await outside()],
  };
}

function sharedEnv(options: ServicesOptions, places: Places, origins: readonly string[]): NodeJS.ProcessEnv {
  return {
    ...process.env,
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
    ...paymentEnv(places.sandbox, origins[0], options.chargesFile),
    ...options.env,
    MYSQL_URL: options.mysqlUrl,
    REDIS_URL: options.redisUrl,
    SESSION_KEYS: options.sessionKeys ?? createSessionKeys(),
    REALTIME_ENDPOINTS: places.realtime.join(','),
    ALLOWED_ORIGINS: origins.join(','),
    CONNECT_SOURCES: places.realtime.map(connectSource).join(','),
  };
}

/** Both ends of the line between the services and the payment sandbox. */
function paymentEnv(
  url: string,
  front: string | undefined,
  chargesFile: string | undefined,
): NodeJS.ProcessEnv {
  const apiKey = randomBytes(16).toString('hex');
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  return {
    PAYMENT_URL: url,
    PAYMENT_API_KEY: apiKey,
    PAYMENT_WEBHOOK_SECRET: secret,
    PAYMENT_PAGE_URL: '/',
    PAYMENT_RETURN_URL: '/orders/{order}',
    API_KEY: apiKey,
    WEBHOOK_SECRET: secret,
    WEBHOOK_URL: `${front}/api/payments/webhook`,
    DATA_FILE: chargesFile ?? '',
  };
}

/** What the page's policy calls a socket there; it has no words for a single IPv6 address. */
function connectSource(url: string): string {
  return url.includes('[') ? 'ws:' : url.replace(/^http/, 'ws');
}

function planProcesses(places: Places, env: NodeJS.ProcessEnv, log: Log): ServiceProcess[] {
  const plan = (
    service: string,
    main: string,
    urls: readonly string[],
    host: string,
    more: NodeJS.ProcessEnv = {},
  ) =>
    urls.map((url, index) => {
      const name = urls.length === 1 ? service : `${service}-${index + 1}`;
      const own = { ...more, ...env, HOST: host, PORT: new URL(url).port };
      return new ServiceProcess({ name, main: join(rootFolder, main), env: own, url, log });
    });
  return [
    // The front is a proxy: it says who asked it. Browsers open their sockets to the realtime processes themselves.
    ...plan('seats-api', seatsApiMain, places.seatsApi, '127.0.0.1', { TRUSTED_PROXY_HOPS: '1' }),
    ...plan('realtime', 'services/realtime/src/main.ts', places.realtime, places.host),
    ...plan('web', 'services/web/server/main.ts', [places.web], '127.0.0.1'),
    ...plan('payment-sandbox', 'services/payment-sandbox/src/main.ts', [places.sandbox], '127.0.0.1'),
  ];
}

async function prepareDatabase(env: NodeJS.ProcessEnv, shows: readonly string[], log: Log): Promise<void> {
  log('bringing the database up to date …');
  await runTool([seatsApiMain, 'migrate'], env);
  if (shows.length === 0) return;
  log(`importing ${shows.length} shows …`);
  await runTool(['scripts/import-show.ts', '--store', 'mysql', '--skip-existing', ...shows], env);
}

async function runTool(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  await runCommand(process.execPath, args, { env, cwd: rootFolder, timeoutMs: toolMsMax });
}
