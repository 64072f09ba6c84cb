import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../servers/free-port.ts';
import { createFront } from './front.ts';
import { listen } from './listen.ts';

const endings: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

async function startBackend(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endings.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

/** A backend that says its name, and what it was asked. */
function startEcho(name: string): Promise<string> {
  return startBackend(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method, url, headers } = request;
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    response.end(
      JSON.stringify({ name, method, url, headers, body: Buffer.concat(chunks).toString('utf8') }),
    );
  });
}

async function startFront(seatsApi: readonly string[], web: string, sandbox = web): Promise<string> {
  const front = await listen(createFront({ seatsApi, web, sandbox }).fetch, 0, '127.0.0.1');
  endings.push(() => front.close());
  return `http://127.0.0.1:${front.port}`;
}

interface Echo {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

async function ask(url: string, init: RequestInit = {}): Promise<Echo> {
  return (await (await fetch(url, init)).json()) as Echo;
}

const nobody = async () => `http://127.0.0.1:${await freePort()}`;

describe('the front address', () => {
  it('sends payers to the sandbox’s page, and nobody to what else it has', async () => {
    const front = await startFront([await nobody()], await startEcho('web'), await startEcho('sandbox'));
    expect(await ask(`${front}/pay/1`, { method: 'POST', body: 'a=1' })).toMatchObject({
      name: 'sandbox',
      method: 'POST',
      url: '/pay/1',
      body: 'a=1',
    });
    for (const path of ['/charges', '/ledger', '/switches', '/payments'])
      expect((await ask(front + path)).name).toBe('web');
  });

  it.each(['/api/shows', '/api/shows/grid/seats?section=1', '/seats', '/ip', '/openapi.json'])(
    'sends %s to the seats-api processes in turn',
    async (path) => {
      const front = await startFront([await startEcho('one'), await startEcho('two')], await nobody());
      const answers = [await ask(front + path), await ask(front + path), await ask(front + path)];
      expect(answers.map(({ name }) => name)).toEqual(['one', 'two', 'one']);
      expect(answers[0]?.url).toBe(path);
    },
  );

  it.each(['/', '/shows/grid', '/assets/page.js', '/apiary'])('sends %s to the page', async (path) => {
    const front = await startFront([await nobody()], await startEcho('web'));
    expect(await ask(front + path)).toMatchObject({ name: 'web', url: path });
  });

  it('passes method, body and cookies on and says who asked', async () => {
    const front = await startFront([await startEcho('one')], await nobody());
    const headers = {
      cookie: 'session=x',
      'content-type': 'application/json',
      'x-forwarded-for': '203.0.113.9',
    };
    const init = { method: 'PUT', headers, body: '{"seats":[1]}' };
    const echo = await ask(`${front}/api/shows/grid/holds/1`, init);
    expect(echo).toMatchObject({ method: 'PUT', body: '{"seats":[1]}' });
    expect(echo.headers).toMatchObject({
      cookie: 'session=x',
      'content-type': 'application/json',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': new URL(front).host,
      'x-forwarded-proto': 'http',
    });
  });

  it('passes answers on as they are: status, cookies, redirects, empty bodies', async () => {
    const web = await startBackend((request, response) => {
      response.setHeader('set-cookie', ['a=1', 'b=2']);
      response.setHeader('etag', '"7"');
      response.writeHead(request.url === '/moved' ? 302 : 304, { location: '/elsewhere' });
      response.end();
    });
    const front = await startFront([await nobody()], web);
    const moved = await fetch(`${front}/moved`, { redirect: 'manual' });
    expect(moved.status).toBe(302);
    expect(moved.headers.get('location')).toBe('/elsewhere');
    expect(moved.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    const unchanged = await fetch(`${front}/`, { headers: { 'if-none-match': '"7"' } });
    expect(unchanged.status).toBe(304);
    expect(unchanged.headers.get('etag')).toBe('"7"');
  });

  it('passes over a seats-api that is down, with the body too', async () => {
    const front = await startFront([await nobody(), await startEcho('two')], await nobody());
    const init = { method: 'PUT', body: 'x' };
    const answers = [await ask(`${front}/api/a`, init), await ask(`${front}/api/a`, init)];
    expect(answers).toMatchObject([
      { name: 'two', body: 'x' },
      { name: 'two', body: 'x' },
    ]);
  });

  it('answers UNAVAILABLE when nothing answers', async () => {
    const front = await startFront([await nobody(), await nobody()], await nobody());
    const response = await fetch(`${front}/api/shows`);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await response.json()).toMatchObject({ error: { code: 'UNAVAILABLE' } });
  });

  it('answers UNKNOWN, and asks nobody else, when a process dies over a request', async () => {
    const dying = await startBackend((request) => {
      request.socket.destroy();
    });
    const front = await startFront([dying, await startEcho('two')], await nobody());
    const response = await fetch(`${front}/api/holds/1/pay`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ error: { code: 'UNKNOWN' } });
  });

  it('refuses a body that no service would take', async () => {
    const front = await startFront([await startEcho('one')], await nobody());
    const response = await fetch(`${front}/api/a`, { method: 'PUT', body: 'x'.repeat(1024 * 1024 + 1) });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { code: 'BODY_TOO_LARGE' } });
  });
});

describe('listening', () => {
  it('says in one line that the port is taken', async () => {
    const taken = await startBackend(() => {});
    const port = Number(new URL(taken).port);
    await expect(listen(() => new Response(), port, '127.0.0.1')).rejects.toThrow(
      `Port ${port} is taken; give another with --port.`,
    );
  });

  it('says in one line that an address is not of this machine', async () => {
    await expect(listen(() => new Response(), 0, '203.0.113.1')).rejects.toThrow(
      '203.0.113.1 is not an address of this machine.',
    );
  });
});
