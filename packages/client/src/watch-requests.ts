import type { ClientEvents } from '@onsale/contracts';
import type { SectionMap } from './section-map.ts';

export type WatchRequest = Parameters<ClientEvents['watch']>[0];

/** Room in a frame of 4,096 bytes for the sections and versions of one question. */
const bytesMax = 3_000;

/**
 * The questions that watch these sections from the versions they are at: one where it fits into a frame, else
 * several. Ids are plain ASCII, so characters are bytes.
 */
export function watchRequests(
  show: string,
  sections: readonly SectionMap[],
  areAll: boolean,
): WatchRequest[] {
  const chunks: SectionMap[][] = [];
  let bytes = bytesMax;
  for (const section of sections) {
    // `"id",` in the list, `"id":version,` among the versions.
    const size = 2 * section.id.length + 20;
    if (bytes + size > bytesMax) {
      chunks.push([]);
      bytes = 0;
    }
    chunks.at(-1)?.push(section);
    bytes += size;
  }
  return chunks.map((chunk) => ({
    show,
    sections: areAll && chunks.length === 1 ? 'all' : chunk.map(({ id }) => id),
    since: Object.fromEntries(
      chunk.flatMap(({ id, version }) => (version === null ? [] : [[id, version] as const])),
    ),
  }));
}
