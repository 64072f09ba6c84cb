import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRegistry } from '@onsale/runtime';
import { Server } from 'socket.io';
import type { Socket } from 'socket.io-client';
import { describe, expect, it, vi } from 'vitest';
import { createFrameWriter } from './frame-writer.ts';
import { packetsWaiting, startEndingSlowSockets } from './slow-sockets.ts';
import type { SaleServer, SaleSocket } from './socket-types.ts';
import { connect } from './testing/client.ts';

/** Makes a client read nothing more. */
function stopReading(client: Socket): void {
  const { ws } = client.io.engine.transport as unknown as { ws: { pause(): void } };
  ws.pause();
}

type Measure = (socket: SaleSocket) => number;
const packets: Measure = ({ conn }) => packetsWaiting(conn);
const bytes: Measure = ({ data }) => data.stream.writableLength;

/** How much waits for each socket, ascending. */
function waitingOf(io: SaleServer, measure: Measure): number[] {
  return [...io.sockets.sockets.values()].map(measure).sort((a, b) => a - b);
}

class SlowBench {
  readonly io: SaleServer;
  readonly registry = createRegistry('test');
  readonly #http = createServer();

  constructor() {
    this.io = new Server(this.#http, { transports: ['websocket'] });
    this.io.use((socket, next) => {
      Object.assign(socket.data, { stream: socket.request.socket });
      next();
    });
  }

  async open(name: string): Promise<Socket> {
    if (!this.#http.listening)
      await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve));
    return connect(`http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`, name);
  }
}

/** Tells until so much waits for the slow one, then expects the service to let go of him alone. */
async function expectLetGo(
  bench: SlowBench,
  tell: () => void,
  measure: Measure,
  waiting: number,
): Promise<void> {
  const { io, registry } = bench;
  const slow = await bench.open('slow');
  const quick = await bench.open('quick');
  stopReading(slow);
  // As long as the slow one's connection takes something, nothing waits for him.
  await vi.waitFor(() => {
    tell();
    expect(waitingOf(io, measure).at(-1)).toBeGreaterThan(waiting);
  }, 20_000);
  // Whoever reads has read all of it by now; only for the slow one does something wait.
  await vi.waitFor(() => expect([waitingOf(io, packets)[0], waitingOf(io, bytes)[0]]).toEqual([0, 0]), {
    timeout: 20_000,
  });
  const watch = startEndingSlowSockets(io, registry, 5);
  await vi.waitFor(() => expect(io.sockets.sockets.size).toBe(1), { timeout: 20_000 });
  expect(quick.connected).toBe(true);
  expect(await registry.getSingleMetricAsString('onsale_realtime_slow_total')).toMatch(/\} 1$/m);
  watch.stop();
  slow.disconnect();
  quick.disconnect();
  await io.close();
}

const seats = (show: string) => ({ show, section: 's', from: 0, to: 1, set: [] });

describe('whoever does not read is let go, and nobody else:', () => {
  it('when too many packets wait for him', async () => {
    const bench = new SlowBench();
    const tell = () => {
      for (let i = 0; i < 500; i++) bench.io.emit('seats', seats(i % 10 === 0 ? 'x'.repeat(50_000) : ''));
    };
    await expectLetGo(bench, tell, packets, 4_000);
  }, 60_000);

  it('when too many bytes wait for him in frames', async () => {
    const bench = new SlowBench();
    const writer = createFrameWriter(bench.io);
    bench.io.on('connection', (socket) => void socket.join('stalls'));
    const tell = () =>
      void writer([{ room: 'stalls', event: 'seats', payload: seats('x'.repeat(1_000_000)) }]);
    await expectLetGo(bench, tell, bytes, 4 * 1024 * 1024 + 1_000_000);
  }, 60_000);
});
