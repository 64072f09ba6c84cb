import { parseArgs } from 'node:util';

export interface Arguments {
  readonly port: number;
  readonly host: string;
  /** A folder, or `:memory:`. */
  readonly data: string;
  readonly wantsHelp: boolean;
}

export const helpText = `Onsale: a live seat sale in one process, on an embedded database.

Usage: npx --yes pnpm start [options]

  --port N     port to serve on (default 8080; 0 lets the system choose)
  --host NAME  address to serve on (default localhost)
  --data DIR   folder that keeps the sale (default data); :memory: keeps nothing
  --help       this text
`;

/** A fault in the command line: one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads the command line. Throws {@link UsageError}. */
export function readArguments(words: readonly string[]): Arguments {
  const values = parse(words);
  const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
  if (!(port <= 65_535)) throw new UsageError(`--port must be a number from 0 to 65535, not ${values.port}`);
  // Node takes an empty name for every address that the machine has.
  if (values.host === '') throw new UsageError('--host must name an address, or localhost');
  if (values.data === '') throw new UsageError('--data must name a folder, or :memory:');
  return { port, host: values.host, data: values.data, wantsHelp: values.help };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      // `pnpm start -- --port 1` hands the dashes on.
      args: words.filter((word, index) => !(index === 0 && word === '--')),
      options: {
        port: { type: 'string', default: '8080' },
        host: { type: 'string', default: 'localhost' },
        data: { type: 'string', default: 'data' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
    throw new UsageError(sentence);
  }
}
