import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const showsFolder = resolve(import.meta.dirname, '../../layouts/shows');

/** What a show has that the demo grid's has not. */
export interface ShowChanges {
  readonly holdSeconds?: number;
  readonly onSaleAt?: string;
  readonly offSaleAt?: string;
  readonly cap?: number;
  /** `undefined` takes away what the demo show has. */
  readonly extensionSeconds?: number | undefined;
  readonly returnsUntil?: string | undefined;
  /** Seats that are not for sale. */
  readonly blocked?: readonly number[];
  /** The demo show whose drawing it takes. @default 'grid' */
  readonly like?: 'grid' | 'theatre';
}

/** A show file that a test has written. */
export interface WrittenShow {
  readonly file: string;
  remove(): Promise<void>;
}

/** The demo grid, or another demo show, as a show of its own. */
export async function writeDemoShow(id: string, changes: ShowChanges): Promise<WrittenShow> {
  const { like = 'grid', ...given } = changes;
  const show = JSON.parse(await readFile(join(showsFolder, `${like}.show.json`), 'utf8')) as object;
  const layout: unknown = JSON.parse(await readFile(join(showsFolder, `${like}.layout.json`), 'utf8'));
  const folder = await mkdtemp(join(tmpdir(), 'onsale-show-'));
  const file = join(folder, `${id}.show.json`);
  const { $schema: _, ...rest } = show as { $schema?: string };
  await writeFile(file, JSON.stringify({ ...rest, ...given, id, layout }));
  return { file, remove: () => rm(folder, { recursive: true }) };
}
