import { once } from 'node:events';
import { createServer } from 'node:http';
import { terminateTls } from '../servers/terminate-tls.ts';

/** A file of a site: its text, and headers besides its type. */
export interface SiteFile {
  readonly type: 'text/html' | 'text/css' | 'text/javascript';
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Somebody else's web site, by its origin. */
export interface ForeignSite {
  readonly origin: string;
  /** What it has, by the path; everything else is not found. */
  readonly files: Map<string, SiteFile>;
  close(): Promise<void>;
}

export interface ForeignSiteOptions {
  /** By the one it is another site than a sale on localhost, by the other the same. */
  readonly host: '127.0.0.1' | 'localhost';
  readonly isSecure: boolean;
}

export async function openForeignSite({ host, isSecure }: ForeignSiteOptions): Promise<ForeignSite> {
  const files = new Map<string, SiteFile>();
  const server = createServer((request, response) => {
    const file = files.get(new URL(request.url ?? '/', 'http://site').pathname);
    if (file === undefined) response.writeHead(404).end();
    else
      response
        .writeHead(200, { 'content-type': `${file.type}; charset=utf-8`, ...file.headers })
        .end(file.text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The site has no port.');
  const tls = isSecure ? await terminateTls(address.port) : null;
  return {
    origin: tls === null ? `http://${host}:${address.port}` : `https://${host}:${tls.port}`,
    files,
    close: async () => {
      await tls?.close();
      server.closeAllConnections();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}
