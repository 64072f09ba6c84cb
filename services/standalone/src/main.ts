import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { StoreUnavailable } from '@onsale/domain';
import { parseOrigins } from '@onsale/identity';
import { holdLimitSettings, holdLimitsOf, limitSettings, trafficLimitsOf } from '@onsale/limits';
import {
  ConfigError,
  commonSettings,
  createLifecycle,
  createLogger,
  parsedSetting,
  readConfig,
} from '@onsale/runtime';
import { openSqliteStore } from '@onsale/store-sqlite';
import { z } from 'zod';
import { type Arguments, helpText, readArguments, UsageError } from './arguments.ts';
import { compose } from './compose.ts';
import { DataFolderError, openDataFolder } from './data-folder.ts';
import { loadDemoShows } from './demo-shows.ts';

const pageDir = fileURLToPath(new URL('../../web/dist', import.meta.url));
/** One process has nowhere to send its clients to; they come back when it does. */
const moveMs = 0;
const stopMsMax = 10_000;
/** Whoever starts this by hand reads its own lines; the logger only speaks up when something is wrong. */
const logLevel = commonSettings.LOG_LEVEL.unwrap().default('warn');

const ownSettings = {
  ...limitSettings,
  ...holdLimitSettings,
  LOG_LEVEL: logLevel,
  /** Origins of pages that may act, besides the sale's own. */
  ALLOWED_ORIGINS: parsedSetting(parseOrigins).default(parseOrigins('')),
  /** Whether buyers come by https, through a proxy in front. */
  SECURE_COOKIES: z.stringbool().default(false),
};

async function main(): Promise<void> {
  const given = readArguments(process.argv.slice(2));
  if (given.wantsHelp) {
    process.stdout.write(helpText);
    return;
  }
  const settings = readConfig(ownSettings, process.env);
  const { databasePath, sessionKeys, chargesPath } = openDataFolder(given.data);
  const store = openSqliteStore({ path: databasePath });
  const added = await loadDemoShows(store);
  if (added.length > 0) say(`Loaded the demo shows: ${added.join(', ')}.`);
  const logger = createLogger('standalone', settings.LOG_LEVEL);
  const lifecycle = createLifecycle({ logger, stopMsMax });
  const server = await compose({
    store,
    sessionKeys,
    chargesPath,
    pageDir,
    logger,
    lifecycle,
    moveMs,
    limits: holdLimitsOf(settings),
    trafficLimits: trafficLimitsOf(settings),
    origins: settings.ALLOWED_ORIGINS,
    isSecure: settings.SECURE_COOKIES,
    trustedProxyHops: settings.TRUSTED_PROXY_HOPS,
  });
  lifecycle.listen();
  await listen(server, given);
  say(`Onsale is open at ${addressOf(server, given.host)} — press Ctrl-C to stop.`);
}

function listen(server: Server, { port, host }: Arguments): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

function addressOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : '';
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** One line for people; anything unforeseen keeps its stack for whoever mends it. */
function explain(error: unknown): string {
  if (error instanceof UsageError) return `${error.message} (--help lists the options)`;
  if (error instanceof DataFolderError || error instanceof StoreUnavailable || error instanceof ConfigError)
    return error.message;
  if (error instanceof Error && 'code' in error) {
    if (error.code === 'EADDRINUSE') return 'the port is taken; choose another with --port';
    if (error.code === 'EACCES') return 'this port needs more rights; choose another with --port';
    if (error.code === 'ENOTFOUND' || error.code === 'EADDRNOTAVAIL')
      return 'this machine has no such address; choose another with --host';
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch((error: unknown) => {
  process.stderr.write(`onsale: ${explain(error)}\n`);
  process.exit(1);
});
