import { beforeAll, expect, it } from 'vitest';
import { buildPage } from '../../scripts/lib/build-page.ts';
import { print } from './figures.ts';
import { elementFiles, initialFiles, type PageFile, weightBytesMax } from './page-weight.ts';

beforeAll(() => buildPage(() => undefined));

function weigh(name: string, files: readonly PageFile[]): number {
  const bytes = files.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
  print(name, bytes / 1_000, weightBytesMax / 1_000, 'KB');
  return bytes;
}

it('weighs less than 70 KB compressed, scripts and styles together', () => {
  const files = initialFiles();
  expect(files.map(({ name }) => name.split('.').at(-1)).sort()).toEqual(['css', 'js']);
  expect(weigh('page weight, gzip', files)).toBeLessThan(weightBytesMax);
});

it('weighs no more as an element on another page', () => {
  const files = elementFiles();
  expect(files.map(({ name }) => name)).toEqual(['/embed.js', expect.stringMatching(/^\/assets\/.*\.js$/)]);
  // The file that is fetched again every minute is a name and no more.
  expect(files[0]?.gzipBytes).toBeLessThan(500);
  expect(weigh('element weight, gzip', files)).toBeLessThan(weightBytesMax);
});
