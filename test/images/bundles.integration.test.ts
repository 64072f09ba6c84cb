import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Ack, HoldAck, OrderAck, SeatsEvent } from '@onsale/contracts';
import { addedBytesMax, bundleService, serviceNamed, services } from '@onsale/images';
import { io } from 'socket.io-client';
import { v7 as uuidV7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { freePort } from '../servers/free-port.ts';
import { createDatabase, type TestDatabase } from '../servers/index.ts';
import { runCommand } from '../servers/run-command.ts';
import { createSessionKeys } from '../services/session-keys.ts';
import { type BundledService, nodeOptions, startBundled } from './bundled-service.ts';
import { bundleAll, type FileFacts, filesIn, type ImageFolders } from './image-folder.ts';

const rootFolder = resolve(import.meta.dirname, '../..');
const commandMsMax = 30_000;
const ackMsMax = 10_000;

let folders: ImageFolders;
let database: TestDatabase;
const filesBefore = new Map<string, ReadonlyMap<string, FileFacts>>();
const running = new Map<string, BundledService>();

/** Runs a command of seats-api as its container does: without a shell, in the folder of the program. */
function command(...args: readonly string[]): Promise<string> {
  const env = { ...nodeOptions, MYSQL_URL: database.url, LOG_LEVEL: 'info' };
  const cwd = folders.of('seats-api');
  return runCommand(process.execPath, ['main.js', ...args], { env, cwd, timeoutMs: commandMsMax });
}

const lastLineWith = (part: string, text: string) =>
  text.split('\n').findLastIndex((line) => line.includes(part));

async function start(name: string, settings: Readonly<Record<string, string>>): Promise<BundledService> {
  const service = await startBundled(folders.of(name), settings);
  running.set(name, service);
  return service;
}

const named = (name: string): BundledService => {
  const service = running.get(name);
  if (service === undefined) throw new Error(`${name} does not run`);
  return service;
};

beforeAll(async () => {
  folders = await bundleAll();
  for (const { name } of services) filesBefore.set(name, await filesIn(folders.of(name)));
  database = await createDatabase(inject('mysqlUrl'));
  await command('migrate');
  await command('import', 'shows/*.json');
  const sale = {
    MYSQL_URL: database.url,
    REDIS_URL: inject('redisUrl'),
    SESSION_KEYS: createSessionKeys(),
    ADDRESS_COMMANDS_PER_SECOND: '0',
  };
  await start('payment-sandbox', {});
  const payments = { PAYMENT_URL: named('payment-sandbox').url };
  const realtime = await start('realtime', { ...sale, ...payments });
  const api = await start('seats-api', {
    ...sale,
    ...payments,
    REALTIME_ENDPOINTS: realtime.url,
    TRUSTED_PROXY_HOPS: '1',
  });
  await start('web', { DIST_DIR: join(folders.of('web'), 'page'), API_URL: api.url });
}, 180_000);

afterAll(async () => {
  for (const service of running.values()) await service.stop();
  await database?.drop();
  await folders?.remove();
});

describe.each(services)('the bundle of $name', ({ name }) => {
  it('adds far less to Node than it may', () => {
    const files = filesBefore.get(name) ?? new Map<string, FileFacts>();
    const bytes = [...files.values()].reduce((sum, file) => sum + file.bytes, 0);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThan(addedBytesMax);
    expect([...files.keys()].filter((path) => path.includes('node_modules'))).toEqual([]);
  });

  it('tells stack traces in the places of the sources, and carries no more than those', async () => {
    const { main } = serviceNamed(name);
    const folder = folders.of(name);
    const map = JSON.parse(await readFile(join(folder, 'main.js.map'), 'utf8')) as SourceMapPayload;
    expect(map.sources).toContain(main);
    expect(map.sources.filter((source) => /^(?:\.\.|\/)|node_modules/.test(source))).toEqual([]);
    expect((map.sourcesContent ?? []).filter((content) => content !== null)).toEqual([]);

    const text = await readFile(join(folder, 'main.js'), 'utf8');
    const source = await readFile(join(rootFolder, main), 'utf8');
    const placeOf = (line: number) => new SourceMap(map).findEntry(line, 0);
    expect(placeOf(lastLineWith('function main(', text))).toMatchObject({
      originalSource: main,
      originalLine: lastLineWith('function main(', source),
    });
    // A package of each bundle: its places are nobody's, rather than those of what stands above it.
    expect(placeOf(lastLineWith('HonoRequest = class', text))).toMatchObject({ originalSource: undefined });
  });

  it('keeps the licences of what is in it, and holds nothing that only builds', async () => {
    const licences = await readFile(join(folders.of(name), 'licences.txt'), 'utf8');
    const packages = [...licences.matchAll(/^(\S+) \d+\.\d+\.\d+\S* \(/gm)].map((match) => match[1]);
    expect(packages).toEqual(expect.arrayContaining(['hono', 'pino', 'zod', '@hono/node-server']));
    for (const absent of ['node', 'vite', 'rolldown', 'better-sqlite3', 'typescript'])
      expect(packages).not.toContain(absent);
  });

  it('says that it is well, on its own port for that alone', async () => {
    const { url, adminUrl } = named(name);
    expect(await (await fetch(`${adminUrl}/healthz`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${adminUrl}/metrics`)).text()).toContain(`app="${name}"`);
    const outside = await fetch(`${url}/metrics`);
    expect(await outside.text()).not.toContain('process_cpu');
  });
});

it('a bundle is the same each time', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-again-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const bundles: ReadonlyMap<string, FileFacts>[] = [];
  for (const name of ['one', 'other']) {
    await bundleService(serviceNamed('payment-sandbox'), join(folder, name));
    bundles.push(await filesIn(join(folder, name)));
  }
  expect(bundles[0]?.size).toBeGreaterThan(3);
  expect(bundles[0]).toEqual(bundles[1]);
});

describe('the bundles together', () => {
  /** A request that changes something, as a page of this origin sends it. */
  async function act(method: string, path: string, body: object, origin: string): Promise<Response> {
    const { url } = named('web');
    const visit = await fetch(`${url}/api/shows/theatre`);
    const cookie = visit.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const headers = { cookie, origin, 'content-type': 'application/json' };
    return fetch(url + path, { method, headers, body: JSON.stringify(body) });
  }

  it('serve the page and the demo shows at one address', async () => {
    const { url } = named('web');
    expect(await (await fetch(url)).text()).toContain('<!doctype html>');
    expect(await (await fetch(`${url}/licences.md`)).text()).toContain('preact');
    const { shows } = (await (await fetch(`${url}/api/shows`)).json()) as { shows: { id: string }[] };
    expect(shows.map(({ id }) => id).sort()).toEqual(['arena', 'demo', 'theatre']);
  });

  it('let the page hold seats, and no page of another origin', async () => {
    const path = () => `/api/shows/demo/holds/${uuidV7()}`;
    const held = await act('PUT', path(), { seats: [1, 2] }, named('web').url);
    expect([held.status, await held.json()]).toEqual([201, expect.objectContaining({ seats: [1, 2] })]);
    const foreign = await act('PUT', path(), { seats: [3] }, 'https://elsewhere.example');
    expect([foreign.status, await foreign.json()]).toMatchObject([
      403,
      { error: { code: 'FORBIDDEN_ORIGIN' } },
    ]);
  });

  it('tell a socket of a hold, and take the payment', async () => {
    const { url } = named('web');
    const visit = await fetch(`${url}/api/realtime?show=demo`);
    const { endpoints, ticket } = (await visit.json()) as { endpoints: { url: string }[]; ticket: string };
    const socket = io(endpoints[0]?.url ?? '', {
      transports: ['websocket'],
      auth: { ticket },
      reconnection: false,
    });
    onTestFinished(() => void socket.close());
    const ask = (event: string, body: object) => socket.timeout(ackMsMax).emitWithAck(event, body);
    const told: unknown[] = [];
    socket.on('seats', ({ set }: SeatsEvent) => told.push(...set));
    const watched: Ack<object> = await ask('watch', { show: 'demo', sections: 'all' });
    expect(watched).toMatchObject({ ok: true });
    const id = uuidV7();
    const held: HoldAck = await ask('hold', { id, show: 'demo', seats: [10, 11] });
    expect(held).toMatchObject({ ok: true, hold: { seats: [10, 11] } });
    await vi.waitFor(() =>
      expect(told).toEqual(
        expect.arrayContaining([
          [10, 1],
          [11, 1],
        ]),
      ),
    );
    const paid: OrderAck = await ask('pay', {
      hold: id,
      id: uuidV7(),
      method: 'sandbox-card',
    });
    expect(paid).toMatchObject({ ok: true, order: { state: 'paid' } });
  });

  it('have nothing to complain of', () => {
    const complaints = [...running].flatMap(([name, { lines }]) =>
      lines.filter(({ level }) => level !== 'info').map(({ level, msg }) => `${name} ${level} ${msg}`),
    );
    expect(complaints).toEqual([]);
  });

  it('stop in order when they are told to, and have written nothing into their folders', async () => {
    for (const [name, service] of running) {
      await service.stop();
      // The log is written in the background: its last lines may come in another order than they were logged in.
      await vi.waitFor(() => expect(service.lines.map(({ msg }) => msg)).toContain('stopped'));
      const newest = service.lines
        .map(({ time }) => time)
        .sort()
        .at(-1);
      expect([name, service.lines.find(({ msg }) => msg === 'stopped')?.time]).toEqual([name, newest]);
      expect(await filesIn(folders.of(name))).toEqual(filesBefore.get(name));
    }
  });
});

describe('the bundled commands', () => {
  it('may be run again', async () => {
    expect(await command('migrate')).toContain('the tables were up to date');
    expect(await command('import', join(folders.of('seats-api'), 'shows/*.json'))).toContain(
      'demo exists already; left alone',
    );
  });

  it('say in one line why they cannot', async () => {
    const url = new URL(database.url);
    url.port = String(await freePort());
    const env = { ...nodeOptions, MYSQL_URL: url.href, MIGRATE_WAIT_MS: '0' };
    const main = join(folders.of('seats-api'), 'main.js');
    const failed = runCommand(process.execPath, [main, 'migrate'], { env, timeoutMs: commandMsMax });
    await expect(failed).rejects.toThrow(
      /ended with code 1\nseats-api: MySQL at \S+ cannot be used: connect ECONN/,
    );
  });
});
