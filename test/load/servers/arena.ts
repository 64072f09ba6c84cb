import type { ShowImport } from '@onsale/domain';
import { createRandom } from '@onsale/domain/testing';
import { demoShowFiles, loadShowFile } from '@onsale/layouts';

const seed = 1;

/**
 * The demo arena of 20,000 seats with such a share of them blocked, here and there: a map in the middle of its sale,
 * whose snapshot does not compress as well as an empty one's.
 */
export async function arena(takenShare: number): Promise<ShowImport> {
  const file = demoShowFiles.find((path) => path.includes('arena'));
  const loaded = await loadShowFile(file ?? '');
  if (!loaded.ok) throw new Error(loaded.faults.join('\n'));
  const random = createRandom(seed);
  const count = loaded.import.sectionCounts.reduce((sum, seats) => sum + seats, 0);
  const seats = Array.from({ length: count }, (_, seat) => seat);
  return { ...loaded.import, blocked: seats.filter(() => random.uint32() / 2 ** 32 < takenShare) };
}
