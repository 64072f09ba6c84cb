import type { SaleStore, ShowImport } from '@onsale/domain';
import { demoShowFiles, loadShowFile } from '@onsale/layouts';

/**
 * Loads the demo shows into a store that has no shows, or only some of these because a start broke off; one with
 * shows of its own is left alone. Answers the ids of those that were added.
 */
export async function loadDemoShows(store: SaleStore): Promise<readonly string[]> {
  const present = (await store.shows()).map(({ id }) => id);
  // A store that has as many shows cannot lack any of them; reading the files would only slow the start down.
  if (present.length >= demoShowFiles.length) return [];
  const demos = await Promise.all(demoShowFiles.map(readDemo));
  const ids = demos.map(({ show }) => show.id);
  if (present.length > 0 && !present.every((id) => ids.includes(id))) return [];
  const added: string[] = [];
  for (const demo of demos)
    if (!present.includes(demo.show.id) && (await store.importShow(demo)) === 'added')
      added.push(demo.show.id);
  return added;
}

async function readDemo(file: string): Promise<ShowImport> {
  const loaded = await loadShowFile(file);
  if (!loaded.ok) throw new Error(`${file}: ${loaded.faults.join('; ')}`);
  return loaded.import;
}
