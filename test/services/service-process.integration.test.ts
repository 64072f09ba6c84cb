import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort } from '../servers/free-port.ts';
import { ServiceProcess } from './service-process.ts';

/** Ready at once; says so; answers `/die` by dying. */
const service = `
import { createServer } from 'node:http';
const server = createServer((request, response) => {
  if (request.url === '/die') process.exit(3);
  response.end('ready');
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('listening'));
process.on('SIGTERM', () => { console.log('drained'); process.exit(0); });
`;

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-service-'));
  await writeFile(join(folder, 'service.mjs'), service);
  await writeFile(join(folder, 'broken.mjs'), "console.error('MYSQL_URL is missing'); process.exit(1);");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function plan(file: string): Promise<{ process: ServiceProcess; lines: string[] }> {
  const port = await freePort();
  const lines: string[] = [];
  const process = new ServiceProcess({
    name: 'seats-api-1',
    main: join(folder, file),
    env: { PORT: String(port) },
    url: `http://127.0.0.1:${port}`,
    log: (line) => lines.push(line),
  });
  return { process, lines };
}

describe('a service as a process', () => {
  it('is up when it answers, and prefixes what it prints with its name', async () => {
    const { process, lines } = await plan('service.mjs');
    await process.start();
    expect((await fetch(process.url)).status).toBe(200);
    await process.stop();
    expect(process.pid).toBeUndefined();
    expect(lines).toEqual(['seats-api-1 | listening', 'seats-api-1 | drained']);
  });

  it('is said to have died and comes back under another id', async () => {
    const { process, lines } = await plan('service.mjs');
    await process.start();
    const { pid } = process;
    await expect(fetch(`${process.url}/die`)).rejects.toThrow();
    await vi.waitFor(
      () => expect(lines.filter((line) => line.endsWith('listening'))).toHaveLength(2),
      10_000,
    );
    expect(lines).toContain('seats-api-1 ended (exit code 3); it is started again in 1000 ms.');
    expect(process.pid).toBeTypeOf('number');
    expect(process.pid).not.toBe(pid);
    await process.stop();
  });

  it('is not started again when it was asked to end while it waits for that', async () => {
    const { process, lines } = await plan('service.mjs');
    await process.start();
    await expect(fetch(`${process.url}/die`)).rejects.toThrow();
    await vi.waitFor(() => expect(lines).toHaveLength(2), 10_000);
    await process.stop();
    expect(process.pid).toBeUndefined();
  });

  it('fails with what it printed when it ends while starting', async () => {
    const { process } = await plan('broken.mjs');
    await expect(process.start()).rejects.toThrow('MYSQL_URL is missing');
    await process.stop();
  });
});
