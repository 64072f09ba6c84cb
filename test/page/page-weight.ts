import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const distFolder = resolve(import.meta.dirname, '../../services/web/dist');

/** What the page's first view may weigh: all its scripts and styles, compressed. */
export const weightBytesMax = 70_000;

export interface PageFile {
  readonly name: string;
  readonly gzipBytes: number;
}

/**
 * The scripts and styles that the built page loads before anything can be seen, compressed by gzip, which every
 * browser takes on plain http too. Code that is loaded later, on demand, does not count.
 */
export function initialFiles(): PageFile[] {
  const html = readFileSync(join(distFolder, 'index.html'), 'utf8');
  return [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(([, path = '']) =>
    weigh(path),
  );
}

/** The scripts that another site's page loads for the element, which has its styles in them. */
export function elementFiles(): PageFile[] {
  const entry = readFileSync(join(distFolder, 'embed.js'), 'utf8');
  const named = [...entry.matchAll(/"\.(\/assets\/[^"]+\.js)"/g)].map(([, path = '']) => path);
  return ['/embed.js', ...named].map(weigh);
}

function weigh(path: string): PageFile {
  return { name: path, gzipBytes: gzipSync(readFileSync(join(distFolder, path)), { level: 9 }).length };
}
