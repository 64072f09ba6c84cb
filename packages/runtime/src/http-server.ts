import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { getRequestListener, RequestError } from '@hono/node-server';
import { answerBrokenRequests, type Broken, brokenBody, defect, malformed } from './broken-requests.ts';

type Fetch = Parameters<typeof getRequestListener>[0];

/** How long a client may take to send its headers, and the whole of a request, in milliseconds. */
const headersMsMax = 10_000;
const requestMsMax = 20_000;
/** How often connections are looked at for that. */
const checkEveryMs = 2_000;
/** How long a connection is kept for the next request: longer than balancers in front do, who otherwise use dead ones. */
const keepAliveMs = 65_000;
const headersBytesMax = 16 * 1024;
const headersMax = 100;
/** How long a client may take to agree on a secure connection; the bounds of requests count from there. */
const handshakeMsMax = 10_000;

const bounds: ServerOptions = {
  headersTimeout: headersMsMax,
  requestTimeout: requestMsMax,
  connectionsCheckingInterval: checkEveryMs,
  keepAliveTimeout: keepAliveMs,
  maxHeaderSize: headersBytesMax,
  // The adapter asks for it too, and its refusal has a body.
  requireHostHeader: false,
};

/** Sees every request first: answers it, or calls `next` once to have the app answer it. */
export type HttpDoor = (incoming: IncomingMessage, outgoing: ServerResponse, next: () => void) => void;

/**
 * Serves an app; whoever sends slowly, much or nothing does not keep a connection from others for long. What is
 * no request that an app could be asked gets its answer here.
 */
export function createHttpServer(fetch: Fetch, door?: HttpDoor): Server {
  const listener = listenerOf(fetch);
  if (door === undefined) return bounded(createServer(bounds, listener));
  return bounded(
    createServer(bounds, (incoming, outgoing) =>
      door(incoming, outgoing, () => void listener(incoming, outgoing)),
    ),
  );
}

/** The same over TLS, with a certificate and its key in PEM; `setSecureContext` takes others into use. */
export function createHttpsServer(
  fetch: Fetch,
  { cert, key }: { readonly cert: string; readonly key: string },
): TlsServer {
  const options = { ...bounds, handshakeTimeout: handshakeMsMax, cert, key };
  return bounded(createTlsServer(options, listenerOf(fetch)));
}

function listenerOf(fetch: Fetch) {
  return getRequestListener(
    // The adapter lets some Host headers pass that no URL can have.
    (request, env) => (URL.canParse(request.url) ? fetch(request, env) : answer(malformed('host: is none'))),
    // What is thrown here would end the process.
    { errorHandler: (error) => answer(error instanceof RequestError ? malformed(error.message) : defect) },
  );
}

function bounded<T extends Server>(server: T): T {
  server.maxHeadersCount = headersMax;
  answerBrokenRequests(server);
  return server;
}

function answer(broken: Broken): Response {
  const headers = { 'content-type': 'application/json' };
  return new Response(brokenBody(broken), { status: broken.status, headers });
}

/** How often a server that closes looks for connections whose last request is answered, in milliseconds. */
const idleCheckMs = 50;

/** Stops listening and lets requests under way finish; connections that only wait are ended. */
export async function closeHttpServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
  const timer = setInterval(() => server.closeIdleConnections(), idleCheckMs);
  await closed.finally(() => clearInterval(timer));
}
