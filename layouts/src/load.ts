import { dirname, join } from 'node:path';
import { type Faulty, parseShow } from '@onsale/contracts';
import type { ShowImport } from '@onsale/domain';
import { readJsonFile } from './json-file.ts';

/** A show file, checked together with its layout; or each fault with its path in the file. */
export type LoadedShow = { readonly ok: true; readonly import: ShowImport } | Faulty;

/** Reads and checks a show file and the layout file that it names. Never throws for what is in a file. */
export async function loadShowFile(path: string): Promise<LoadedShow> {
  const file = await readJsonFile(path);
  if (!file.ok) return { ok: false, faults: [file.fault] };
  return parseShow(file.value, (layoutPath) => readJsonFile(join(dirname(path), layoutPath)));
}
