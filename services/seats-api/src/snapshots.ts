import type { SaleRoom, SectionMirror } from '@onsale/booking';
import type { SectionStates } from '@onsale/contracts';
import type { Sale, SectionIndex } from '@onsale/domain';
import { createEncodedBody, type EncodedBody } from './encodings.ts';

/** The states of some sections at their versions, encoded once for everybody who asks. */
export interface EncodedSnapshot {
  /** Names the versions, and so the content, whichever process answers. */
  readonly etag: string;
  readonly body: EncodedBody;
}

export interface Snapshots {
  /** Without sections, all of them. */
  read(sale: Sale, section?: SectionIndex): Promise<EncodedSnapshot>;
}

/** Encoded snapshots kept at most; each is as large as its show's seats. */
const keptMax = 512;

/** Snapshots from the process's mirrors: no query while nothing changed, one encoding per version. */
export function createSnapshots(room: SaleRoom): Snapshots {
  const kept = new Map<string, EncodedSnapshot>();
  return {
    async read(sale, section) {
      const indexes = section === undefined ? sale.plan.sections.map((_, index) => index) : [section];
      const mirrors = await Promise.all(indexes.map((index) => room.mirrors.open(sale, index)));
      const key = `${sale.show.id}/${section ?? ''}`;
      const etag = `"${mirrors.map((mirror) => mirror.version.toString(36)).join('.')}"`;
      const known = kept.get(key);
      if (known?.etag === etag) return known;
      const made = { etag, body: createEncodedBody(textOf(sale, mirrors)) };
      if (kept.size >= keptMax && !kept.has(key)) kept.clear();
      kept.set(key, made);
      return made;
    },
  };
}

function textOf(sale: Sale, mirrors: readonly SectionMirror[]): string {
  const sections = mirrors.map((mirror): SectionStates => {
    const { section, version, states } = mirror;
    return { section: sale.plan.sections[section]?.id ?? '', version, states };
  });
  return JSON.stringify({ show: sale.show.id, sections });
}
