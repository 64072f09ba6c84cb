import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundledPackages, licencesText } from './licences.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-licences-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A package with these files, and the path of a module of it. */
async function packageWith(
  path: string,
  manifest: object,
  files: Record<string, string> = {},
): Promise<string> {
  const home = join(folder, path);
  await mkdir(join(home, 'dist'), { recursive: true });
  await writeFile(join(home, 'package.json'), JSON.stringify({ version: '1.0.0', ...manifest }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(home, name), text);
  return join(home, 'dist/index.js');
}

describe('the packages of a bundle', () => {
  it('are the ones that its modules come from, each with its licence', async () => {
    const own = join(folder, 'packages/domain/src/index.ts');
    const outer = await packageWith(
      'node_modules/zod',
      { name: 'zod', license: 'MIT' },
      { LICENSE: 'Keep me.\n' },
    );
    const inner = await packageWith(
      'node_modules/.pnpm/@a+b@1.0.0/node_modules/@a/b',
      { name: '@a/b', license: 'ISC', author: { name: 'Ann' } },
      { 'licence.md': 'Keep me too.', NOTICE: 'By Ann.', 'licenser.js': 'no', 'README.md': 'no' },
    );
    const packages = await bundledPackages([own, outer, join(outer, '../other.js'), inner]);
    expect(packages).toEqual([
      { name: '@a/b', version: '1.0.0', licence: 'ISC', author: 'Ann', texts: ['By Ann.', 'Keep me too.'] },
      { name: 'zod', version: '1.0.0', licence: 'MIT', author: null, texts: ['Keep me.'] },
    ]);
    const text = licencesText(packages);
    expect(text).toContain('@a/b 1.0.0 (ISC), by Ann\n\nBy Ann.\n\nKeep me too.\n');
    expect(text).toContain('zod 1.0.0 (MIT)\n\nKeep me.\n');
  });

  it.each(['MIT OR GPL-3.0-only', '(MIT AND Apache-2.0)', 'BSD-3-Clause'])(
    'may be under %s',
    async (license) => {
      const module = await packageWith('node_modules/a', { name: 'a', license });
      expect(licencesText(await bundledPackages([module]))).toContain('brings no licence file');
    },
  );

  it.each(['GPL-3.0-only', 'MIT AND LGPL-2.1', 'SEE LICENSE IN x', '', undefined])(
    'may not be under %s',
    async (license) => {
      const module = await packageWith('node_modules/a', { name: 'a', license });
      await expect(bundledPackages([module])).rejects.toThrow(/^a@1\.0\.0 has the licence "/);
    },
  );
});
