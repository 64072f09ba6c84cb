import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { demoShowFiles } from '@onsale/layouts';
import { migrateMysql, openMysqlStore } from '@onsale/store-mysql';
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { freePort } from '../../../test/servers/free-port.ts';
import { createDatabase } from '../../../test/servers/index.ts';
import { OwnProcess } from '../../../test/servers/own-process.ts';
import { createSessionKeys } from '../../../test/services/session-keys.ts';

const main = join(import.meta.dirname, 'main.ts');
const [gridFile = '', theatreFile = ''] = demoShowFiles;

interface Line {
  readonly level: string;
  readonly msg: string;
}

interface Ended {
  readonly code: number | null;
  /** What it logged. */
  readonly messages: readonly string[];
  readonly err: string;
}

/** Runs a command of the service as a process of its own. */
async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, MIGRATE_WAIT_MS: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const lines = out.split('\n').filter((line) => line !== '');
  return { code: await code, messages: lines.map((line) => (JSON.parse(line) as Line).msg), err };
}

async function emptyDatabase(): Promise<string> {
  const database = await createDatabase(inject('mysqlUrl'));
  onTestFinished(() => database.drop());
  return database.url;
}

describe('seats-api migrate', () => {
  it('brings the tables up to date, also twice at once', async () => {
    const url = await emptyDatabase();
    const env = { MYSQL_URL: url, MIGRATE_WAIT_MS: '60000' };
    const both = await Promise.all([run(['migrate'], env), run(['migrate'], env)]);
    expect(both.map(({ code, err }) => [code, err])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    const last = both.map(({ messages }) => messages.at(-1)).sort();
    expect(last).toEqual(['the tables are up to date', 'the tables were up to date']);
    const store = await openMysqlStore({ url });
    expect(await store.schemaState()).toEqual({ kind: 'usable' });
    await store.close();
  });

  it.each([
    [
      'an address without a server',
      'mysql://me:secret@127.0.0.1:1/sale',
      /127\.0\.0\.1:1\/sale cannot be used/,
    ],
    ['something else', 'postgres://me:secret@127.0.0.1/sale', /bad settings: MYSQL_URL: /],
    ['nothing', '', /bad settings: MYSQL_URL: /],
  ])('says in one line that it cannot: %s', async (_what, url, line) => {
    const ended = await run(['migrate'], { MYSQL_URL: url });
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(line);
    expect(ended.err).toMatch(/^seats-api: .+\n$/);
    expect(ended.err).not.toContain('secret');
  });

  it('says so when the password is wrong', async () => {
    const url = new URL(await emptyDatabase());
    url.username = 'nobody';
    url.password = 'secret';
    const ended = await run(['migrate'], { MYSQL_URL: url.href, MIGRATE_WAIT_MS: '3600000' });
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(
      /^seats-api: MySQL at \S+ cannot be used: Access denied for user 'nobody'.+\n$/,
    );
    expect(ended.err).not.toContain('secret');
  });
});

describe('seats-api import', () => {
  it('adds shows once', async () => {
    const url = await emptyDatabase();
    await migrateMysql(url);
    const imported = ['imported demo (100 seats, 1 section)', 'imported theatre (592 seats, 8 sections)'];
    const env = { MYSQL_URL: url };
    expect(await run(['import', gridFile, theatreFile], env)).toEqual({
      code: 0,
      messages: imported,
      err: '',
    });
    expect(await run(['import', gridFile], env)).toEqual({
      code: 0,
      messages: ['demo exists already; left alone'],
      err: '',
    });
  });

  it('does not wait longer than was said for tables that nobody makes', async () => {
    const ended = await run(['import', gridFile], { MYSQL_URL: await emptyDatabase() });
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(/cannot be used: the database has no tables yet: run the migrations\n$/);
  });

  it('adds nothing when a file is faulty', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'onsale-import-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const bad = join(folder, 'bad.json');
    await writeFile(bad, '{"id":"demo"}');
    const url = await emptyDatabase();
    await migrateMysql(url);
    const ended = await run(['import', gridFile, bad], { MYSQL_URL: url });
    expect(ended).toMatchObject({ code: 1, messages: [] });
    expect(ended.err).toContain(`${bad}: format: `);
    const store = await openMysqlStore({ url });
    expect(await store.shows()).toEqual([]);
    await store.close();
  });
});

it.each([[['serve']], [['migrate', 'now']], [['import']]])(
  'main.ts %j is told how to be used',
  async (args) => {
    const ended = await run(args);
    expect(ended).toMatchObject({ code: 1, messages: [] });
    expect(ended.err).toMatch(/^seats-api: usage: /);
  },
);

describe.each(['seats-api', 'realtime'])('%s on a database without tables', (service) => {
  it('is not ready, says why in one line, and is ready when they are there', async () => {
    const mysqlUrl = await emptyDatabase();
    const url = `http://127.0.0.1:${await freePort()}`;
    const lines: Line[] = [];
    const running = new OwnProcess({
      name: service,
      command: process.execPath,
      args: [join(import.meta.dirname, '../..', service, 'src/main.ts')],
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: new URL(url).port,
        MYSQL_URL: mysqlUrl,
        REDIS_URL: inject('redisUrl'),
        SESSION_KEYS: createSessionKeys(),
        REALTIME_ENDPOINTS: 'http://127.0.0.1:1',
      },
      probe: () => fetch(`${url}/healthz`),
      onLine: (line) => lines.push(JSON.parse(line) as Line),
    });
    await running.start();
    onTestFinished(() => running.stop());
    const readiness = async () => {
      const response = await fetch(`${url}/readyz`);
      const { failing } = (await response.json()) as { failing: string[] };
      return [response.status, failing];
    };
    const warnings = () =>
      lines.filter(({ level }) => level !== 'info').map(({ level, msg }) => [level, msg]);
    const absent = ['warn', 'not ready: the database has no tables yet: run the migrations'];
    await vi.waitFor(() => expect(warnings()).toEqual([absent]));
    expect(await readiness()).toEqual([503, ['schema']]);
    await migrateMysql(mysqlUrl);
    await vi.waitFor(async () => expect(await readiness()).toEqual([200, []]), 10_000);
    const told = warnings();
    expect([told[0], told.at(-1)]).toEqual([absent, ['warn', 'the schema is there']]);
    // It may have looked while some migrations were in force and others not yet.
    for (const [, message] of told.slice(1, -1)) expect(message).toMatch(/^not ready: .* are older than /);
  });
});
