import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';

type Fetch = Parameters<typeof createAdaptorServer>[0]['fetch'];

/** How long a client may take to send its headers, and the whole of a request, in milliseconds. */
const headersMsMax = 10_000;
const requestMsMax = 20_000;
/** How often connections are looked at for that. */
const checkEveryMs = 2_000;
/** How long a connection is kept for the next request: longer than balancers in front do, who otherwise use dead ones. */
const keepAliveMs = 65_000;
const headersBytesMax = 16 * 1024;
const headersMax = 100;

/** Serves an app; whoever sends slowly, much or nothing does not keep a connection from others for long. */
export function createHttpServer(fetch: Fetch): Server {
  const server = createAdaptorServer({
    fetch,
    serverOptions: {
      headersTimeout: headersMsMax,
      requestTimeout: requestMsMax,
      connectionsCheckingInterval: checkEveryMs,
      keepAliveTimeout: keepAliveMs,
      maxHeaderSize: headersBytesMax,
    },
  }) as Server;
  server.maxHeadersCount = headersMax;
  return server;
}

/** How often a server that closes looks for connections whose last request is answered, in milliseconds. */
const idleCheckMs = 50;

/** Stops listening and lets requests under way finish; connections that only wait are ended. */
export async function closeHttpServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
  const timer = setInterval(() => server.closeIdleConnections(), idleCheckMs);
  await closed.finally(() => clearInterval(timer));
}
