import { beforeAll, expect, it } from 'vitest';
import { buildPage } from '../../scripts/lib/build-page.ts';
import { print } from './figures.ts';
import { initialFiles, weightBytesMax } from './page-weight.ts';

beforeAll(() => buildPage(() => undefined));

it('weighs less than 70 KB compressed, scripts and styles together', () => {
  const files = initialFiles();
  expect(files.map(({ name }) => name.split('.').at(-1)).sort()).toEqual(['css', 'js']);
  const bytes = files.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
  print('page weight, gzip', bytes / 1_000, weightBytesMax / 1_000, 'KB');
  expect(bytes).toBeLessThan(weightBytesMax);
});
