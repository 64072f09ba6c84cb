import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { expect, it } from 'vitest';
import { forgetRequest, keepRequestsLean } from './lean-request.ts';
import type { SaleServer, SaleSocket } from './socket-types.ts';
import { connect } from './testing/client.ts';

it('an open connection keeps nothing of its request but the network connection', async () => {
  const http = createServer();
  const io: SaleServer = new Server(http, { transports: ['websocket'] });
  keepRequestsLean(io);
  const seen: object[] = [];
  const opened = new Promise<SaleSocket>((resolve) => {
    io.use((socket, next) => {
      seen.push({ ...socket.request.headers });
      forgetRequest(socket);
      next();
    });
    io.on('connection', resolve);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const client = await connect(`http://127.0.0.1:${port}`, 'ticket', {
    cookie: 'x'.repeat(4_000),
    origin: 'https://tickets.example',
    'x-forwarded-for': '203.0.113.9',
  });
  const socket = await opened;
  expect(seen).toEqual([
    expect.objectContaining({
      host: `127.0.0.1:${port}`,
      origin: 'https://tickets.example',
      'x-forwarded-for': '203.0.113.9',
    }),
  ]);
  expect(seen[0]).not.toHaveProperty('cookie');
  expect(socket.request.headers).toEqual({ 'x-forwarded-for': '203.0.113.9' });
  expect(socket.handshake).toEqual({});
  expect(socket.request.socket.remotePort).toBeGreaterThan(0);
  const answered = new Promise((resolve) => client.on('move', resolve));
  socket.emit('move', { withinMs: 5 });
  expect(await answered).toEqual({ withinMs: 5 });
  client.disconnect();
  await io.close();
});
