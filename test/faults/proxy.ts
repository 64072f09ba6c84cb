import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { type Passage, Relay, type Watch } from './relay.ts';

/** Connections at a time; past this a process has lost count of its own, and the next is reset. */
const relaysMax = 2_000;

/**
 * A TCP proxy in front of one server on this machine, with a switch for each fault of a network. A service that
 * is given the proxy's port instead of the server's meets the faults; everybody else does not.
 */
export class FaultProxy {
  readonly #server: Server;
  readonly #upstreamPort: number;
  readonly #relays = new Set<Relay>();
  #passage: Passage = { kind: 'open' };
  #isRefusing = false;
  #answerBytesMax: number | null = null;
  #watch: Watch | null = null;

  private constructor(server: Server, upstreamPort: number) {
    this.#server = server;
    this.#upstreamPort = upstreamPort;
  }

  static async open(upstreamPort: number): Promise<FaultProxy> {
    const server = createServer({ allowHalfOpen: true });
    const proxy = new FaultProxy(server, upstreamPort);
    server.on('connection', (client) => proxy.#accept(client));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The proxy is closed.');
    return address.port;
  }

  get connections(): number {
    return this.#relays.size;
  }

  /** Resets whoever connects; connections that are there stay. */
  refuse(): void {
    this.#isRefusing = true;
  }

  /** Resets every connection; new ones are let in. */
  cut(): void {
    for (const relay of [...this.#relays]) relay.cut();
  }

  /** The server cannot be reached: connections break and none can be made. */
  disconnect(): void {
    this.refuse();
    this.cut();
  }

  /** Stops reading on both sides, of new connections too: nothing fails and nothing arrives. */
  stall(): void {
    this.#setPassage({ kind: 'stalled' });
  }

  delay(delayMs: number): void {
    this.#setPassage({ kind: 'slow', delayMs });
  }

  /** Breaks each connection made from here on once this many bytes have gone towards its client. */
  cutAfter(answerBytesMax: number): void {
    this.#answerBytesMax = answerBytesMax;
  }

  /** Reacts to a pattern in what goes to the server, until `heal` or the next `watch`. */
  watch(watch: Watch): void {
    this.#watch = watch;
  }

  /** Turns every switch off. What is broken stays broken; what was stalled goes on. */
  heal(): void {
    this.#isRefusing = false;
    this.#answerBytesMax = null;
    this.#watch = null;
    this.#setPassage({ kind: 'open' });
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.cut();
    await closed;
  }

  #setPassage(passage: Passage): void {
    this.#passage = passage;
    for (const relay of this.#relays) relay.setPassage(passage);
  }

  #accept(client: Socket): void {
    client.on('error', () => {});
    if (this.#isRefusing || this.#relays.size >= relaysMax) {
      client.resetAndDestroy();
      return;
    }
    const relay: Relay = new Relay({
      client,
      upstreamPort: this.#upstreamPort,
      passage: this.#passage,
      watch: () => this.#watch,
      answerBytesMax: this.#answerBytesMax,
      onEnd: () => this.#relays.delete(relay),
    });
    this.#relays.add(relay);
  }
}
