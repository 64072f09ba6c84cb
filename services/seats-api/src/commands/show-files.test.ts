import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { showFiles } from './show-files.ts';

it('names every file once, where no shell has put names in the place of a pattern', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-show-files-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const name of ['theatre.json', 'arena.json', 'notes.txt']) await writeFile(join(folder, name), '');
  const inFolder = (name: string) => join(folder, name);
  const every = ['arena.json', 'theatre.json'].map(inFolder);
  expect(await showFiles([inFolder('*.json')])).toEqual(every);
  expect(await showFiles([inFolder('theatre.json'), inFolder('*.json')])).toEqual(every.toReversed());
  const none = [inFolder('none.json'), inFolder('*.yaml')];
  expect(await showFiles(none)).toEqual(none);
});
