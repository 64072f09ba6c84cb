import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRegistry } from '@onsale/runtime';
import { Server } from 'socket.io';
import type { Socket } from 'socket.io-client';
import { expect, it, vi } from 'vitest';
import { packetsWaiting, startEndingSlowSockets } from './slow-sockets.ts';
import type { SaleServer } from './socket-types.ts';
import { connect } from './testing/client.ts';

/** Makes a client read nothing more. */
function stopReading(client: Socket): void {
  const { ws } = client.io.engine.transport as unknown as { ws: { pause(): void } };
  ws.pause();
}

/** How many packets wait for each socket, ascending. */
function waitingOf(io: SaleServer): number[] {
  return [...io.sockets.sockets.values()].map(({ conn }) => packetsWaiting(conn)).sort((a, b) => a - b);
}

it('whoever does not read is let go, and nobody else', async () => {
  const http = createServer();
  const io: SaleServer = new Server(http, { transports: ['websocket'] });
  io.use((socket, next) => {
    Object.assign(socket.data, { stream: socket.request.socket });
    next();
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const registry = createRegistry('test');
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const slow = await connect(url, 'slow');
  const quick = await connect(url, 'quick');
  stopReading(slow);
  // As long as the slow one's connection takes something, nothing waits for him.
  const large = { show: 'x'.repeat(100_000), section: 's', from: 0, to: 1, set: [] };
  await vi.waitFor(() => {
    for (let i = 0; i < 50; i++) io.emit('seats', large);
    expect(waitingOf(io).at(-1)).toBeGreaterThan(100);
  }, 20_000);
  for (let i = 0; i < 4_000; i++) io.emit('move', { withinMs: i });
  // Whoever reads has read all of it by now; only the slow one's packets still wait.
  await vi.waitFor(() => expect(waitingOf(io)[0]).toBe(0), { timeout: 20_000 });
  const watch = startEndingSlowSockets(io, registry, 5);
  await vi.waitFor(() => expect(io.sockets.sockets.size).toBe(1), { timeout: 20_000 });
  expect(quick.connected).toBe(true);
  expect(await registry.getSingleMetricAsString('onsale_realtime_slow_total')).toMatch(/\} 1$/m);
  watch.stop();
  slow.disconnect();
  quick.disconnect();
  await io.close();
}, 60_000);
