import { readFile, writeFile } from 'node:fs/promises';
import type { Plugin } from 'rolldown';

/**
 * Takes the packages out of the source map: their places cost a hundred megabytes of memory as soon as the
 * first stack trace is told, and say little that the bundle's own lines do not.
 */
export const ownPlacesOnly: Plugin = {
  name: 'own-places-only',
  transform: {
    filter: { id: /[/\\]node_modules[/\\]/ },
    handler: (code) => ({ code, map: { version: 3, mappings: '', sources: [], names: [] } }),
  },
};

/** A segment of one number: from column 0 of its line on, the place is nobody's. */
const nobodysPlace = 'A';

/**
 * A line without segments belongs, to those who read source maps, to the last segment before it: a package's
 * stack frames would be told as places of whatever stands above it. So each run of such lines begins with a segment
 * that says that nothing is known.
 */
export async function endForeignPlaces(mapFile: string): Promise<void> {
  const map = JSON.parse(await readFile(mapFile, 'utf8')) as { mappings: string };
  const lines = map.mappings.split(';');
  const ended = lines.map((line, index) => {
    const isFirstOfRun = line === '' && (index === 0 || lines[index - 1] !== '');
    return isFirstOfRun ? nobodysPlace : line;
  });
  await writeFile(mapFile, JSON.stringify({ ...map, mappings: ended.join(';') }));
}
