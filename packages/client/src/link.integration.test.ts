import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LinkHandlers, socketAddress, socketLinks } from './link.ts';

let http: HttpServer;
let server: Server;
let url: string;

beforeEach(async () => {
  http = createServer();
  server = new Server(http, { transports: ['websocket'] });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});

afterEach(async () => {
  await server.close();
});

/** Handlers that write down what came, and promise the end. */
function recorder(): { handlers: LinkHandlers; heard: unknown[]; closed: Promise<void> } {
  const heard: unknown[] = [];
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const note = (event: unknown): void => void heard.push(event);
  return { heard, closed, handlers: { seats: note, heads: note, hold: note, move: note, closed: resolve } };
}

const open = (handlers: LinkHandlers, address = { url: '', ticket: 't1' }, timeoutMs = 2_000) =>
  socketLinks(url)(address, handlers, timeoutMs);

describe('a link over Socket.IO', () => {
  it('connects with its ticket to its own origin, asks and hears', async () => {
    const { handlers, heard } = recorder();
    server.on('connection', (socket) => {
      socket.emit('move', { withinMs: socket.handshake.auth.ticket === 't1' ? 1 : 2 });
      socket.on('watch', (request, ack) => ack({ ok: true, show: request.show, sections: [] }));
    });
    const link = await open(handlers);
    await expect(link.watch({ show: 'hamlet', sections: 'all' }, 1_000)).resolves.toMatchObject({
      show: 'hamlet',
    });
    expect(heard).toEqual([{ withinMs: 1 }]);
    link.close();
  });

  it('sends the trace of a hold to a process that records traces, and to no other', async () => {
    const heard: unknown[] = [];
    let traces = false;
    server.on('connection', (socket) => {
      socket.on('watch', (_, ack) => ack({ ok: true, sections: [], ...(traces ? { traces } : {}) }));
      for (const event of ['hold', 'release', 'pay'] as const)
        socket.on(event, (request, ack) => {
          heard.push(request);
          ack({ ok: true });
        });
    });
    const id = '01980000-0000-7000-8000-000000000001';
    const ask = async () => {
      const link = await open(recorder().handlers);
      await link.watch({ show: 'hamlet', sections: 'all' }, 1_000);
      await link.hold({ id, show: 'hamlet', seats: [1] }, 1_000);
      await link.release({ hold: id }, 1_000);
      await link.pay({ hold: id }, 1_000);
      link.close();
      return heard.splice(0);
    };
    expect(await ask()).toEqual([{ id, show: 'hamlet', seats: [1] }, { hold: id }, { hold: id }]);
    traces = true;
    const trace = expect.stringMatching(/^00-01980000000070008000000000000001-[0-9a-f]{16}-00$/);
    expect(await ask()).toEqual([
      { id, show: 'hamlet', seats: [1], trace },
      { hold: id, trace },
      { hold: id, trace },
    ]);
  });

  it('rejects with the code that the server refused the connection with', async () => {
    server.use((_, next) =>
      next(Object.assign(new Error('used'), { data: { code: 'BAD_TICKET', message: 'used' } })),
    );
    await expect(open(recorder().handlers)).rejects.toMatchObject({ code: 'BAD_TICKET' });
  });

  it('is UNAVAILABLE when nobody listens, and when nobody answers', async () => {
    const free = await unusedUrl();
    await expect(open(recorder().handlers, { url: free, ticket: 't' })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
    server.use(() => undefined);
    await expect(open(recorder().handlers, { url: '/', ticket: 't' }, 200)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
  });

  it('[A1] a question without an ack is UNKNOWN, after its time or when the connection breaks', async () => {
    const { handlers, closed } = recorder();
    server.on('connection', (socket) => socket.on('hold', () => socket.disconnect(true)));
    const link = await open(handlers);
    const request = { id: 'h', show: 'hamlet', seats: [1] };
    await expect(link.release({ hold: 'h' }, 50)).rejects.toMatchObject({ code: 'UNKNOWN' });
    await expect(link.hold(request, 60_000)).rejects.toMatchObject({ code: 'UNKNOWN' });
    await closed;
    await expect(link.hold(request, 60_000)).rejects.toMatchObject({ code: 'UNKNOWN' });
  });

  it('says nothing after it was closed from here', async () => {
    const { handlers, heard } = recorder();
    const link = await open(handlers);
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const socket of await server.fetchSockets()) socket.emit('move', { withinMs: 1 });
    for (const socket of server.sockets.sockets.values()) socket.on('disconnect', () => resolve());
    link.close();
    await promise;
    expect(heard).toEqual([]);
  });
});

describe('socketAddress', () => {
  it.each([
    ['', 'https://sale.example', '/socket.io'],
    ['/', 'https://sale.example', '/socket.io'],
    ['https://one.rt.example:30443', 'https://one.rt.example:30443', '/socket.io'],
    ['wss://one.rt.example/pod-1/', 'wss://one.rt.example', '/pod-1/socket.io'],
  ])('reads %j', (endpoint, origin, path) => {
    expect(socketAddress(endpoint, 'https://sale.example')).toEqual({ origin, path });
  });
});

/** An address where nothing listens. */
async function unusedUrl(): Promise<string> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return `http://127.0.0.1:${port}`;
}
