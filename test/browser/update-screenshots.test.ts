import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkFonts } from './update-screenshots.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-fonts-'));
});

afterEach(() => rm(folder, { recursive: true }));

/** A program in the place of fc-list. */
async function fcList(script: string): Promise<string> {
  const path = join(folder, 'fc-list');
  await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

describe('before screenshots are kept', () => {
  it('names the package where no font has Korean letters', async () => {
    await expect(checkFonts(await fcList('exit 0'))).rejects.toThrow('fonts-nanum');
  });

  it('asks for fonts of Korean, and is content with one', async () => {
    const path = await fcList(
      '[ "$*" = ":lang=ko" ] && echo "/usr/share/fonts/NanumGothic.ttf: NanumGothic"',
    );
    await expect(checkFonts(path)).resolves.toBeUndefined();
  });

  it('goes on where the machine cannot say', async () => {
    await expect(checkFonts(await fcList('exit 1'))).resolves.toBeUndefined();
    await expect(checkFonts(join(folder, 'nothing'))).resolves.toBeUndefined();
  });
});
