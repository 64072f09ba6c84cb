import { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import type { Tell } from '../frame-writer.ts';
import type { SaleServer, SaleSocket, SocketData } from '../socket-types.ts';
import { FakeRooms } from './fake-rooms.ts';

type Middleware = (packet: [event: unknown, ...parameters: unknown[]], next: () => void) => void;

/** What was sent to a room. */
export interface Sent {
  readonly room: string;
  readonly event: string;
  readonly payload: unknown;
}

/** A packet as a client sends it. */
export interface Packet {
  readonly event: unknown;
  readonly payload?: unknown;
  readonly ack?: (answer: unknown) => void;
  /** The size of its frame; that of its JSON unless given. */
  readonly bytes?: number;
  /** The size of a binary attachment, if it has one. */
  readonly attachmentBytes?: number;
}

/** A server without a network: its rooms are real, and what is sent to them is kept. */
export class FakeServer {
  readonly sent: Sent[] = [];
  readonly sockets = {
    sockets: new Map<string, FakeSocket>(),
    adapter: new FakeRooms(),
  };
  readonly #admissions: ((socket: FakeSocket, next: (error?: Error) => void) => void)[] = [];
  #nextId = 1;

  /** As what the code under test calls it. */
  get io(): SaleServer {
    return this as unknown as SaleServer;
  }

  use(admission: (socket: FakeSocket, next: (error?: Error) => void) => void): void {
    this.#admissions.push(admission);
  }

  to(room: string): { emit(event: string, payload: unknown): void } {
    return { emit: (event, payload) => void this.sent.push({ room, event, payload }) };
  }

  /** Keeps frames like what is sent by the server itself, where somebody hears them. */
  readonly tell: Tell = (frames) => {
    const heard = frames.filter(({ room }) => this.sockets.adapter.rooms.has(room));
    for (const { room, event, payload } of heard) this.to(room).emit(event, payload);
    return heard.reduce((sum, { room }) => sum + (this.sockets.adapter.rooms.get(room)?.size ?? 0), 0);
  };

  /** A socket of that buyer, past whoever decides on admissions; rejects with what they refuse it for. */
  async open(buyer: string, rooms: readonly string[] = []): Promise<FakeSocket> {
    const socket = new FakeSocket(this, `socket-${this.#nextId++}`, buyer);
    for (const room of rooms) socket.join(room);
    for (const admission of this.#admissions)
      await new Promise<void>((resolve, reject) =>
        admission(socket, (error) => (error === undefined ? resolve() : reject(error))),
      );
    this.sockets.sockets.set(socket.id, socket);
    return socket;
  }

  /** What was sent to a room so far, by the event. */
  sentTo(room: string, event: string): unknown[] {
    return this.sent
      .filter((sent) => sent.room === room && sent.event === event)
      .map(({ payload }) => payload);
  }
}

/** A socket without a network. Its packets come in, and go out, as those of Socket.IO 4 do. */
export class FakeSocket extends EventEmitter {
  readonly id: string;
  readonly conn = Object.assign(new EventEmitter(), { readyState: 'open' });
  readonly data: SocketData;
  readonly rooms = new Set<string>();
  readonly #server: FakeServer;
  readonly #middlewares: Middleware[] = [];
  /** Packets that were let through to Socket.IO's own dispatch. */
  passedOn = 0;
  connected = true;
  /** What was sent to this socket alone. */
  readonly sent: [event: string, payload: unknown][] = [];

  constructor(server: FakeServer, id: string, buyer: string) {
    super();
    this.#server = server;
    this.id = id;
    this.data = {
      buyer,
      address: '203.0.113.7',
      packetBytes: 0,
      asked: 0,
      pending: 0,
      asking: null,
      stream: new Socket(),
    };
  }

  get socket(): SaleSocket {
    return this as unknown as SaleSocket;
  }

  use(middleware: Middleware): void {
    this.#middlewares.push(middleware);
  }

  override emit(event: string, ...parameters: unknown[]): boolean {
    if (event === 'disconnect') return super.emit(event, ...parameters);
    this.sent.push([event, parameters[0]]);
    return true;
  }

  join(room: string): void {
    this.rooms.add(room);
    this.#server.sockets.adapter.join(this.id, room);
  }

  leave(room: string): void {
    this.rooms.delete(room);
    this.#server.sockets.adapter.leave(this.id, room);
  }

  /**
   * Packets that arrive in one read of the network: the connection tells of each, and hands each on by
   * `process.nextTick`, before the next is decoded.
   */
  receive(...packets: readonly Packet[]): void {
    for (const { event, payload, ack, bytes = 0, attachmentBytes } of packets) {
      const parameters = [event, ...(payload === undefined ? [] : [payload])];
      const frame = `2${JSON.stringify(parameters)}`;
      this.conn.emit('packet', { type: 'message', data: frame.padEnd(bytes, ' ') });
      if (attachmentBytes !== undefined)
        this.conn.emit('packet', { type: 'message', data: Buffer.alloc(attachmentBytes) });
      const passOn = () => this.passedOn++;
      process.nextTick(() => {
        const packet = ack === undefined ? parameters : [...parameters, ack];
        for (const middleware of this.#middlewares)
          middleware(packet as [event: unknown, ...parameters: unknown[]], passOn);
      });
    }
  }

  /** Sends one packet and waits for its answer. */
  ask(event: unknown, payload?: unknown, bytes?: number): Promise<unknown> {
    return new Promise((resolve) => {
      this.receive({ event, ack: resolve, payload, ...(bytes === undefined ? {} : { bytes }) });
    });
  }

  /** Ends the connection, as a client that leaves does. */
  disconnect(): void {
    this.connected = false;
    this.conn.readyState = 'closed';
    this.rooms.clear();
    this.#server.sockets.adapter.leaveAll(this.id);
    this.#server.sockets.sockets.delete(this.id);
    this.emit('disconnect');
    this.conn.emit('close');
  }
}
