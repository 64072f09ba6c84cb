import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { SaleStore } from '@onsale/domain';
import { demoShowFiles } from '@onsale/layouts';
import { openMysqlStore } from '@onsale/store-mysql';
import { openSqliteStore } from '@onsale/store-sqlite';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { createDatabase } from '../test/servers/index.ts';

const script = join(import.meta.dirname, 'import-show.ts');
const [gridFile = '', theatreFile = ''] = demoShowFiles;
const { MYSQL_URL: _given, ...plainEnv } = process.env;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as a process of its own. */
async function importShow(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...plainEnv, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const code = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, out, err };
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-import-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** What a store has of the theatre after its import: everything for sale but the four seats that the house keeps. */
async function expectTheatre(store: SaleStore): Promise<void> {
  const shows = await store.shows();
  const theatre = shows.find(({ id }) => id === 'theatre');
  expect(theatre).toMatchObject({ title: { ko: '뮤지컬 〈겨울 편지〉' }, currency: 'KRW', cap: 6 });
  const layout = (await store.layout(theatre?.layoutHash ?? '')) ?? '';
  expect(createHash('sha256').update(layout).digest('hex')).toBe(theatre?.layoutHash);
  expect(await store.heads('theatre')).toEqual(Array(8).fill(0));
  const stallsCentre = await store.snapshot({ show: 'theatre', section: 1 });
  expect(stallsCentre?.states.filter((state) => state === 3)).toHaveLength(4);
}

describe('pnpm shows:import', () => {
  it('adds shows to the embedded store, and leaves alone what is there', async () => {
    const data = join(await temporaryFolder(), 'not', 'yet', 'there');
    expect(await importShow([gridFile, theatreFile, '--data', data])).toEqual({
      code: 0,
      out: 'imported demo (100 seats, 1 section)\nimported theatre (592 seats, 8 sections)\n',
      err: '',
    });
    expect(await importShow([theatreFile, '--data', data])).toEqual({
      code: 1,
      out: '',
      err: 'theatre exists already; left alone (--skip-existing accepts that)\n',
    });
    expect(await importShow([theatreFile, '--data', data, '--skip-existing'])).toEqual({
      code: 0,
      out: 'theatre exists already; left alone\n',
      err: '',
    });
    const store = openSqliteStore({ path: join(data, 'onsale.sqlite') });
    await expectTheatre(store);
    await store.close();
  });

  it('makes the tables in MySQL and adds shows there', async () => {
    const database = await createDatabase(inject('mysqlUrl'));
    onTestFinished(() => database.drop());
    expect(await importShow([theatreFile, '--mysql', database.url])).toEqual({
      code: 0,
      out: 'imported theatre (592 seats, 8 sections)\n',
      err: '',
    });
    const again = await importShow([theatreFile, '--store', 'mysql'], { MYSQL_URL: database.url });
    expect(again).toMatchObject({ code: 1, out: '' });
    const store = await openMysqlStore({ url: database.url });
    await expectTheatre(store);
    await store.close();
  });

  it('refuses faulty files with the path of each fault, and adds nothing', async () => {
    const folder = await temporaryFolder();
    const data = join(folder, 'data');
    const show = JSON.parse(await readFile(gridFile, 'utf8'));
    const layout = JSON.parse(await readFile(gridFile.replace('.show.', '.layout.'), 'utf8'));
    const bad = join(folder, 'bad.json');
    const broken = join(folder, 'broken.json');
    layout.sections[0].rows[1].label = '0';
    layout.sections[0].rows[2].x.pop();
    await writeFile(bad, JSON.stringify({ ...show, layout }));
    await writeFile(broken, '{\n  "id": demo\n}\n');
    const ended = await importShow([gridFile, bad, broken, join(folder, 'none.json'), '--data', data]);
    expect(ended).toMatchObject({ code: 1, out: '' });
    expect(ended.err.split('\n')).toEqual([
      `${bad}: layout.sections[0].count: is 100, but its rows have 99 seats`,
      `${bad}: layout.sections[0].rows[1].label: "0" is the label of rows[0] already`,
      `${bad}: layout.sections[0].rows[2].x: has 9 seats, but y has 10`,
      `${broken}: is not JSON: line 2, column 9: expected a value`,
      `${join(folder, 'none.json')}: there is no such file`,
      '',
    ]);
    expect(await readdir(folder)).not.toContain('data');
  });

  it('says in one line that a store cannot be used, and keeps the password to itself', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), 'no database');
    await writeFile(join(folder, 'onsale.sqlite'), 'no database');
    const cases: [args: string[], line: RegExp][] = [
      [['--data', join(folder, 'file')], /^The folder \S+file cannot be used: .+\n$/],
      [['--data', folder], /^cannot use the database \S+onsale\.sqlite: .+\n$/],
      [
        ['--mysql', 'mysql://me:secret@127.0.0.1:1/sale'],
        /^MySQL at 127\.0\.0\.1:1\/sale cannot be used: .+\n$/,
      ],
    ];
    for (const [args, line] of cases) {
      const ended = await importShow([gridFile, ...args]);
      expect(ended).toMatchObject({ code: 1, out: '' });
      expect(ended.err).toMatch(line);
      expect(ended.err).not.toContain('secret');
    }
  });

  it('explains itself', async () => {
    expect(await importShow(['--help'])).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('--skip-existing'),
    });
    expect(await importShow([])).toMatchObject({
      code: 1,
      out: '',
      err: 'Name at least one show file; --help tells more.\n',
    });
  });
});
