import type { Server } from 'node:http';
import { followTlsFiles } from './follow-tls-files.ts';
import { createHttpServer, createHttpsServer } from './http-server.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Logger } from './logger.ts';
import { Gauge, type Registry } from './metrics.ts';
import { readTlsPair, type TlsFiles } from './tls-files.ts';

export interface PublicServerOptions {
  /** Null: plain http. */
  readonly tls: TlsFiles | null;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly lifecycle: Pick<Lifecycle, 'onStop'>;
}

/**
 * A server on the public port, which ends TLS itself where there are files for it, and goes on with others when they
 * change. Throws a `ConfigError` for files that cannot be used.
 */
export async function createPublicServer(
  fetch: Parameters<typeof createHttpServer>[0],
  { tls, logger, registry, lifecycle }: PublicServerOptions,
): Promise<Server> {
  if (tls === null) return createHttpServer(fetch);
  const pair = await readTlsPair(tls);
  const server = createHttpsServer(fetch, pair);
  const use = ({ cert, key }: { cert: string; key: string }) => server.setSecureContext({ cert, key });
  const follower = followTlsFiles({ files: tls, pair, use, logger });
  lifecycle.onStop('tls', () => follower.stop());
  new Gauge({
    name: 'onsale_tls_certificate_end_seconds',
    help: 'When the certificate in use ends, in seconds since 1970.',
    registers: [registry],
    collect() {
      this.set(follower.endMs() / 1_000);
    },
  });
  return server;
}
