import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';

/** A moment on a line at which the test steps in, once. */
export interface Trap {
  /** What a packet towards the server contains at that moment; null when only the answer says it. */
  readonly asks: RegExp | null;
  /** Null for the moment before that packet passes; else what a packet of the answer contains, before it passes. */
  readonly answers: RegExp | null;
  /** Whatever the test does then; afterwards the packet passes, or is lost with its connection. */
  readonly spring: () => Promise<'pass' | 'lose'>;
}

interface Connection {
  /** The trap whose question has passed here, and whose answer is to come. */
  asked: Trap | null;
}

/** A TCP line to one server that lets everything pass, and at the moment of its trap lets the test act first. */
export class TappedLine {
  readonly #server: Server;
  readonly #target: URL;
  readonly #sockets = new Set<Socket>();
  #trap: Trap | null = null;

  private constructor(server: Server, target: URL) {
    this.#server = server;
    this.#target = target;
    server.on('connection', (client) => void this.#join(client));
  }

  /** `target` is any address with a host and a port. */
  static async open(target: string): Promise<TappedLine> {
    const server = createServer({ allowHalfOpen: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TappedLine(server, new URL(target));
  }

  /** The target's address by way of this line. */
  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the line is closed');
    const url = new URL(this.#target);
    url.hostname = '127.0.0.1';
    url.port = String(address.port);
    return url.href.replace(/\/$/, '');
  }

  /** Sets the trap; resolves when it has sprung. */
  set(trap: Omit<Trap, 'spring'>, spring: Trap['spring']): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#trap = {
      ...trap,
      async spring() {
        try {
          const fate = await spring();
          resolve();
          return fate;
        } catch (error) {
          reject(error);
          return 'lose';
        }
      },
    };
    return promise;
  }

  async close(): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, 'close');
  }

  async #join(client: Socket): Promise<void> {
    const server = connect({
      host: this.#target.hostname,
      port: Number(this.#target.port || 3306),
      allowHalfOpen: true,
    });
    const both = [client, server];
    for (const socket of both) this.#sockets.add(socket.setNoDelay());
    const connection: Connection = { asked: null };
    const ways = [
      pipeline(client, (chunks) => this.#sieve(chunks, (text) => this.#onQuestion(text, connection)), server),
      pipeline(server, (chunks) => this.#sieve(chunks, (text) => this.#onAnswer(text, connection)), client),
    ];
    // Either way that breaks, or is cut, ends the connection on both sides.
    await Promise.all(ways).catch(() => {});
    for (const socket of both) {
      socket.destroy();
      this.#sockets.delete(socket);
    }
  }

  async *#sieve(
    chunks: AsyncIterable<Buffer>,
    fateOf: (text: string) => Promise<'pass' | 'lose'>,
  ): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      if ((await fateOf(chunk.toString('latin1'))) === 'lose') throw new Error('the packet is lost');
      yield chunk;
    }
  }

  async #onQuestion(text: string, connection: Connection): Promise<'pass' | 'lose'> {
    const trap = this.#trap;
    if (trap?.asks?.test(text) !== true) return 'pass';
    if (trap.answers === null) return this.#spring(trap);
    connection.asked = trap;
    return 'pass';
  }

  async #onAnswer(text: string, connection: Connection): Promise<'pass' | 'lose'> {
    const trap = this.#trap;
    if (trap?.answers?.test(text) !== true) return 'pass';
    return trap.asks === null || connection.asked === trap ? this.#spring(trap) : 'pass';
  }

  /** One trap springs once. */
  #spring(trap: Trap): Promise<'pass' | 'lose'> {
    this.#trap = null;
    return trap.spring();
  }
}
