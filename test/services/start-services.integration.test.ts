import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { createDatabase, type TestDatabase } from '../servers/index.ts';
import { type RunningServices, startServices } from './start-services.ts';

let database: TestDatabase;
let services: RunningServices;
const lines: string[] = [];

beforeAll(async () => {
  database = await createDatabase(inject('mysqlUrl'));
  services = await startServices({
    mysqlUrl: database.url,
    redisUrl: inject('redisUrl'),
    port: 0,
    log: (line) => lines.push(line),
  });
}, 120_000);

afterAll(async () => {
  await services.stop();
  await database.drop();
});

const get = (path: string) => fetch(services.url + path);
const pidOf = (name: string) => services.processes.find((process) => process.name === name)?.pid;

describe('the services behind one address', () => {
  it('are two seats-api, two realtime, one web and one payment sandbox, each a process', () => {
    const names = services.processes.map(({ name }) => name);
    expect(names).toEqual([
      'seats-api-1',
      'seats-api-2',
      'realtime-1',
      'realtime-2',
      'web',
      'payment-sandbox',
    ]);
    expect(new Set(services.processes.map(({ pid }) => pid)).size).toBe(6);
  });

  it('sell the demo shows', async () => {
    const response = await get('/api/shows');
    const { shows } = (await response.json()) as { shows: { id: string }[] };
    expect(shows.map(({ id }) => id)).toContain('demo');
    expect(await (await get('/seats')).json()).toEqual([]);
  });

  it('serve the page, which may connect to the realtime processes', async () => {
    const response = await get('/');
    expect(response.headers.get('content-type')).toContain('text/html');
    const policy = response.headers.get('content-security-policy') ?? '';
    for (const url of services.realtimeUrls) expect(policy).toContain(url.replace('http', 'ws'));
  });

  it('send buyers to both realtime processes', async () => {
    const response = await get('/api/realtime?show=demo');
    const { endpoints } = (await response.json()) as { endpoints: { url: string }[] };
    expect(endpoints.map(({ url }) => url).sort()).toEqual([...services.realtimeUrls].sort());
  });

  it('go on when a process is killed, and start it again', async () => {
    const killed = pidOf('seats-api-1');
    if (killed === undefined) throw new Error('seats-api-1 does not run');
    process.kill(killed, 'SIGKILL');
    await vi.waitFor(
      () => expect(lines.some((line) => line.startsWith('seats-api-1 ended'))).toBe(true),
      5_000,
    );
    for (let i = 0; i < 4; i += 1) expect((await get('/api/shows')).status).toBe(200);
    await vi.waitFor(() => expect(pidOf('seats-api-1')).toBeTypeOf('number'), 10_000);
    expect(pidOf('seats-api-1')).not.toBe(killed);
  });
});
