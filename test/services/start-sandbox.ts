import { resolve } from 'node:path';
import { freePort } from '../servers/free-port.ts';
import { OwnProcess } from '../servers/own-process.ts';

const main = resolve(import.meta.dirname, '../../services/payment-sandbox/src/main.ts');

export interface SandboxOptions {
  /** Settings of the process. */
  readonly env?: Readonly<Record<string, string>>;
  readonly log?: (line: string) => void;
}

export interface RunningSandbox {
  readonly url: string;
  /** Ends the process at once and starts it again at the same address. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the payment sandbox as a real process on a free port. */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const sandbox = new OwnProcess({
    name: 'payment-sandbox',
    command: process.execPath,
    args: [main],
    env: { ...process.env, ...options.env, HOST: '127.0.0.1', PORT: String(port) },
    probe: async () => {
      const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1_000) });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`${url}/readyz answers ${response.status}`);
    },
    ...(options.log === undefined ? {} : { onLine: options.log }),
  });
  await sandbox.start();
  return {
    url,
    async restart() {
      await sandbox.kill('SIGKILL');
      await sandbox.start();
    },
    stop: () => sandbox.stop(),
  };
}
