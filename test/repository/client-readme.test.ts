import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const rootFolder = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFile(resolve(rootFolder, path), 'utf8');
const namesIn = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, name = '']) => name).sort();

it('the client’s README has each attribute and each event of the element, and no other', async () => {
  const readme = await read('packages/client/README.md');
  const events = await read('packages/client/src/seatmap-events.ts');
  const element = await read('services/web/src/embed/element.tsx');
  const observed = /observedAttributes = \[(.*)\]/.exec(element)?.[1] ?? '';
  const named = namesIn(events, /^ {2}'([\w-]+)': \{/gm);
  expect(named.length).toBeGreaterThan(0);
  expect(namesIn(readme, /^\| `(onsale-\w+)` \|/gm)).toEqual(named);
  const attributes = readme.slice(readme.indexOf('| attribute |'), readme.indexOf('Each may change'));
  expect(namesIn(attributes, /^\| `(\w+)` \|/gm)).toEqual(namesIn(observed, /'(\w+)'/g));
});
