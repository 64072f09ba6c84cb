import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string | undefined;
}

export type Asked = { readonly kind: 'help' } | ({ readonly kind: 'start' } & Settings);

/** Reads the command line of `pnpm start:services`; fails with one clear line. */
export function readSettings(args: readonly string[], env: NodeJS.ProcessEnv): Asked {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '8080' },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return { kind: 'help' };
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) {
    throw new Error(`--port must be a number from 0 to 65535, not "${values.port}".`);
  }
  if (values.data !== undefined && env.MYSQL_URL) {
    throw new Error('--data keeps the data of a private MySQL; with MYSQL_URL they stay on that server.');
  }
  const dataFolder = values.data === undefined ? undefined : resolve(values.data);
  return { kind: 'start', port: Number(values.port), host: values.host, dataFolder };
}
