import { connect, type Socket } from 'node:net';
import { Conveyor } from './conveyor.ts';
import { PatternMatcher } from './pattern-matcher.ts';

/** What happens to everything that passes. */
export type Passage =
  | { readonly kind: 'open' }
  /** Nothing is read from either side: the network has swallowed the rest. */
  | { readonly kind: 'stalled' }
  /** Everything arrives this much later. */
  | { readonly kind: 'slow'; readonly delayMs: number };

/** What the proxy does when a pattern has gone by on its way to the server. */
export type Reaction =
  /** The connection breaks and the packet with the pattern never arrives. */
  | 'lose-request'
  /** The packet arrives and the connection breaks before the answer. */
  | 'lose-answer'
  /** The packet goes on its way after this returns. */
  | (() => void);

export interface Watch {
  readonly pattern: string;
  /** Asked at each occurrence; null lets it pass. */
  readonly react: () => Reaction | null;
}

export interface RelayOptions {
  readonly client: Socket;
  readonly upstreamPort: number;
  readonly passage: Passage;
  readonly watch: () => Watch | null;
  /** Bytes towards the client that may pass before the connection breaks; null for all. */
  readonly answerBytesMax: number | null;
  readonly onEnd: () => void;
}

interface Direction {
  readonly from: Socket;
  readonly to: Socket;
  readonly belt: Conveyor;
}

/** One connection through the proxy, with a socket on each side. Bytes in between are bounded by both sockets' buffers. */
export class Relay {
  readonly #client: Socket;
  readonly #upstream: Socket;
  readonly #options: RelayOptions;
  readonly #up: Direction;
  readonly #down: Direction;
  #passage: Passage;
  #matcher: { readonly watch: Watch; readonly matcher: PatternMatcher } | null = null;
  #answerBytesLeft: number;
  #losesAnswers = false;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#client = options.client;
    this.#passage = options.passage;
    this.#answerBytesLeft = options.answerBytesMax ?? Number.POSITIVE_INFINITY;
    this.#upstream = connect({ port: options.upstreamPort, host: '127.0.0.1', noDelay: true });
    this.#up = { from: this.#client, to: this.#upstream, belt: new Conveyor() };
    this.#down = { from: this.#upstream, to: this.#client, belt: new Conveyor() };
    this.#client.setNoDelay(true);
    this.#client.on('data', (chunk) => this.#onRequest(chunk));
    this.#upstream.on('data', (chunk) => this.#onAnswer(chunk));
    for (const socket of [this.#client, this.#upstream]) {
      socket.on('error', () => this.cut());
      socket.on('drain', () => this.#resume());
      socket.on('close', () => this.#onClose());
    }
    for (const way of [this.#up, this.#down]) way.from.on('end', () => this.#inTurn(way, () => way.to.end()));
    this.setPassage(options.passage);
  }

  setPassage(passage: Passage): void {
    this.#passage = passage;
    if (passage.kind === 'stalled') {
      this.#client.pause();
      this.#upstream.pause();
    } else this.#resume();
  }

  /** Breaks the connection towards both sides: each sees a reset. */
  cut(): void {
    this.#client.resetAndDestroy();
    this.#upstream.resetAndDestroy();
  }

  #resume(): void {
    if (this.#passage.kind === 'stalled') return;
    if (!this.#upstream.writableNeedDrain) this.#client.resume();
    if (!this.#client.writableNeedDrain) this.#upstream.resume();
  }

  #onRequest(chunk: Buffer): void {
    for (let count = this.#occurrences(chunk); count > 0; count -= 1) {
      const reaction = this.#matcher?.watch.react() ?? null;
      if (reaction === 'lose-request') return this.cut();
      if (reaction === 'lose-answer') return this.#loseAnswer(chunk);
      reaction?.();
    }
    this.#pass(this.#up, chunk);
  }

  #occurrences(chunk: Buffer): number {
    const watch = this.#options.watch();
    if (watch === null) return 0;
    if (this.#matcher?.watch !== watch) this.#matcher = { watch, matcher: new PatternMatcher(watch.pattern) };
    return this.#matcher.matcher.feed(chunk);
  }

  /** The server gets the packet and the end of the stream; the client a reset. */
  #loseAnswer(chunk: Buffer): void {
    this.#losesAnswers = true;
    this.#upstream.end(chunk);
    this.#client.resetAndDestroy();
  }

  #onAnswer(chunk: Buffer): void {
    if (this.#losesAnswers) return;
    if (chunk.length > this.#answerBytesLeft) {
      this.#client.write(chunk.subarray(0, this.#answerBytesLeft), () => this.cut());
      return;
    }
    this.#answerBytesLeft -= chunk.length;
    this.#pass(this.#down, chunk);
  }

  #pass(way: Direction, chunk: Buffer): void {
    this.#inTurn(way, () => {
      if (way.to.writable && !way.to.write(chunk)) way.from.pause();
    });
  }

  #inTurn(way: Direction, work: () => void): void {
    way.belt.put(this.#passage.kind === 'slow' ? this.#passage.delayMs : 0, work);
  }

  #onClose(): void {
    if (!this.#losesAnswers) {
      this.#client.destroy();
      this.#upstream.destroy();
    }
    if (this.#client.destroyed && this.#upstream.destroyed) this.#options.onEnd();
  }
}
