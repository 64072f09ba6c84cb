import { join } from 'node:path';
import { freePort } from '../servers/free-port.ts';
import { OwnProcess } from '../servers/own-process.ts';

const probeMsMax = 1_000;

interface LogLine {
  readonly level: string;
  readonly msg: string;
  /** When it was logged, in ISO 8601: texts in this form sort by time. */
  readonly time: string;
}

export interface BundledService {
  readonly url: string;
  /** Where its health is. */
  readonly adminUrl: string;
  readonly lines: readonly LogLine[];
  stop(): Promise<void>;
}

/** How an image starts its program; no setting of this process reaches it. */
export const nodeOptions = { NODE_ENV: 'production', NODE_OPTIONS: '--enable-source-maps' };

/** Starts what is in a service's image on free ports, as its image does, and waits until it is ready. */
export async function startBundled(
  folder: string,
  settings: Readonly<Record<string, string>>,
): Promise<BundledService> {
  const [port, adminPort] = [await freePort(), await freePort()];
  const adminUrl = `http://127.0.0.1:${adminPort}`;
  const lines: LogLine[] = [];
  const service = new OwnProcess({
    name: folder,
    command: process.execPath,
    args: [join(folder, 'main.js')],
    env: {
      ...nodeOptions,
      HOST: '127.0.0.1',
      PORT: String(port),
      ADMIN_PORT: String(adminPort),
      ...settings,
    },
    probe: async () => {
      const response = await fetch(`${adminUrl}/readyz`, { signal: AbortSignal.timeout(probeMsMax) });
      if (!response.ok) throw new Error(await response.text());
    },
    onLine: (line) => lines.push(JSON.parse(line) as LogLine),
  });
  await service.start();
  return { url: `http://127.0.0.1:${port}`, adminUrl, lines, stop: () => service.stop() };
}
