import type { Server } from 'node:net';
import type { Logger } from './logger.ts';

export interface ListenSettings {
  readonly PORT: number;
  readonly HOST: string;
  readonly ADMIN_PORT?: number | undefined;
}

export interface Servers {
  readonly server: Server;
  readonly admin: Server | null;
}

/**
 * Opens a service's ports, that of health first: whoever asks is told that it is not ready, rather than nothing. A
 * port that cannot be opened ends the process.
 */
export async function listen(
  { server, admin }: Servers,
  settings: ListenSettings,
  logger: Logger,
  exit: (code: number) => void = (code) => process.exit(code),
): Promise<void> {
  const open = (one: Server, port: number, what: string): Promise<void> =>
    new Promise((resolve) => {
      one.once('error', (error) => {
        logger.fatal({ err: error, port }, `cannot listen for ${what}`);
        exit(1);
      });
      one.listen(port, settings.HOST, () => {
        logger.info({ address: one.address() }, `listening for ${what}`);
        resolve();
      });
    });
  if (admin !== null) await open(admin, settings.ADMIN_PORT ?? 0, 'health');
  await open(server, settings.PORT, 'requests');
}
