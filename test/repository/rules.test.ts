import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const rootFolder = resolve(import.meta.dirname, '../..');

async function rulesOfSpec(): Promise<string[]> {
  const spec = await readFile(join(rootFolder, 'packages/domain/SPEC.md'), 'utf8');
  return [...spec.matchAll(/^- \*\*([SHBOPLIA]\d+)\*\*/gm)].map((match) => match[1] ?? '');
}

/** The rules that the names of tests and suites cite: `[S1]`, also several in one name. */
async function rulesOfTests(): Promise<Set<string>> {
  const files = globSync(
    ['{packages,services,layouts,test,scripts}/**/*.test.ts', 'packages/domain/src/testing/**/*.ts'],
    {
      cwd: rootFolder,
      exclude: (name) => name.endsWith('node_modules'),
    },
  );
  const cited = new Set<string>();
  for (const file of files) {
    const text = await readFile(join(rootFolder, file), 'utf8');
    for (const [, , name] of text.matchAll(
      /\b(?:it|test|describe)(?:\.each\([^)]*\))?\(\s*(['"`])([\s\S]*?)\1/g,
    ))
      for (const [, rule] of (name ?? '').matchAll(/\[([A-Z]\d+)\]/g)) cited.add(rule ?? '');
  }
  return cited;
}

describe('the rules of SPEC.md', () => {
  it('are each cited by a test', async () => {
    const cited = await rulesOfTests();
    expect((await rulesOfSpec()).filter((rule) => !cited.has(rule))).toEqual([]);
  });

  it('are the only ones that tests cite', async () => {
    const rules = await rulesOfSpec();
    expect(rules.length).toBeGreaterThan(15);
    expect([...(await rulesOfTests())].filter((rule) => !rules.includes(rule))).toEqual([]);
  });
});
