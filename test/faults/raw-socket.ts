import { RawWebSocket } from './raw-websocket.ts';

/** An answer to an event, or null when the connection ended first or time was up. */
export type Ack = { readonly ok: boolean; readonly [field: string]: unknown } | null;

export interface RawSocketHandlers {
  readonly event?: (name: string, payload: unknown) => void;
  readonly closed?: () => void;
}

interface Waiting {
  readonly resolve: (ack: Ack) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * A Socket.IO client as small as it can be (protocol 5 over Engine.IO 4, WebSocket and text only): cheap enough for
 * thousands in one process, and without a reconnection of its own.
 */
export class RawSocket {
  readonly #handlers: RawSocketHandlers;
  readonly #waiting = new Map<number, Waiting>();
  #socket: RawWebSocket | null = null;
  #nextId = 0;
  #isOpen = false;

  private constructor(handlers: RawSocketHandlers) {
    this.#handlers = handlers;
  }

  /** Opens a connection to `http://host:port`. Rejects when it is refused, ends or takes too long. */
  static open(
    url: string,
    auth: object,
    options: { readonly timeoutMs: number } & RawSocketHandlers,
  ): Promise<RawSocket> {
    const raw = new RawSocket(options);
    return new Promise((resolve, reject) => {
      const fail = (why: string) => {
        clearTimeout(timer);
        raw.close();
        reject(new Error(why));
      };
      const timer = setTimeout(() => fail('time is up'), options.timeoutMs);
      const opened = () => {
        clearTimeout(timer);
        resolve(raw);
      };
      const handlers = {
        text: (text: string) => raw.#hear(text, auth, opened, fail),
        closed: () => {
          fail('the connection ended');
          raw.#end();
        },
      };
      raw.#socket = new RawWebSocket(new URL('/socket.io/?EIO=4&transport=websocket', url), handlers);
    });
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Sends an event and waits for its answer. */
  ask(event: string, payload: object, timeoutMs: number): Promise<Ack> {
    if (!this.#isOpen) return Promise.resolve(null);
    const id = this.#nextId++;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#answer(id, null), timeoutMs);
      this.#waiting.set(id, { resolve, timer });
      this.#socket?.send(`42${id}${JSON.stringify([event, payload])}`);
    });
  }

  close(): void {
    this.#socket?.close();
    this.#end();
  }

  #hear(packet: string, auth: object, opened: () => void, fail: (why: string) => void): void {
    if (packet === '2') this.#socket?.send('3');
    else if (packet.startsWith('0')) this.#socket?.send(`40${JSON.stringify(auth)}`);
    else if (packet.startsWith('40')) {
      this.#isOpen = true;
      opened();
    } else if (packet.startsWith('44')) fail(packet.slice(2));
    else if (packet.startsWith('41')) this.close();
    else if (packet.startsWith('42')) {
      const [name, payload] = JSON.parse(packet.slice(2)) as [string, unknown];
      this.#handlers.event?.(name, payload);
    } else if (packet.startsWith('43')) {
      const start = packet.indexOf('[');
      const [ack] = JSON.parse(packet.slice(start)) as [Ack];
      this.#answer(Number(packet.slice(2, start)), ack);
    }
  }

  #answer(id: number, ack: Ack): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    waiting.resolve(ack);
  }

  #end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (const id of [...this.#waiting.keys()]) this.#answer(id, null);
    this.#handlers.closed?.();
  }
}
