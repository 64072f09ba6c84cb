import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const showsFolder = resolve(import.meta.dirname, '../../layouts/shows');

/** The demo grid as another show, whose holds last only this long. */
export async function writeQuickShow(
  id: string,
  holdSeconds: number,
): Promise<{ file: string; remove(): Promise<void> }> {
  const show = JSON.parse(await readFile(join(showsFolder, 'grid.show.json'), 'utf8')) as object;
  const layout: unknown = JSON.parse(await readFile(join(showsFolder, 'grid.layout.json'), 'utf8'));
  const folder = await mkdtemp(join(tmpdir(), 'onsale-show-'));
  const file = join(folder, `${id}.show.json`);
  const { $schema: _, ...rest } = show as { $schema?: string };
  await writeFile(file, JSON.stringify({ ...rest, id, holdSeconds, layout }));
  return { file, remove: () => rm(folder, { recursive: true }) };
}
