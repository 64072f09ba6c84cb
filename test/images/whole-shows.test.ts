import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeWholeShows } from '@onsale/images';
import { demoShowFiles, loadShowFile } from '@onsale/layouts';
import { expect, it, onTestFinished } from 'vitest';

const showsFolder = resolve(import.meta.dirname, '../../layouts/shows');

it('the demo shows of an image are the demo shows, each in one file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-shows-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeWholeShows(showsFolder, folder);
  expect((await readdir(folder)).sort()).toEqual(['arena.json', 'grid.json', 'theatre.json']);
  for (const file of demoShowFiles) {
    const whole = join(folder, file.slice(showsFolder.length + 1).replace('.show.', '.'));
    expect(await loadShowFile(whole)).toEqual(await loadShowFile(file));
  }
});
