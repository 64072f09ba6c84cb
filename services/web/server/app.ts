import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { embeddableHeaders, securityHeaders } from './security-headers.ts';

export interface WebOptions {
  /** The built page: `index.html` and its assets. */
  readonly distDir: string;
  /** Where the page may connect besides its own origin: the origins of the realtime processes, or a zone. */
  readonly connectSources: readonly string[];
}

/** Names the newest code of the element, so it is kept for a minute only. */
const embedPath = '/embed.js';
const embeddable = Object.entries(embeddableHeaders);

/** The last part of the path has a dot: it names a file, not a place within the page. */
const filePath = /\.[^/]*$/;

/**
 * Serves the built page. Assets carry their content's hash in their names and are kept for a year; every path without
 * a dot in its last part is the page itself, which reads the path and is asked for anew each time.
 */
export function createApp({ distDir, connectSources }: WebOptions): Hono {
  const app = new Hono();
  const headers = Object.entries(securityHeaders(connectSources));
  app.use('*', async (c, next) => {
    await next();
    for (const [name, value] of headers) c.header(name, value);
    if (isEmbeddable(c.req.path)) for (const [name, value] of embeddable) c.header(name, value);
    c.header('cache-control', c.res.ok ? cacheControl(c.req.path) : 'no-store');
    const ahead = c.res.ok ? showPath.exec(c.req.path)?.[1] : undefined;
    if (ahead !== undefined) c.header('link', preloads(ahead));
  });
  app.get(
    '*',
    async (c, next) => {
      if (existsSync(join(distDir, 'index.html'))) return next();
      const reason = 'The page has not been built: run `pnpm --filter @onsale/web build`.';
      return c.text(reason, 503, { 'retry-after': '10' });
    },
    serveStatic({
      root: distDir,
      precompressed: true,
      rewriteRequestPath: (path) => (isFile(path) ? path : '/index.html'),
    }),
    (c) => c.text('There is nothing at this address.', 404),
  );
  return app;
}

/** The place of one show within the page. */
const showPath = /^\/shows\/([a-z0-9][a-z0-9-]{0,63})\/?$/;

/** What the page asks for first, for the browser to fetch while the page's own code is still on its way. */
function preloads(show: string): string {
  return [`/api/shows/${show}`, `/api/shows/${show}/seats`]
    .map((path) => `<${path}>; rel=preload; as=fetch; crossorigin`)
    .join(', ');
}

/** What pages of other sites load: the element, and the code that it names. There is nothing secret in any asset. */
function isEmbeddable(path: string): boolean {
  return path === embedPath || path.startsWith('/assets/');
}

function isFile(path: string): boolean {
  return path.startsWith('/assets/') || filePath.test(path);
}

function cacheControl(path: string): string {
  if (path.startsWith('/assets/')) return 'public, max-age=31536000, immutable';
  if (path === embedPath) return 'public, max-age=60';
  return isFile(path) && path !== '/index.html' ? 'public, max-age=3600' : 'no-cache';
}
