import type { SaleStore } from '@onsale/domain';
import { demoShowFiles, loadShowFile } from '@onsale/layouts';

/** Loads the demo shows into a store that has none; answers their ids. */
export async function loadDemoShows(store: SaleStore): Promise<readonly string[]> {
  if ((await store.shows()).length > 0) return [];
  const added: string[] = [];
  for (const file of demoShowFiles) {
    const loaded = await loadShowFile(file);
    if (!loaded.ok) throw new Error(`${file}: ${loaded.faults.join('; ')}`);
    await store.importShow(loaded.import);
    added.push(loaded.import.show.id);
  }
  return added;
}
