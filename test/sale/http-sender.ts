import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { Socket } from 'node:net';
import { text as textOf } from 'node:stream/consumers';

/** A request as it goes out: nothing is added but what HTTP needs. */
export interface Sending {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string | null;
  /** Sends the body in chunks, without saying beforehand how long it is. */
  readonly isChunked?: boolean;
}

export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const answerMsMax = 20_000;
const attemptsMax = 50;

/** Sends requests to one server. With `connectionsMax` connections are kept, which is fast; else each has its own. */
export class HttpSender {
  readonly #url: URL;
  readonly #agent: Agent;

  constructor(url: string, connectionsMax?: number) {
    this.#url = new URL(url);
    this.#agent =
      connectionsMax === undefined
        ? new Agent({ keepAlive: false })
        : new Agent({ keepAlive: true, maxSockets: connectionsMax });
    // Node's client leaves a kept connection without a listener for a moment each time that it is used again.
    this.#agent.on('free', (socket: Socket) => {
      if (socket.listenerCount('error', ignore) === 0) socket.on('error', ignore);
    });
  }

  /** Rejects when no answer comes in time or the connection breaks under the request. */
  async send(sending: Sending): Promise<Received> {
    for (let attempt = 1; attempt <= attemptsMax; attempt++) {
      const sent = await this.#sendOnce(sending);
      if (sent !== 'stale') return sent;
    }
    throw new Error(`every kept connection was closed under ${sending.method} ${sending.path}`);
  }

  close(): void {
    this.#agent.destroy();
  }

  #sendOnce({ method, path, headers, body = null, isChunked = false }: Sending): Promise<Received | 'stale'> {
    const { hostname, port } = this.#url;
    const length = body === null || isChunked ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          hostname,
          port,
          method,
          path,
          headers: { ...headers, ...length },
          agent: this.#agent,
          timeout: answerMsMax,
        },
        (response) => {
          const { statusCode: status = 0, headers: received } = response;
          textOf(response).then((text) => resolve({ status, headers: received, text }), reject);
        },
      );
      outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer to ${method} ${path}`)));
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        // The server may close a kept connection in the moment in which the next request sets out.
        const isStale = outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
        if (isStale) resolve('stale');
        else reject(error);
      });
      if (isChunked) outgoing.write(body);
      outgoing.end(isChunked ? null : body);
    });
  }
}

function ignore(): void {}
