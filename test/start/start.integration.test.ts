import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPage } from '../../scripts/lib/build-page.ts';
import { freePort } from '../servers/free-port.ts';

const script = resolve(import.meta.dirname, '../../scripts/start.ts');

/** `pnpm start` with these words, as pnpm runs it. */
class Start {
  output = '';
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  readonly #opened: Promise<string>;

  constructor(...words: string[]) {
    this.child = spawn(process.execPath, [script, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
    this.#opened = new Promise((resolveAddress) => {
      const take = (chunk: Buffer) => {
        this.output += chunk.toString();
        const address = /Onsale is open at (\S+)/.exec(this.output)?.[1];
        if (address !== undefined) resolveAddress(address);
      };
      this.child.stdout?.on('data', take);
      this.child.stderr?.on('data', take);
    });
  }

  /** The address that it prints, or an error with what it printed instead. */
  async address(): Promise<string> {
    const early = this.ended.then((code): never => {
      throw new Error(`it ended with ${code}: ${this.output}`);
    });
    return Promise.race([this.#opened, early]);
  }

  async interrupt(): Promise<number | null> {
    this.child.kill('SIGINT');
    return this.ended;
  }
}

describe('pnpm start', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onsale-start-'));
    await buildPage(() => {});
  }, 180_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** One line that says what is wrong, exit code 1, and no stack. */
  async function isRefused(start: Start, reason: RegExp): Promise<void> {
    expect(await start.ended).toBe(1);
    const lines = start.output
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('Loaded the demo shows'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(reason);
  }

  it('lists its options', async () => {
    const start = new Start('--help');
    expect(await start.ended).toBe(0);
    for (const option of ['--port', '--host', '--data', ':memory:']) expect(start.output).toContain(option);
  });

  it('serves the page and the demo shows, and Ctrl-C ends it cleanly', async () => {
    const start = new Start('--port', '0', '--data', ':memory:');
    const url = await start.address();
    expect(await (await fetch(url)).text()).toContain('<html');
    const { shows } = (await (await fetch(`${url}/api/shows`)).json()) as { shows: { id: string }[] };
    expect(shows.map(({ id }) => id).sort()).toEqual(['arena', 'demo', 'theatre']);
    expect(await start.interrupt()).toBe(0);
  });

  it('keeps what was sold, and who bought it, for the next start', async () => {
    const data = join(folder, 'kept');
    const first = new Start('--port', '0', '--data', data);
    const url = await first.address();
    const cookie = (await fetch(`${url}/api/shows`)).headers.get('set-cookie')?.split(';')[0] ?? '';
    const id = '01980000-0000-7000-8000-00000000000a';
    const headers = { cookie, 'content-type': 'application/json' };
    const held = await fetch(`${url}/api/shows/demo/holds/${id}`, {
      method: 'PUT',
      headers,
      body: '{"seats":[7]}',
    });
    expect(held.status).toBe(201);
    const paid = await fetch(`${url}/api/holds/${id}/pay`, { method: 'POST', headers, body: '{}' });
    expect(paid.status).toBe(200);
    expect(await first.interrupt()).toBe(0);

    const second = new Start('--port', '0', '--data', data);
    const again = await second.address();
    const seats = (await (await fetch(`${again}/api/shows/demo/seats`)).json()) as {
      sections: { states: string }[];
    };
    expect(seats.sections[0]?.states[7]).toBe('2');
    const mine = (await (await fetch(`${again}/api/shows/demo/holds`, { headers: { cookie } })).json()) as {
      holds: { id: string; state: string }[];
    };
    expect(mine.holds).toMatchObject([{ id, state: 'paid' }]);
    expect((await stat(join(data, 'session-keys'))).mode & 0o777).toBe(0o600);
    expect(await second.interrupt()).toBe(0);
  });

  it('says that its port is taken', async () => {
    const port = await freePort();
    const other = createServer().listen(port, 'localhost');
    await once(other, 'listening');
    await isRefused(new Start('--port', String(port), '--data', ':memory:'), /port .*is taken.*--port/);
    other.close();
  });

  it('says that its folder cannot be used', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    await isRefused(new Start('--port', '0', '--data', join(file, 'data')), /cannot use the folder .*a-file/);
    await isRefused(
      new Start('--port', '0', '--data', '/proc/onsale'),
      /cannot use the folder \/proc\/onsale/,
    );
  });

  it('says that its data file is broken, and leaves it alone', async () => {
    const data = join(folder, 'broken');
    const first = new Start('--port', '0', '--data', data);
    await first.address();
    await first.interrupt();
    const path = join(data, 'onsale.sqlite');
    await writeFile(path, 'nonsense '.repeat(1_000));
    await isRefused(new Start('--port', '0', '--data', data), /cannot use the database .*onsale\.sqlite/);
    expect((await stat(path)).size).toBe(9_000);
  });

  it.each([
    [['--port', 'many'], /--port must be a number/],
    [['--port', '70000'], /--port must be a number/],
    [['--colour', 'red'], /--colour/],
    [['--port', '0', '--host', 'nowhere.invalid', '--data', ':memory:'], /no such address/],
  ])('says what is wrong with %j', async (words, reason) => {
    await isRefused(new Start(...words), reason);
  });
});
