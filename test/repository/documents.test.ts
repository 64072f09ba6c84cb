import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const made = new Set(['node_modules', 'dist', 'data', 'results']);
const texts = globSync('**/*.{md,ts,tsx,js,json,yaml,yml,tpl,css,html,sql,svg}', {
  cwd: root,
  exclude: (name) => made.has(name),
});
const documents = texts.filter((file) => file.endsWith('.md')).sort();
const textOf = (file: string) => readFileSync(join(root, file), 'utf8');
const decisions = 'packages/domain/docs/adr';

/** The targets of a document's links to other files, without what stands in code. */
function linksOf(text: string): string[] {
  const prose = text.replace(/```[\s\S]*?```|`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.split('#', 1)[0] ?? '')
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}

describe('the repository’s documents', () => {
  it('have no marks of a merge that was not finished, and neither has any other file', () => {
    const marked = texts.filter((file) => /^(?:<{7}|>{7}) /m.test(textOf(file)));
    expect(marked).toEqual([]);
  });

  it('link to files that are there', () => {
    const broken = documents.flatMap((file) =>
      linksOf(textOf(file))
        .filter((target) => !existsSync(join(root, dirname(file), decodeURI(target))))
        .map((target) => `${file}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('list every decision once, in order', () => {
    const listed = linksOf(textOf(`${decisions}/README.md`));
    const files = documents
      .filter((file) => file.startsWith(`${decisions}/0`))
      .map((file) => file.slice(decisions.length + 1))
      .sort();
    expect(listed).toEqual(files);
    const numbers = [...textOf(`${decisions}/README.md`).matchAll(/^(\d+)\. /gm)].map(([, number]) =>
      Number(number),
    );
    expect(numbers).toEqual(files.map((file) => Number(file.slice(0, 4))));
  });
});
