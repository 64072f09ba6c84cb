import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A package whose code is part of a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly licence: string;
  /** Who wrote it, where it says so. */
  readonly author: string | null;
  /** The texts of its licence and notice files; empty when it has none. */
  readonly texts: readonly string[];
}

/** Licences that ask for nothing but that their text is kept. */
const permissive: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
]);

const licenceFile = /^(?:licen[cs]e|copying|notice)(?:[-.].*)?$/i;
const packageFolder = /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+(?=[/\\])/;

/**
 * The packages that these modules come from, by name and version. Modules of the repository itself belong to none.
 * Throws a sentence for a package whose licence is missing or asks for more than being kept.
 */
export async function bundledPackages(modules: readonly string[]): Promise<readonly BundledPackage[]> {
  const folders = new Set(modules.flatMap((module) => packageFolder.exec(module) ?? []));
  const packages = await Promise.all([...folders].map(readPackage));
  const byName = new Map(packages.map((found) => [`${found.name}@${found.version}`, found]));
  return [...byName].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, found]) => found);
}

/** What `package.json` may say; older ones say it in other ways. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: unknown;
  readonly author?: string | { readonly name?: string };
}

async function readPackage(folder: string): Promise<BundledPackage> {
  const text = await readFile(join(folder, 'package.json'), 'utf8');
  const { name, version, license, author } = JSON.parse(text) as Manifest;
  const licence = typeof license === 'string' ? license : '';
  if (!isPermissive(licence)) {
    throw new Error(
      `${name}@${version} has the licence "${licence}", which may not go into a bundle unread.`,
    );
  }
  const files = (await readdir(folder)).filter((file) => licenceFile.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return {
    name,
    version,
    licence,
    author: (typeof author === 'object' ? author.name : author) ?? null,
    texts: texts.map((licenceText) => licenceText.trim()),
  };
}

/** Reads expressions without nesting: alternatives, or several that all hold. */
function isPermissive(expression: string): boolean {
  const alternatives = expression.replaceAll(/[()]/g, '').split(' OR ');
  return alternatives.some((one) => one.split(' AND ').every((id) => permissive.has(id)));
}

/** The file that keeps the texts. */
export function licencesText(packages: readonly BundledPackage[]): string {
  const parts = packages.map(({ name, version, licence, author, texts }) => {
    const body = texts.length === 0 ? 'The package brings no licence file.' : texts.join('\n\n');
    return `${name} ${version} (${licence})${author === null ? '' : `, by ${author}`}\n\n${body}\n`;
  });
  return ['This program contains the following packages.\n', ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}
