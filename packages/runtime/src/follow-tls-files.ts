import type { Logger } from './logger.ts';
import { readTlsPair, type TlsFiles, type TlsPair } from './tls-files.ts';

export interface TlsFollowerOptions {
  readonly files: TlsFiles;
  /** What the server began with. */
  readonly pair: TlsPair;
  /** Takes a new pair into use; connections that are open stay as they are. */
  readonly use: (pair: TlsPair) => void;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** @default 5000 */
  readonly everyMs?: number;
  readonly nowMs?: () => number;
}

export interface TlsFollower {
  /** When the certificate in use ends, in milliseconds since 1970. */
  endMs(): number;
  /** Looks at the files now. */
  look(): Promise<void>;
  stop(): void;
}

/**
 * Takes certificate and key into use when their files change. The files are read again and again rather than
 * watched: a mounted Secret changes by a symbolic link of the folder above, and what the link is, is the
 * kubelet's own affair. A pair that cannot be used is told of once and the old one stays.
 */
export function followTlsFiles(options: TlsFollowerOptions): TlsFollower {
  const { files, logger, nowMs = Date.now } = options;
  let pair = options.pair;
  let fault: string | null = null;
  let isOver = false;
  let looking: Promise<void> | null = null;

  async function lookOnce(): Promise<void> {
    try {
      const next = await readTlsPair(files);
      fault = null;
      if (next.cert !== pair.cert || next.key !== pair.key) {
        options.use(next);
        pair = next;
        isOver = false;
        logger.info({ ends: new Date(next.endMs) }, 'the TLS certificate has changed and is in use');
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== fault)
        logger.error({ reason }, 'the TLS files cannot be used: what was read before stays in use');
      fault = reason;
    }
    if (nowMs() >= pair.endMs && !isOver) {
      isOver = true;
      logger.warn({ ends: new Date(pair.endMs) }, 'the TLS certificate has ended: browsers refuse it');
    }
  }

  function look(): Promise<void> {
    looking ??= lookOnce().finally(() => {
      looking = null;
    });
    return looking;
  }

  const timer = setInterval(() => void look(), options.everyMs ?? 5_000);
  timer.unref();
  return { endMs: () => pair.endMs, look, stop: () => clearInterval(timer) };
}
