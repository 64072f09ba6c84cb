import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const showFile = /\.show\.json$/;

/** Writes each show of a folder into one file that holds its layout too: `theatre.json`. */
export async function writeWholeShows(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const file of (await readdir(from)).filter((name) => showFile.test(name))) {
    const { $schema: _relative, ...show } = await readJson(join(from, file));
    const layout = await readJson(join(from, String(show.layout)));
    delete layout.$schema;
    await writeFile(join(to, file.replace(showFile, '.json')), JSON.stringify({ ...show, layout }));
  }
}

async function readJson(path: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
}
