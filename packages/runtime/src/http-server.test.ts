import { once } from 'node:events';
import { Agent, get, type IncomingMessage, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { closeHttpServer, createHttpServer } from './http-server.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: () => Response | Promise<Response>): Promise<{ server: Server; port: number }> {
  const server = createHttpServer(answer);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, port: address.port };
}

describe('an HTTP server', () => {
  it('bounds how long and how much a client may send', async () => {
    const { server } = await serve(() => new Response('ok'));
    expect(server.headersTimeout).toBeGreaterThan(0);
    expect(server.headersTimeout).toBeLessThan(server.requestTimeout);
    expect(server.requestTimeout).toBeLessThanOrEqual(30_000);
    expect(server.maxHeadersCount).toBeLessThanOrEqual(100);
    // Balancers keep connections for a minute by default; one that the server closes first loses a request.
    expect(server.keepAliveTimeout).toBeGreaterThan(60_000);
  });

  it('refuses headers that are too large, and ends the connection', async () => {
    const { port } = await serve(() => new Response('ok'));
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`);
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    expect(answer).toMatch(/^HTTP\/1.1 413 .*"code":"BODY_TOO_LARGE"/s);
  });
});

describe('closing an HTTP server', () => {
  it('lets the request under way finish, and ends its connection then, though the client would keep it', async () => {
    const asked = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const { server, port } = await serve(async () => {
      asked.resolve();
      await finish.promise;
      return new Response('done');
    });
    const agent = new Agent({ keepAlive: true });
    const answered = once(get({ port, host: '127.0.0.1', agent }), 'response') as Promise<[IncomingMessage]>;
    await asked.promise;
    const closed = closeHttpServer(server);
    finish.resolve();
    const [response] = await answered;
    expect(Buffer.concat(await response.toArray()).toString()).toBe('done');
    await closed;
    expect(server.listening).toBe(false);
    agent.destroy();
  });
});
