import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** The store that shows are imported into. */
export type StoreSettings =
  | { readonly kind: 'sqlite'; readonly folder: string }
  | { readonly kind: 'mysql'; readonly url: string };

export type ImportAsked =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'import';
      readonly files: readonly string[];
      readonly store: StoreSettings;
      /** A show that exists already counts as a success. */
      readonly isExistingFine: boolean;
    };

interface StoreWords {
  readonly store?: string;
  readonly data?: string;
  readonly mysql?: string;
}

/** Reads the command line of `pnpm shows:import`; fails with one clear line. */
export function readImportSettings(args: readonly string[], env: NodeJS.ProcessEnv): ImportAsked {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      store: { type: 'string' },
      data: { type: 'string' },
      mysql: { type: 'string' },
      'skip-existing': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return { kind: 'help' };
  if (positionals.length === 0) throw new Error('Name at least one show file; --help tells more.');
  return {
    kind: 'import',
    files: positionals,
    store: storeOf(values, env.MYSQL_URL),
    isExistingFine: values['skip-existing'],
  };
}

/** What is said on the command line counts more than `MYSQL_URL`. */
function storeOf({ store, data, mysql }: StoreWords, mysqlUrl = ''): StoreSettings {
  if (store !== undefined && store !== 'sqlite' && store !== 'mysql') {
    throw new Error(`--store must be sqlite or mysql, not "${store}".`);
  }
  if (data !== undefined && (mysql !== undefined || store === 'mysql')) {
    throw new Error('--data is for the store sqlite only.');
  }
  if (mysql !== undefined && store === 'sqlite') throw new Error('--mysql is for the store mysql only.');
  if (mysql === '') throw new Error('--mysql must not be empty.');
  if (data === '' || data === ':memory:') throw new Error('--data must name a folder that keeps the shows.');
  const url = mysql ?? mysqlUrl;
  const isSqlite = store === 'sqlite' || data !== undefined || (store === undefined && url === '');
  if (isSqlite) return { kind: 'sqlite', folder: resolve(data ?? 'data') };
  if (url === '') throw new Error('The store mysql needs --mysql URL or MYSQL_URL.');
  return { kind: 'mysql', url: checkedUrl(url) };
}

function checkedUrl(url: string): string {
  const parts = URL.canParse(url) ? new URL(url) : undefined;
  if (parts?.protocol === 'mysql:' && parts.pathname.length > 1) return url;
  throw new Error('The address of MySQL must be like mysql://user:password@host:3306/database.');
}
