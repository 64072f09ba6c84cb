import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SeatsEvent } from '@onsale/contracts';
import { Server } from 'socket.io';
import type { Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFrameWriter, type Tell } from './frame-writer.ts';
import type { SaleServer } from './socket-types.ts';
import { connect } from './testing/client.ts';

/** A real server; who connects to it is in the rooms that he is opened with. */
class WriterBench {
  readonly io: SaleServer;
  readonly tell: Tell;
  readonly #http = createServer();
  readonly #clients: Socket[] = [];
  #rooms: readonly string[] = [];

  constructor() {
    this.io = new Server(this.#http, { transports: ['websocket'] });
    this.io.on('connection', (socket) => {
      Object.assign(socket.data, { stream: socket.request.socket });
      void socket.join([...this.#rooms]);
    });
    this.tell = createFrameWriter(this.io);
  }

  /** What somebody in these rooms gets, as it comes, and a spy on the writes of his connection. */
  async open(...rooms: readonly string[]) {
    if (!this.#http.listening)
      await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve));
    this.#rooms = rooms;
    const known = new Set(this.io.sockets.sockets.keys());
    const client = await connect(
      `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`,
      rooms.join(),
    );
    this.#clients.push(client);
    const got: SeatsEvent[] = [];
    client.on('seats', (payload: SeatsEvent) => got.push(payload));
    const own = [...this.io.sockets.sockets.values()].find(({ id }) => !known.has(id));
    if (own === undefined) throw new Error('nobody came');
    return { got, socket: own, writes: vi.spyOn(own.request.socket, 'write') };
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.disconnect();
    await this.io.close();
  }
}

const seats = (section: string, to: number): SeatsEvent => ({
  show: 'test-show',
  section,
  from: to - 1,
  to,
  set: [[to, 1]],
});
const frame = (room: string, to = 1) => ({ room, event: 'seats' as const, payload: seats(room, to) });

let bench: WriterBench;
beforeEach(() => {
  bench = new WriterBench();
});
afterEach(() => bench.close());

describe('frames of one tick', () => {
  it('go to those in their rooms, in order, with one write each', async () => {
    const both = await bench.open('stalls', 'circle');
    const one = await bench.open('circle');
    const none = await bench.open('boxes');
    const [stalls, circle] = [frame('stalls'), frame('circle')];
    expect(bench.tell([stalls, circle])).toBe(3);
    await vi.waitFor(() => expect([both.got.length, one.got.length]).toEqual([2, 1]));
    expect(both.got).toEqual([stalls.payload, circle.payload]);
    expect(one.got).toEqual([circle.payload]);
    expect([both, one, none].map(({ writes }) => writes.mock.calls.length)).toEqual([1, 1, 0]);
  });

  it('keep their place among what else a socket is told', async () => {
    const { got, socket } = await bench.open('stalls');
    for (let to = 1; to <= 300; to++) {
      if (to % 2 === 0) socket.emit('seats', frame('stalls', to).payload);
      else bench.tell([frame('stalls', to)]);
    }
    await vi.waitFor(() => expect(got).toHaveLength(300));
    expect(got.map(({ to }) => to)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
  });

  it('may be more than there are bits in a small integer, and as large as a show', async () => {
    const rooms = Array.from({ length: 70 }, (_, index) => `section-${index}`);
    const { got } = await bench.open(...rooms);
    const set = Array.from({ length: 5_000 }, (_, seat): [number, number] => [seat, 1]);
    const frames = rooms.map((room) => ({ ...frame(room), payload: { ...frame(room).payload, set } }));
    expect(bench.tell(frames)).toBe(70);
    await vi.waitFor(() => expect(got).toHaveLength(70), { timeout: 20_000 });
    expect(got).toEqual(frames.map(({ payload }) => payload));
  });

  it('are not sent to who is gone, nor where nobody is', async () => {
    const gone = await bench.open('stalls');
    gone.socket.disconnect(true);
    expect(bench.tell([frame('stalls'), frame('nowhere')])).toBe(0);
    expect(bench.tell([])).toBe(0);
  });
});
