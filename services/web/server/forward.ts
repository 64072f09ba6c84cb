import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { HttpBindings } from '@hono/node-server';
import { messageByCode, retryAfterSeconds, statusByCode } from '@onsale/contracts/errors';
import type { Context, MiddlewareHandler } from 'hono';
import { type ApiCall, createApiClient, NoAnswer } from './api-client.ts';
import { answerHeaders, requestHeaders } from './forwarded-headers.ts';

export interface ForwardingOptions {
  /** Where the seats API answers, without a path. */
  readonly apiUrl: URL;
  /** The paths that are passed on. @default the API's */
  readonly paths?: RegExp;
  /** Calls under way at most; past it the answer is BUSY. @default 1000 */
  readonly callsMax?: number;
  /** Larger than what the API takes, which refuses by itself what is too large for it. @default 1048576 */
  readonly bodyBytesMax?: number;
  /** How long the API may be silent, in milliseconds; less than it keeps a connection for the next call. @default 30000 */
  readonly silenceMsMax?: number;
}

export interface Forwarding {
  /** Passes on what is the API's, and leaves every other path to the next handler. */
  readonly handler: MiddlewareHandler<ForwardingEnv>;
  close(): void;
}

/** What the server hands over with a request. */
export interface ForwardingEnv {
  Bindings: HttpBindings;
}

type Code = 'BUSY' | 'BODY_TOO_LARGE' | 'UNAVAILABLE' | 'UNKNOWN';

/** A payer's page at the payment sandbox, and nothing else that it has. */
export const payPath = /^\/pay\/[^/]+$/;
const apiPath = /^\/(?:api(?:\/.*)?|seats|ip|openapi\.json)$/;
/** What changes nothing. */
const readingMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** A Response may not have a body with these, not even an empty one. */
const bodilessStatuses: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * The way to the seats API where no ingress leads there: a stream in both directions, with the Host that the
 * browser asked for, by which the API tells the sale's own pages from others. Nothing is sent twice; a call whose
 * outcome is not known says so, and the client asks again with the same id.
 */
export function createForwarding(options: ForwardingOptions): Forwarding {
  const {
    apiUrl,
    paths = apiPath,
    callsMax = 1_000,
    bodyBytesMax = 1_048_576,
    silenceMsMax = 30_000,
  } = options;
  const client = createApiClient({ apiUrl, connectionsMax: callsMax, bodyBytesMax, silenceMsMax });
  let underWay = 0;

  async function forward(c: Context<ForwardingEnv>, path: string): Promise<Response> {
    const call = callOf(c, path);
    if (underWay >= callsMax) return refuse(c, 'BUSY');
    if (Number(call.headers['content-length'] ?? 0) > bodyBytesMax) return refuse(c, 'BODY_TOO_LARGE');
    underWay++;
    try {
      return responseOf(await client.send(call, () => underWay--));
    } catch (error) {
      if (error instanceof NoAnswer) return refuse(c, codeOf(error, call.method));
      throw error;
    }
  }

  return {
    handler: (c, next) => {
      const { pathname, search } = new URL(c.req.url);
      return paths.test(pathname) ? forward(c, pathname + search) : next();
    },
    close: client.close,
  };
}

function callOf(c: Context<ForwardingEnv>, path: string): ApiCall {
  const { incoming } = c.env;
  const { headers } = incoming;
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  return {
    method: c.req.method,
    path,
    headers: requestHeaders(headers, incoming.socket.remoteAddress),
    // The bindings allow HTTP/2 too; this service speaks HTTP/1 only.
    body: hasBody ? (incoming as IncomingMessage) : null,
    signal: c.req.raw.signal,
  };
}

/** Without an answer a call that only reads has failed; another one may have had its effect. */
function codeOf({ kind }: NoAnswer, method: string): Code {
  if (kind === 'too large') return 'BODY_TOO_LARGE';
  return kind === 'not sent' || readingMethods.has(method) ? 'UNAVAILABLE' : 'UNKNOWN';
}

function responseOf(answer: IncomingMessage): Response {
  const status = answer.statusCode ?? 502;
  const headers = answerHeaders(answer.rawHeaders, answer.headers.connection);
  if (!bodilessStatuses.has(status)) return new Response(Readable.toWeb(answer), { status, headers });
  answer.resume();
  return new Response(null, { status, headers });
}

function refuse(c: Context, code: Code): Response {
  const error = { code, message: messageByCode[code], requestId: crypto.randomUUID() };
  const retryAfter = retryAfterSeconds({ code });
  if (retryAfter !== null) c.header('retry-after', String(retryAfter));
  c.header('cache-control', 'no-store');
  return c.json({ error }, statusByCode[code]);
}
