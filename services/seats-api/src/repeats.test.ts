import { once } from 'node:events';
import { get, type IncomingHttpHeaders, type Server } from 'node:http';
import { createTraffic } from '@onsale/limits';
import { createHttpServer } from '@onsale/runtime';
import { afterEach, describe, expect, it } from 'vitest';
import { createRepeats } from './repeats.ts';
import { type Bench, openBench } from './testing/bench.ts';

const snapshot = '/api/shows/test-show/seats';

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Counted {
  readonly route: string;
  readonly method: string;
  readonly status: number;
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** The API behind the door on a port of its own. What the door gave is counted; so the rest came from the framework. */
async function open(readsPerSecond = 0) {
  const traffic = createTraffic({
    buyerCommandsPerSecond: 0,
    addressCommandsPerSecond: readsPerSecond,
    addressSocketsMax: 0,
  });
  const given: Counted[] = [];
  const repeats = createRepeats({
    traffic,
    trustedProxyHops: 1,
    figures: {
      answered: ({ route, method, status }) => void given.push({ route, method, status }),
    },
  });
  const bench = openBench({ observers: { repeats, traffic } });
  const server = createHttpServer(bench.app.fetch, repeats.door);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    request(address.port, path, headers, method);
  return { bench, given, ask };
}

async function request(
  port: number,
  path: string,
  headers: Record<string, string>,
  method: string,
): Promise<Answer> {
  const sent = get({ port, host: '127.0.0.1', path, headers, method });
  const [response] = await once(sent, 'response');
  const body = Buffer.concat(await response.toArray()).toString('base64');
  return { status: response.statusCode, headers: response.headers, body };
}

/** What must not differ from one answer to the next. */
function lasting({ status, headers, body }: Answer) {
  const { date, 'x-request-id': _id, 'keep-alive': _kept, connection: _connection, ...rest } = headers;
  return { status, headers: rest, body };
}

async function takeSeat(bench: Bench, seat: number): Promise<void> {
  const buyer = await bench.buyer();
  const path = `/api/shows/test-show/holds/${bench.newId()}`;
  expect((await buyer.send('PUT', path, { seats: [seat] })).status).toBe(201);
}

describe('an answer that everybody gets', () => {
  it.each([
    ['the snapshot', snapshot, {}],
    ['one section', `${snapshot}?section=section-2`, {}],
    ['in Brotli', snapshot, { 'accept-encoding': 'gzip, deflate, br' }],
    ['in gzip', snapshot, { 'accept-encoding': 'gzip' }],
    ['with the id of the request', snapshot, { 'x-request-id': 'checkout-7f3a' }],
    ['from another origin', snapshot, { origin: 'https://elsewhere.example' }],
    ['with a session', snapshot, { cookie: 'onsale=whatever' }],
  ])('is given again as the framework gave it: %s', async (_name, path, headers) => {
    const { given, ask } = await open();
    const first = await ask(path, headers);
    expect(given).toEqual([]);
    const second = await ask(path, headers);
    expect(given).toEqual([{ route: '/api/shows/:show/seats', method: 'GET', status: 200 }]);
    expect(lasting(second)).toEqual(lasting(first));
    expect(second.headers['x-request-id']).toMatch(/^[\w-]{8,64}$/);
  });

  it('is told to be unchanged to whoever has it, as the framework tells it', async () => {
    const { given, ask } = await open();
    const { etag = '' } = (await ask(snapshot)).headers;
    const tags = [etag, `W/${etag}`, `"old", ${etag}`, '*'];
    const fresh = await open();
    for (const tag of tags) {
      const headers = { 'if-none-match': tag };
      const byDoor = await ask(snapshot, headers);
      expect(lasting(byDoor)).toEqual(lasting(await fresh.ask(snapshot, headers)));
      expect(byDoor).toMatchObject({ status: 304, body: '' });
    }
    expect(given).toHaveLength(tags.length);
    expect((await ask(snapshot, { 'if-none-match': '"old"' })).status).toBe(200);
  });

  it('is told to be unchanged also while nobody has asked for the whole of it', async () => {
    const { given, ask } = await open();
    const { etag = '' } = (await ask(snapshot)).headers;
    const fresh = await open();
    for (const _ of [1, 2]) expect((await fresh.ask(snapshot, { 'if-none-match': etag })).status).toBe(304);
    expect(fresh.given).toEqual([{ route: '/api/shows/:show/seats', method: 'GET', status: 304 }]);
    expect((await fresh.ask(snapshot)).body).toBe((await ask(snapshot)).body);
    expect(given).toHaveLength(1);
  });

  it('[L2] is never given once a seat has changed', async () => {
    const { bench, given, ask } = await open();
    const before = await ask(snapshot);
    await ask(snapshot);
    for (const seat of [0, 1, 4]) {
      await takeSeat(bench, seat);
      const after = await ask(snapshot);
      const { sections } = JSON.parse(Buffer.from(after.body, 'base64').toString());
      expect(sections[seat < 4 ? 0 : 1].states[seat % 4]).toBe('1');
      expect(after.headers.etag).not.toBe(before.headers.etag);
      expect((await ask(snapshot, { 'if-none-match': before.headers.etag ?? '' })).status).toBe(200);
    }
    expect(given.length).toBeGreaterThan(0);
  });

  it('is the same for every page that asks, whatever its origin', async () => {
    const { given, ask } = await open();
    const plain = await ask(snapshot);
    for (const origin of ['https://elsewhere.example', 'null'])
      expect(lasting(await ask(snapshot, { origin }))).toEqual(lasting(plain));
    expect(given).toHaveLength(2);
    expect(plain.headers['access-control-allow-origin']).toBe('*');
  });

  it('is kept by the encoding that was asked for', async () => {
    const { ask } = await open();
    const encodings = ['br', 'gzip', 'identity', 'br', 'gzip', 'identity'];
    for (const encoding of encodings) {
      const { headers } = await ask(snapshot, { 'accept-encoding': encoding });
      expect(headers['content-encoding'] ?? 'identity').toBe(encoding);
    }
  });

  it('counts against what an address may ask, and is refused as everything is', async () => {
    const { ask } = await open(1);
    const from = (address: string) => ask(snapshot, { 'x-forwarded-for': address });
    const statuses: (number | undefined)[] = [];
    for (let index = 0; index < 14; index++) statuses.push((await from('203.0.113.7')).status);
    // Five reads for each command, over a window of two seconds.
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    const refused = await from('203.0.113.7');
    expect(refused.status).toBe(429);
    expect(JSON.parse(Buffer.from(refused.body, 'base64').toString()).error.code).toBe('RATE_LIMITED');
    expect((await from('203.0.113.8')).status).toBe(200);
  });
});

describe('what not everybody gets', () => {
  it.each(['/api/shows/test-show', '/api/shows', '/api/shows/test-show/holds', '/api/nothing'])(
    'is asked for anew each time: %s',
    async (path) => {
      const { given, ask } = await open();
      for (const _ of [1, 2, 3]) await ask(path);
      expect(given).toEqual([]);
    },
  );

  it('passes the door: other methods, hosts that no browser writes', async () => {
    const { given, ask } = await open();
    await ask(snapshot);
    await ask(snapshot, {}, 'HEAD');
    expect((await ask(snapshot, {}, 'DELETE')).status).toBe(405);
    for (const host of ['a b', 'sale.example:80:80', '[::1', 'sale_example/']) await ask(snapshot, { host });
    expect(given).toEqual([]);
  });
});
