import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestOptions,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, createServer as createTcpServer, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import type { HttpBindings } from '@hono/node-server';
import { createHttpServer } from '@onsale/runtime';
import { Hono } from 'hono';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createForwarding, type ForwardingOptions, payPath } from './forward.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

type Options = Partial<Omit<ForwardingOptions, 'apiUrl'>>;

/** A web service in front of an API on this port. */
async function frontOf(apiPort: number, options: Options = {}): Promise<number> {
  const apiUrl = new URL(`http://127.0.0.1:${apiPort}`);
  const forwarding = createForwarding({ apiUrl, ...options });
  onTestFinished(() => forwarding.close());
  const app = new Hono<{ Bindings: HttpBindings }>()
    .use(forwarding.handler)
    .get('*', (c) => c.text('the page'));
  return listen(createHttpServer(app.fetch));
}

/** The same, with this API. */
async function frontOfApi(api: Handler, options: Options = {}): Promise<number> {
  return frontOf(await listen(createServer(api)), options);
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Asks with full power over the headers, which fetch has not. */
async function ask(port: number, options: RequestOptions = {}, body = ''): Promise<Answer> {
  const sent = request({ host: '127.0.0.1', port, path: '/api/shows', agent: false, ...options });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

const codeIn = ({ body }: Answer) => (JSON.parse(body) as { error: { code: string } }).error.code;

/** Answers with what it was asked. */
const echo: Handler = async (asked, response) => {
  const { method, url, rawHeaders } = asked;
  response.end(JSON.stringify({ method, url, rawHeaders, body: await text(asked) }));
};

interface Echo {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

it('passes on method, path, headers and body as they came', async () => {
  const front = await frontOfApi(echo);
  const headers = {
    host: 'tickets.example.com',
    origin: 'https://tickets.example.com',
    cookie: 'a=1; b=2',
    'content-length': '5',
  };
  const path = '/api/shows/h%C3%A4mlet/holds/1?seats=1%2C2&x';
  const answer = await ask(front, { method: 'PUT', path, headers }, 'hello');
  const echoed = JSON.parse(answer.body) as Echo;
  expect(echoed).toMatchObject({ method: 'PUT', url: path, body: 'hello' });
  const found = Object.fromEntries(
    Array.from({ length: echoed.rawHeaders.length / 2 }, (_, i) => echoed.rawHeaders.slice(2 * i, 2 * i + 2)),
  );
  expect(found).toEqual({
    ...headers,
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-proto': 'http',
    Connection: 'keep-alive',
  });
});

it('passes a payer on to his page at the sandbox, and nobody to what else there is', async () => {
  const front = await frontOfApi(echo, { paths: payPath });
  const sent = await ask(front, { method: 'POST', path: '/pay/1?lang=ko' }, 'decision=pay');
  expect(JSON.parse(sent.body)).toMatchObject({
    method: 'POST',
    url: '/pay/1?lang=ko',
    body: 'decision=pay',
  });
  for (const path of [
    '/pay',
    '/pay/',
    '/pay/1/2',
    '/pay/../ledger',
    '/pay/%2e%2e/ledger',
    '/charges',
    '/api/shows',
  ])
    expect([path, (await ask(front, { path })).body]).toEqual([path, 'the page']);
});

it('says whom it was asked by, after what proxies before it said', async () => {
  const front = await frontOfApi((asked, response) => {
    response.end(`${asked.headers['x-forwarded-for']} by ${asked.headers['x-forwarded-proto']}`);
  });
  const headers = { 'x-forwarded-for': '203.0.113.7, 198.51.100.1', 'x-forwarded-proto': 'https' };
  expect((await ask(front, { headers })).body).toBe('203.0.113.7, 198.51.100.1, 127.0.0.1 by https');
});

it('keeps to itself what is about one connection, in both directions', async () => {
  const front = await frontOfApi((asked, response) => {
    response.setHeader('connection', 'keep-alive, x-hop');
    response.setHeader('x-hop', 'secret');
    response.setHeader('x-kept', Object.keys(asked.headers).sort().join(' '));
    response.end();
  });
  const headers = {
    connection: 'close, x-mine',
    'x-mine': '1',
    te: 'trailers',
    upgrade: 'h2c',
    'x-other': '1',
  };
  const answer = await ask(front, { headers });
  expect(answer.headers['x-hop']).toBeUndefined();
  expect(answer.headers['x-kept']).toBe('connection host x-forwarded-for x-forwarded-proto x-other');
});

it('passes answers on byte by byte, with every cookie', async () => {
  const packed = gzipSync('{"shows":[]}');
  const front = await frontOfApi((_asked, response) => {
    response.setHeader('set-cookie', ['a=1; Path=/', 'b=2; Path=/']);
    response.setHeader('etag', '"7"');
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length });
    response.end(packed);
  });
  const response = await fetch(`http://127.0.0.1:${front}/api/shows`);
  expect(await response.json()).toEqual({ shows: [] });
  expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/']);
  expect(response.headers.get('etag')).toBe('"7"');
  expect(response.headers.get('content-encoding')).toBe('gzip');
  expect(response.headers.get('content-length')).toBe(String(packed.length));
});

it.each([204, 304, 302, 418, 503])('passes the status %i on', async (status) => {
  const front = await frontOfApi((_asked, response) => {
    response.writeHead(status, { location: '/elsewhere' }).end();
  });
  const answer = await ask(front);
  expect(answer).toMatchObject({ status, body: '' });
  expect(answer.headers.location).toBe('/elsewhere');
});

it.each(['/', '/shows/demo', '/apiary', '/healthz', '/seats/1', '/api/../metrics'])(
  'leaves %s to the page',
  async (path) => {
    const front = await frontOfApi(() => expect.unreachable('the API was asked'));
    expect((await ask(front, { path })).body).toBe('the page');
  },
);

it.each(['/api/shows?x', '/seats', '/ip', '/openapi.json'])('takes %s to the API', async (path) => {
  const front = await frontOfApi((asked, response) => void response.end(asked.url));
  expect((await ask(front, { path })).body).toBe(path);
});

it('streams in both directions', async () => {
  const halfHeard = Promise.withResolvers<void>();
  const front = await frontOfApi((asked, response) => {
    asked.once('data', () => {
      halfHeard.resolve();
      response.write('first');
    });
    asked.on('end', () => response.end('last'));
  });
  const sent = request({ port: front, host: '127.0.0.1', method: 'DELETE', path: '/api/holds/1' });
  sent.setHeader('transfer-encoding', 'chunked');
  sent.write('half');
  await halfHeard.promise;
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  expect(String((await once(response, 'data'))[0])).toBe('first');
  sent.end('whole');
  expect(await text(response)).toBe('last');
});

it('says that nothing was changed when the API is away', async () => {
  const gone = createServer();
  const port = await listen(gone);
  gone.close();
  await once(gone, 'close');
  const front = await frontOf(port);
  for (const method of ['GET', 'PUT']) {
    const answer = await ask(front, { method });
    expect([answer.status, codeIn(answer)]).toEqual([503, 'UNAVAILABLE']);
    expect(answer.headers).toMatchObject({ 'retry-after': '1', 'cache-control': 'no-store' });
  }
});

it.each([
  { method: 'GET', status: 503, code: 'UNAVAILABLE' },
  { method: 'PUT', status: 504, code: 'UNKNOWN' },
  { method: 'DELETE', status: 504, code: 'UNKNOWN' },
])('asks once and says $code when the API breaks off a $method', async ({ method, status, code }) => {
  let asked = 0;
  const front = await frontOfApi(({ socket }) => {
    asked++;
    socket.destroy();
  });
  const answer = await ask(front, { method, headers: { 'content-length': '2' } }, '{}');
  expect([answer.status, codeIn(answer), asked]).toEqual([status, code, 1]);
});

it('gives up an API that says nothing', async () => {
  const front = await frontOfApi(() => {}, { silenceMsMax: 50 });
  expect(codeIn(await ask(front))).toBe('UNAVAILABLE');
  expect(codeIn(await ask(front, { method: 'POST' }))).toBe('UNKNOWN');
});

it('ends an answer that breaks off, so that nobody takes it for whole', async () => {
  // The server tells it there too.
  vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => void vi.restoreAllMocks());
  const front = await frontOfApi((_asked, response) => {
    response.write('half', () => response.destroy());
  });
  await expect(ask(front)).rejects.toThrow('aborted');
});

it('refuses a body that is too large, of known and of unknown length', async () => {
  const front = await frontOfApi(echo, { bodyBytesMax: 10 });
  const known = { 'content-length': '11' };
  const unknown = { 'transfer-encoding': 'chunked' };
  for (const headers of [known, unknown]) {
    const answer = await ask(front, { method: 'PUT', headers }, 'x'.repeat(11));
    expect([answer.status, codeIn(answer)]).toEqual([413, 'BODY_TOO_LARGE']);
    expect((await ask(front, { method: 'PUT', headers: unknown }, 'x'.repeat(10))).status).toBe(200);
  }
});

it('has a bound on calls under way, and room again when they are over', async () => {
  const waiting: ServerResponse[] = [];
  const heard = Promise.withResolvers<void>();
  const front = await frontOfApi(
    (asked, response) => {
      if (asked.url !== '/api/slow') return void response.end('quick');
      waiting.push(response);
      if (waiting.length === 2) heard.resolve();
    },
    { callsMax: 2 },
  );
  const slow = [1, 2].map(() => ask(front, { path: '/api/slow' }));
  await heard.promise;
  const refused = await ask(front);
  expect([refused.status, codeIn(refused)]).toEqual([503, 'BUSY']);
  for (const response of waiting) response.end('done');
  expect((await Promise.all(slow)).map(({ body }) => body)).toEqual(['done', 'done']);
  for (let i = 0; i < 5; i++) expect((await ask(front)).body).toBe('quick');
});

it('tells the API that the client has left', async () => {
  const heard = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  const front = await frontOfApi(({ socket }) => {
    heard.resolve();
    socket.once('close', () => left.resolve());
  });
  const sent = request({ port: front, host: '127.0.0.1', path: '/api/shows' });
  sent.on('error', () => {});
  sent.end();
  await heard.promise;
  sent.destroy();
  await left.promise;
});

it('uses a connection again, and opens another when the API has closed it', async () => {
  const sockets = new Set<Socket>();
  const front = await frontOfApi(({ socket }, response) => {
    sockets.add(socket);
    response.end('well');
  });
  await ask(front);
  await ask(front);
  expect(sockets.size).toBe(1);
  const [first] = sockets;
  if (first === undefined) throw new Error('the API was not asked');
  first.end();
  await once(first, 'close');
  expect((await ask(front)).body).toBe('well');
  expect(sockets.size).toBe(2);
});
