import { resolve } from 'node:path';
import { buildPage } from '../../scripts/lib/build-page.ts';
import { freePort } from '../servers/free-port.ts';
import { OwnProcess } from '../servers/own-process.ts';
import type { Log } from '../servers/server.ts';

const main = resolve(import.meta.dirname, '../../services/standalone/src/main.ts');

export interface StandaloneOptions {
  /** The data folder. @default ':memory:' */
  readonly data?: string;
  /** More settings for the process. */
  readonly env?: Readonly<Record<string, string>>;
  readonly log?: Log;
}

export interface RunningStandalone {
  readonly url: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** Starts the standalone sale as a real process on a free port, with the page built. */
export async function startStandalone(options: StandaloneOptions = {}): Promise<RunningStandalone> {
  const log = options.log ?? (() => {});
  await buildPage(log);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const sale = new OwnProcess({
    name: 'standalone',
    command: process.execPath,
    args: [main, '--port', String(port), '--data', options.data ?? ':memory:'],
    env: { ...process.env, ...options.env },
    probe: async () => {
      const response = await fetch(`${url}/readyz`);
      if (!response.ok) throw new Error(`${url}/readyz answers ${response.status}`);
    },
    onLine: log,
  });
  await sale.start();
  return {
    url,
    get pid() {
      return sale.pid;
    },
    stop: () => sale.stop(),
  };
}
