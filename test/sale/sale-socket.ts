import { newId, SectionMap } from '@onsale/client';
import type {
  Ack,
  HeadsEvent,
  HoldAck,
  HoldEvent,
  MoveEvent,
  OrderAck,
  SeatsEvent,
  TextbookResult,
  WatchAck,
} from '@onsale/contracts';
import type { ErrorCode } from '@onsale/domain';
import { io, type Socket } from 'socket.io-client';
import { Heard } from './heard.ts';
import { sectionSeats } from './shows.ts';

export interface SocketOptions {
  readonly ticket: string;
  /** The page that opens the socket; none when not given, as from a program. */
  readonly origin?: string;
  readonly textbook?: boolean;
}

/** A connection that was refused: the code in the server's answer, or what the network said. */
export class ConnectionRefused extends Error {
  override readonly name = 'ConnectionRefused';
}

const ackMsMax = 20_000;

/** An open socket that writes down everything that comes. */
export class SaleSocket {
  readonly frames = new Heard<SeatsEvent & { readonly atMs: number }>();
  readonly heads = new Heard<HeadsEvent>();
  readonly holds = new Heard<HoldEvent>();
  readonly moves = new Heard<MoveEvent>();
  readonly results = new Heard<TextbookResult>();
  /** Why the connection ended. */
  readonly ends = new Heard<string>();
  readonly #socket: Socket;
  readonly #maps = new Map<string, SectionMap>();

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('seats', (event: SeatsEvent) => this.#onSeats(event));
    socket.on('heads', (event: HeadsEvent) => this.heads.add(event));
    socket.on('hold', (event: HoldEvent) => this.holds.add(event));
    socket.on('move', (event: MoveEvent) => this.moves.add(event));
    socket.on('result', (event: TextbookResult) => this.results.add(event));
    socket.on('disconnect', (reason) => this.ends.add(reason));
  }

  /** Rejects with {@link ConnectionRefused}. */
  static open(url: string, { ticket, origin, textbook }: SocketOptions): Promise<SaleSocket> {
    const socket = io(url, {
      transports: ['websocket'],
      auth: { ticket, ...(textbook === undefined ? {} : { textbook }) },
      ...(origin === undefined ? {} : { extraHeaders: { origin } }),
      reconnection: false,
      forceNew: true,
    });
    const opening = new SaleSocket(socket);
    return new Promise((resolve, reject) => {
      socket.once('connect', () => resolve(opening));
      socket.once('connect_error', (error) => {
        socket.disconnect();
        reject(new ConnectionRefused(error.message));
      });
    });
  }

  get connected(): boolean {
    return this.#socket.connected;
  }

  /** Sends a command, whatever it is, and waits for its ack. */
  ask<T extends object = object>(event: string, ...payload: unknown[]): Promise<Ack<T>> {
    return this.#socket.timeout(ackMsMax).emitWithAck(event, ...payload) as Promise<Ack<T>>;
  }

  hold(show: string, seats: readonly number[], id = newId()): Promise<HoldAck> {
    return this.ask('hold', { id, show, seats });
  }

  release(hold: string, seats?: readonly number[]): Promise<HoldAck> {
    return this.ask('release', seats === undefined ? { hold } : { hold, seats });
  }

  pay(hold: string, id = newId()): Promise<OrderAck> {
    return this.ask('pay', { hold, id });
  }

  /** Watches every section of a show and keeps its map from there on. */
  async watch(show: string): Promise<void> {
    const answer: WatchAck = await this.ask('watch', { show, sections: 'all' });
    if (!answer.ok) throw new Error(`watching ${show}: ${answer.error.code}`);
    for (const watched of answer.sections) {
      const map = this.#mapOf(show, watched.section);
      if ('states' in watched) map.applySnapshot(watched);
      else map.applyDelta(watched);
    }
  }

  /** The maps as they stand: version and one digit for each seat, by section. */
  mapOf(show: string): Record<string, { version: number | null; states: string }> {
    const known = [...this.#maps].filter(([key]) => key.startsWith(`${show}/`));
    return Object.fromEntries(
      known.map(([, map]) => [map.id, { version: map.version, states: map.states.join('') }]),
    );
  }

  close(): void {
    this.#socket.disconnect();
  }

  #onSeats(event: SeatsEvent): void {
    this.#mapOf(event.show, event.section).applyDelta(event);
    this.frames.add({ ...event, atMs: performance.now() });
  }

  #mapOf(show: string, section: string): SectionMap {
    const key = `${show}/${section}`;
    const first = section === 'left' ? 0 : sectionSeats;
    const map = this.#maps.get(key) ?? new SectionMap({ id: section, first, count: sectionSeats });
    this.#maps.set(key, map);
    return map;
  }
}

/** The refusal's code, or `ok`. */
export function ackCode(ack: Ack<object>): ErrorCode | 'ok' {
  return ack.ok ? 'ok' : ack.error.code;
}

/** The accepted ack; throws when it was refused. */
export function accepted<T extends object>(ack: Ack<T>): { readonly ok: true } & T {
  if (ack.ok) return ack;
  throw new Error(`refused: ${JSON.stringify(ack.error)}`);
}
