import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';

const closeMsMax = 2_000;

type Fetch = Parameters<typeof createAdaptorServer>[0]['fetch'];

export interface Listening {
  readonly port: number;
  /** Takes no more requests and ends those under way after two seconds. */
  close(): Promise<void>;
}

/** Serves an app; fails with one clear line when the port is taken or the address is not this machine's. */
export async function listen(fetch: Fetch, port: number, host: string): Promise<Listening> {
  const server = createAdaptorServer({ fetch });
  const listening = once(server, 'listening');
  server.listen(port, host);
  await listening.catch((cause: NodeJS.ErrnoException) => {
    throw new Error(explain(cause, port, host), { cause });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The front has no port.');
  const close = async () => {
    const closed = once(server, 'close');
    server.close();
    if ('closeIdleConnections' in server) server.closeIdleConnections();
    const forced = setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections();
    }, closeMsMax);
    await closed.finally(() => clearTimeout(forced));
  };
  return { port: address.port, close };
}

/** Fails with one clear line when nothing can listen there; a port of 0 is always free. */
export async function assertPortIsFree(port: number, host: string): Promise<void> {
  const listening = await listen(() => new Response(), port, host);
  await listening.close();
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} is taken; give another with --port.`;
  if (error.code === 'EADDRNOTAVAIL') return `${host} is not an address of this machine.`;
  if (error.code === 'EACCES') return `Port ${port} needs more rights; give another with --port.`;
  return `Cannot listen on ${host}:${port}: ${error.message}`;
}
