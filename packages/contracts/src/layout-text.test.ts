import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLayout } from './layout-check.ts';
import { canonicalLayout, layoutHash } from './layout-text.ts';
import { sampleLayout } from './testing/samples.ts';

describe('canonicalLayout', () => {
  it('is JSON of the same layout in the order of the schema', () => {
    const text = canonicalLayout(sampleLayout());
    expect(JSON.parse(text)).toEqual(sampleLayout());
    expect(text).toMatch(
      /^{"format":"onsale-layout\/1","name":{"en":"Cellar","ko":"지하 극장"},"width":100,/,
    );
  });

  it('is the same however the fields are ordered, with and without $schema', () => {
    const text = canonicalLayout(sampleLayout());
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const shuffled = {
          $schema: './layout.schema.json',
          ...Object(withFieldsShuffled(sampleLayout(), seed)),
        };
        const parsed = parseLayout(shuffled);
        return parsed.ok && canonicalLayout(parsed.layout) === text;
      }),
    );
  });

  it('[B2] keeps the focal points', () => {
    const { sections, ...layout } = sampleLayout();
    const focus: [number, number] = [10, 20];
    const focused = { ...layout, focus, sections: sections.map((section) => ({ ...section, focus })) };
    expect(JSON.parse(canonicalLayout(focused))).toEqual(focused);
  });

  it('differs when a seat moves', () => {
    const moved = sampleLayout();
    moved.sections[0]?.rows[0]?.x.splice(0, 1, 11);
    expect(canonicalLayout(moved)).not.toBe(canonicalLayout(sampleLayout()));
  });
});

describe('layoutHash', () => {
  it('is the SHA-256 of the text in UTF-8', async () => {
    const text = canonicalLayout(sampleLayout());
    expect(await layoutHash(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
  });
});

/** The same value with the fields of every object in an order that depends on the seed. */
function withFieldsShuffled(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((item) => withFieldsShuffled(item, seed));
  if (typeof value !== 'object' || value === null) return value;
  const weight = (key: string) => createHash('md5').update(`${seed}${key}`).digest('hex');
  const entries = Object.entries(value).sort(([a], [b]) => (weight(a) < weight(b) ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, withFieldsShuffled(inner, seed)]));
}
