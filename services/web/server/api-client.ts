import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { isIP } from 'node:net';
import { pipeline, Transform } from 'node:stream';

export interface ApiClientOptions {
  /** Where the API answers, without a path. */
  readonly apiUrl: URL;
  /** Connections at most. */
  readonly connectionsMax: number;
  /** Bytes of a request's body at most. */
  readonly bodyBytesMax: number;
  /** How long the API may be silent, and a connection that nobody uses is kept, in milliseconds. */
  readonly silenceMsMax: number;
}

export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  /** The client's request, read as the API takes it; null when it has no body. */
  readonly body: IncomingMessage | null;
  /** Aborts when the client has left. */
  readonly signal: AbortSignal;
}

export interface ApiClient {
  /**
   * The API's answer, whose body is yet to be read. `onClose` is called once when the call is over, its answer's
   * body read, or when it has failed. Rejects with {@link NoAnswer}.
   */
  send(call: ApiCall, onClose: () => void): Promise<IncomingMessage>;
  /** Ends the connections that nobody uses. */
  close(): void;
}

/** Why there is no answer: the request was too large, never reached the API, or may have. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly kind: 'too large' | 'not sent' | 'sent';

  constructor(kind: NoAnswer['kind'], cause?: unknown) {
    super(`no answer of the API: ${kind}`, { cause });
    this.kind = kind;
  }
}

export function createApiClient(options: ApiClientOptions): ApiClient {
  const { apiUrl, silenceMsMax } = options;
  const isTls = apiUrl.protocol === 'https:';
  const pool = { keepAlive: true, maxSockets: options.connectionsMax, timeout: silenceMsMax };
  const agent = isTls ? new TlsAgent(pool) : new Agent(pool);
  const host = apiUrl.hostname.replace(/^\[(.*)\]$/, '$1');
  const target = {
    agent,
    host,
    port: apiUrl.port === '' ? (isTls ? 443 : 80) : Number(apiUrl.port),
    timeout: silenceMsMax,
    // By itself Node would ask for the certificate of the Host header, which is the browser's.
    ...(isTls && isIP(host) === 0 ? { servername: host } : {}),
  };

  function send(call: ApiCall, onClose: () => void): Promise<IncomingMessage> {
    const { body, ...more } = call;
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    let isSent = false;
    const upstream = (isTls ? tlsRequest : request)({ ...target, ...more });
    upstream.once('socket', (socket) => {
      if (upstream.reusedSocket) isSent = true;
      else socket.once(isTls ? 'secureConnect' : 'connect', () => (isSent = true));
    });
    upstream.once('timeout', () => upstream.destroy(new Error(`silent for ${silenceMsMax} ms`)));
    upstream.once('response', resolve);
    upstream.once('close', onClose);
    // Stays: an answer that breaks off is told to this request too.
    upstream.on('error', (error) => {
      reject(error instanceof NoAnswer ? error : new NoAnswer(isSent ? 'sent' : 'not sent', error));
    });
    if (body === null) upstream.end();
    else {
      const metered = meter(options.bodyBytesMax);
      // Before the pipeline ends the request for it, which has an error of its own.
      metered.once('error', reject);
      pipeline(body.pipe(metered), upstream, () => {});
    }
    return promise;
  }

  return { send, close: () => agent.destroy() };
}

/**
 * Lets so many bytes pass, then fails. It stands between the client's request and the pipeline to the API, which
 * would otherwise end the client's connection before he has got his answer.
 */
function meter(bytesMax: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > bytesMax) done(new NoAnswer('too large'));
      else done(null, chunk);
    },
  });
}
