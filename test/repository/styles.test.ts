import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

/** Declarations that name a side of the screen rather than of the text. */
const physical =
  /^\s*(?:left|right|float|(?:margin|padding|border|inset|scroll-\w+)-(?:left|right)[\w-]*)\s*:|text-align:\s*(?:left|right)/;

it('lays nothing out by left and right, so that a page from right to left is its mirror image', () => {
  const folder = resolve(import.meta.dirname, '../../services/web/src/styles');
  const faults = globSync('*.css', { cwd: folder }).flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .flatMap((line, index) => (physical.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  );
  expect(globSync('*.css', { cwd: folder }).length).toBeGreaterThan(3);
  expect(faults).toEqual([]);
});
