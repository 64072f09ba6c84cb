import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { type OutputChunk, type RolldownOutput, rolldown } from 'rolldown';
import { writeWholeShows } from './demo-shows.ts';
import { bundledPackages, licencesText } from './licences.ts';
import { endForeignPlaces, ownPlacesOnly } from './own-places.ts';
import type { Service } from './services.ts';

const rootFolder = resolve(import.meta.dirname, '../..');

/**
 * Writes everything that a service needs at run time but Node into an empty folder: `main.js` with every package that it
 * uses, its source map, its licences, and the service's own files. Throws for an import that cannot be resolved,
 * which would otherwise be missing at run time.
 */
export async function bundleService(service: Service, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { output } = await bundle(service, folder);
  const [main] = output;
  await endForeignPlaces(join(folder, 'main.js.map'));
  await writeFile(join(folder, 'package.json'), await manifestOf(service));
  await writeFile(join(folder, 'licences.txt'), licencesText(await bundledPackages(modulesOf(main))));
  for (const [from, to] of Object.entries(service.folders)) await copyFiles(from, join(folder, to));
  if (service.hasDemoShows) await writeWholeShows(join(rootFolder, 'layouts/shows'), join(folder, 'shows'));
}

async function bundle({ main }: Service, folder: string): Promise<RolldownOutput> {
  const build = await rolldown({
    input: join(rootFolder, main),
    cwd: rootFolder,
    platform: 'node',
    plugins: [ownPlacesOnly],
    onLog(level, log) {
      if (level === 'warn') throw new Error(`${main}: ${log.message}`);
    },
  });
  try {
    return await build.write({
      file: join(folder, 'main.js'),
      format: 'esm',
      codeSplitting: false,
      // Stack traces name the repository's files. Node keeps the map in memory, so that it has no sources in it.
      sourcemap: true,
      sourcemapExcludeSources: true,
      sourcemapPathTransform: (source) => relative(rootFolder, resolve(folder, source)),
    });
  } finally {
    await build.close();
  }
}

function modulesOf({ moduleIds }: OutputChunk): readonly string[] {
  // Plugins mark modules that they made up with a leading NUL.
  return moduleIds.filter((id) => !id.startsWith('\0'));
}

/** Node reads from it that `main.js` is a module. */
async function manifestOf({ name, main }: Service): Promise<string> {
  const source = join(rootFolder, dirname(dirname(main)), 'package.json');
  const { version, license } = JSON.parse(await readFile(source, 'utf8')) as Record<string, string>;
  return `${JSON.stringify({ name, version, license, type: 'module' }, null, 2)}\n`;
}

/** Copies a folder of which there must be something. What drizzle-kit keeps for itself stays behind. */
async function copyFiles(from: string, to: string): Promise<void> {
  const source = join(rootFolder, from);
  const names = await readdir(source).catch(() => []);
  if (names.length === 0) throw new Error(`${from} is missing or empty; it must be built first.`);
  await cp(source, to, { recursive: true, filter: (path) => !/[/\\]meta(?:[/\\]|$)/.test(path) });
}
