import { once } from 'node:events';
import { join } from 'node:path';
import { assertPortIsFree } from '../test/services/listen.ts';
import { startServers } from '../test/services/start-servers.ts';
import { startServices } from '../test/services/start-services.ts';
import { endInOrder, stopSignal } from './lib/ending.ts';
import { readSettings, type Settings } from './lib/services-settings.ts';

const help = `pnpm start:services [--port 8080] [--host 127.0.0.1] [--data DIR]

Starts the sale as it runs in a cluster: MySQL or MariaDB, Redis, two seats-api, two realtime, the web service and
the payment sandbox, each a process of its own, behind one front address. Ctrl-C ends them all.

  --port   the port of the front address (8080)
  --host   where it listens (127.0.0.1); 0.0.0.0 lets others on the network in
  --data   a folder that keeps what was sold; without it everything is gone at the end
  --help   this text

Settings: MYSQL_URL and REDIS_URL name servers that run already; LOG_LEVEL and SESSION_KEYS go to every service.
`;

type Ending = () => Promise<void>;

const print = (line: string) => process.stdout.write(`${line}\n`);

/** Starts one part after the other; `endings` learns how to end each, `stop` keeps the next from starting. */
async function startAll(settings: Settings, endings: Ending[], stop: AbortSignal): Promise<void> {
  await assertPortIsFree(settings.port, settings.host);
  const servers = await startServers(settings.dataFolder, print);
  endings.push(servers.stop);
  if (stop.aborted) return;
  const { port, host } = settings;
  const { mysqlUrl, redisUrl, sessionKeys } = servers;
  const charges =
    settings.dataFolder === undefined ? {} : { chargesFile: join(settings.dataFolder, 'charges.jsonl') };
  const services = await startServices({
    port,
    host,
    mysqlUrl,
    redisUrl,
    sessionKeys,
    log: print,
    ...charges,
  });
  endings.push(services.stop);
  if (stop.aborted) return;
  for (const { name, pid } of services.processes) print(`${name} runs as process ${pid}`);
  for (const url of services.realtimeUrls) print(`browsers open their sockets to ${url}`);
  print(`\nOnsale is open on ${services.url} (Ctrl-C ends it)`);
}

async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), process.env);
  if (settings.kind === 'help') {
    process.stdout.write(help);
    return;
  }
  const stop = stopSignal(print);
  const endings: Ending[] = [];
  try {
    await startAll(settings, endings, stop);
    if (!stop.aborted) await once(stop, 'abort');
  } finally {
    await endInOrder(endings.reverse());
  }
}

try {
  await main();
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
