import { connect, type Socket } from 'node:net';
import { machineMs } from './machine-clock.ts';

/** Every connection of the process reads into this one. */
const readBuffer = Buffer.allocUnsafe(256 * 1024);
const headEnd = '\r\n\r\n';
/** A longer head ends the run. */
const headBytesMax = 2_048;

export interface Answer {
  readonly status: number;
  /** Of the body, as it was sent. */
  readonly bytes: number;
  readonly etag: string;
}

/** One connection that is kept alive and carries one request at a time: as little of HTTP/1.1 as a load needs. */
export class HttpConnection {
  readonly #socket: Socket;
  #onAnswer: (answer: Answer, nowMs: number) => void = () => {};
  #head = '';
  #answer: Answer | null = null;
  #bodyBytesLeft = 0;
  #isClosing = false;

  private constructor(url: URL, localAddress: string) {
    this.#socket = connect({
      port: Number(url.port),
      host: url.hostname,
      localAddress,
      noDelay: true,
      onread: {
        buffer: readBuffer,
        callback: (length) => {
          this.#read(length);
          return true;
        },
      },
    });
    this.#socket.on('close', () => {
      if (!this.#isClosing) throw new Error('the server ended a connection that should be kept alive');
    });
  }

  static open(url: URL, localAddress: string): Promise<HttpConnection> {
    const connection = new HttpConnection(url, localAddress);
    return new Promise((resolve, reject) => {
      connection.#socket.once('connect', () => resolve(connection));
      connection.#socket.once('error', reject);
    });
  }

  /** Sends a request; the one before must have been answered. */
  ask(request: Buffer, onAnswer: (answer: Answer, nowMs: number) => void): void {
    this.#onAnswer = onAnswer;
    this.#socket.write(request);
  }

  close(): void {
    this.#isClosing = true;
    this.#socket.destroy();
  }

  #read(length: number): void {
    const bodyAt = this.#answer === null ? this.#readHead(length) : 0;
    if (bodyAt === -1) return;
    this.#bodyBytesLeft -= length - bodyAt;
    const answer = this.#answer;
    if (this.#bodyBytesLeft > 0 || answer === null) return;
    this.#answer = null;
    this.#onAnswer(answer, machineMs());
  }

  /** Where the body begins in what was read, or -1 while the head is not complete. */
  #readHead(length: number): number {
    const before = this.#head.length;
    // No more of it than a head may have: bodies are not made into text.
    this.#head += readBuffer.toString('latin1', 0, Math.min(length, headBytesMax));
    const endAt = this.#head.indexOf(headEnd, Math.max(0, before - headEnd.length));
    if (endAt === -1) {
      if (this.#head.length >= headBytesMax) throw new RangeError(`a head of ${this.#head.length} bytes`);
      return -1;
    }
    this.#answer = answerOf(this.#head.slice(0, endAt));
    this.#head = '';
    this.#bodyBytesLeft = this.#answer.bytes;
    return endAt + headEnd.length - before;
  }
}

function answerOf(head: string): Answer {
  const status = Number(head.slice(9, 12));
  const bytes = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? (status === 304 ? 0 : Number.NaN));
  if (Number.isNaN(bytes)) throw new Error(`an answer without a length:\n${head}`);
  return { status, bytes, etag: /etag: (\S+)/i.exec(head)?.[1] ?? '' };
}

/** A GET as a browser's fetch sends it. */
export function getRequest(url: URL, headers: Readonly<Record<string, string>>): Buffer {
  const lines = [
    `GET ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${url.host}`,
    'Accept: */*',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
}
