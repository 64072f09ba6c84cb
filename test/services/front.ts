import type { HttpBindings } from '@hono/node-server';
import { messageByCode, retryAfterSeconds, statusByCode } from '@onsale/contracts/errors';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { proxy } from 'hono/proxy';
import { RoundRobin } from './round-robin.ts';

/** Larger than what any service takes, so that the service itself refuses what is too large for it. */
const bodyBytesMax = 1024 * 1024;

const apiPaths = ['/api/*', '/seats', '/ip', '/openapi.json'];

export interface FrontTargets {
  /** Base addresses of the seats-api processes. */
  readonly seatsApi: readonly string[];
  /** Base address of the web service. */
  readonly web: string;
  /** Base address of the payment sandbox, whose page alone is passed on. */
  readonly sandbox: string;
}

type Env = { Bindings: HttpBindings };

/** One address for the whole sale: the API's paths go round the seats-api processes, payers to the sandbox, everybody else to the page. */
export function createFront(targets: FrontTargets): Hono<Env> {
  const seatsApi = new RoundRobin(targets.seatsApi);
  const web = new RoundRobin([targets.web]);
  const sandbox = new RoundRobin([targets.sandbox]);
  const app = new Hono<Env>();
  app.use(bodyLimit({ maxSize: bodyBytesMax, onError: (c) => refuse(c, 'BODY_TOO_LARGE') }));
  for (const path of apiPaths) app.all(path, (c) => forward(c, seatsApi));
  app.all('/pay/*', (c) => forward(c, sandbox));
  app.all('*', (c) => forward(c, web));
  return app;
}

/** Tries each target once, beginning with the next in turn; only one that refuses the connection is passed over. */
async function forward(c: Context<Env>, targets: RoundRobin): Promise<Response> {
  const url = new URL(c.req.url);
  const hasBody = c.req.method !== 'GET' && c.req.method !== 'HEAD';
  const body = hasBody ? await c.req.arrayBuffer() : undefined;
  for (const target of targets.nextTurn()) {
    try {
      return await proxy(`${target}${url.pathname}${url.search}`, {
        method: c.req.method,
        headers: forwardedHeaders(c, url),
        redirect: 'manual',
        signal: c.req.raw.signal,
        ...(body === undefined ? {} : { body }),
      });
    } catch (error) {
      // The request may have had its effect; the client asks again with the same id.
      if (!wasRefused(error)) return refuse(c, 'UNKNOWN');
    }
  }
  return refuse(c, 'UNAVAILABLE');
}

function forwardedHeaders(c: Context<Env>, url: URL): Record<string, string | undefined> {
  return {
    ...c.req.header(),
    host: undefined,
    connection: undefined,
    'content-length': undefined,
    'x-forwarded-for': c.env.incoming.socket.remoteAddress,
    'x-forwarded-host': url.host,
    'x-forwarded-proto': url.protocol.replace(':', ''),
  };
}

function wasRefused(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}

function refuse(c: Context, code: 'BODY_TOO_LARGE' | 'UNAVAILABLE' | 'UNKNOWN'): Response {
  const error = { code, message: messageByCode[code], requestId: crypto.randomUUID() };
  const retryAfter = retryAfterSeconds({ code });
  if (retryAfter !== null) c.header('retry-after', String(retryAfter));
  return c.json({ error }, statusByCode[code]);
}
