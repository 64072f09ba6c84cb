import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { publishedSchemas } from './json-schemas.ts';
import { changed, sampleLayout, sampleShow } from './testing/samples.ts';

const folder = new URL('../schemas/', import.meta.url);

describe('the published JSON Schemas', () => {
  it('are those of the source; `pnpm schemas` writes them anew', async () => {
    const published = new Map<string, string>();
    for (const name of await readdir(folder))
      published.set(name, await readFile(new URL(name, folder), 'utf8'));
    expect(published).toEqual(publishedSchemas());
  });

  it.each([
    ['layout', sampleLayout(), true],
    ['layout', changed(sampleLayout(), ['sections', 0, 'rows', 0, 'x', 0], '10'), false],
    ['layout', changed(sampleLayout(), ['sections', 0, 'colour'], 'red'), false],
    ['layout', changed(sampleLayout(), ['name', '한국어'], 'x'), false],
    ['show', sampleShow(), true],
    ['show', { ...sampleShow(), layout: sampleLayout() }, true],
    ['show', changed(sampleShow(), ['cap'], undefined), false],
    ['show', changed(sampleShow(), ['layout'], 5), false],
  ])('tell a good %s file from a bad one (%#)', (name, value, isGood) => {
    const schema = z.fromJSONSchema(JSON.parse(publishedSchemas().get(`${name}.schema.json`) ?? ''));
    expect(schema.safeParse(value).success).toBe(isGood);
  });
});
