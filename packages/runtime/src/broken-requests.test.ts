import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpServer } from './http-server.ts';

let server: Server;
let port: number;
let asked: string[];
let release: () => void;

beforeEach(async () => {
  asked = [];
  const held = Promise.withResolvers<void>();
  release = held.resolve;
  await serve(async (request) => {
    const { pathname } = new URL(request.url);
    asked.push(pathname);
    if (pathname === '/slow') await held.promise;
    return new Response(`answered ${pathname}`);
  });
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function serve(fetch: Parameters<typeof createHttpServer>[0]): Promise<void> {
  server = createHttpServer(fetch);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
}

/** Sends the bytes and reads until the server ends the connection. */
async function exchange(text: string, then: () => void = () => {}): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.end(text);
  then();
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  await once(socket, 'close');
  return answer;
}

const host = 'Host: sale.example';

describe('what is no request', () => {
  it.each([
    ['garbage', 'GARBAGE\r\n\r\n'],
    ['a method that nobody knows', `FETCH / HTTP/1.1\r\n${host}\r\n\r\n`],
    ['a header without a name', `GET / HTTP/1.1\r\n${host}\r\n: x\r\n\r\n`],
    ['a length that is none', `PUT / HTTP/1.1\r\n${host}\r\nContent-Length: x\r\n\r\n`],
    ['two lengths', `PUT / HTTP/1.1\r\n${host}\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n`],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['a host that is none', 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n'],
    ['a number for a host', 'GET / HTTP/1.1\r\nHost: 9007199254740993\r\n\r\n'],
    ['an address outside the four numbers', 'GET / HTTP/1.1\r\nHost: 1.2.3.256\r\n\r\n'],
    ['a backslash in the path', `GET /a\\b HTTP/1.1\r\n${host}\r\n\r\n`],
    ['no path', `OPTIONS * HTTP/1.1\r\n${host}\r\n\r\n`],
    ['an address that is none', 'GET http://[/ HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('is refused with a code: %s', async (_what, text) => {
    const answer = await exchange(text);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(head).toMatch(/content-type: application\/json/i);
    expect(JSON.parse(body)).toEqual({
      error: {
        code: 'BAD_REQUEST',
        message: expect.any(String),
        requestId: expect.any(String),
        details: { faults: [expect.any(String)] },
      },
    });
    expect(asked).toEqual([]);
  });

  it('is never taken for the answer to a request before it that still waits', async () => {
    const answer = await exchange(`GET /slow HTTP/1.1\r\n${host}\r\n\r\nGARBAGE\r\n\r\n`, () =>
      setImmediate(release),
    );
    expect(asked).toEqual(['/slow']);
    expect(answer).not.toContain('BAD_REQUEST');
  });

  it('is refused on a connection whose earlier requests were answered', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET /first HTTP/1.1\r\n${host}\r\n\r\n`);
    const [first] = (await once(socket, 'data')) as [Buffer];
    expect(first.toString()).toContain('answered /first');
    socket.write('GARBAGE\r\n\r\n');
    const [second] = (await once(socket, 'data')) as [Buffer];
    expect(second.toString()).toContain('BAD_REQUEST');
    await once(socket, 'close');
  });
});

describe('an app that throws', () => {
  it('is answered for with INTERNAL, and nothing of what it threw', async () => {
    for (const fail of [() => Promise.reject(new Error('a secret')), () => bang()]) {
      server.close();
      await serve(fail);
      const answer = await exchange(`GET / HTTP/1.1\r\n${host}\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 500 .*"code":"INTERNAL"/s);
      expect(answer).not.toContain('secret');
    }
  });
});

function bang(): never {
  throw new Error('a secret');
}
