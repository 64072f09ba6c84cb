import type { SaleRoom, SectionMirror } from '@onsale/booking';
import type { SectionStates } from '@onsale/contracts';
import type { Sale, SectionIndex } from '@onsale/domain';
import { createEncodedBody, type EncodedBody } from './encodings.ts';

/** The states of some sections at their versions, encoded once for everybody who asks. */
export interface EncodedSnapshot {
  /** Names the versions, and so the content, whichever process answers. */
  readonly etag: string;
  readonly body: EncodedBody;
  /** Whether it would be answered again. */
  isCurrent(): boolean;
}

export interface Snapshots {
  /** Without sections, all of them. */
  read(sale: Sale, section?: SectionIndex): Promise<EncodedSnapshot>;
}

/** Encoded snapshots kept at most; each is as large as its show's seats. */
const keptMax = 512;
/** How long one may be given again before its mirrors are asked for anew, which keeps them from being forgotten. */
const trustedMsMax = 1_000;

interface Seen {
  readonly mirrors: readonly SectionMirror[];
  readonly versions: readonly number[];
  readonly openedAtMs: number;
}

type Kept = EncodedSnapshot & Seen;

/** Snapshots from the process's mirrors: no query while nothing changed, one encoding per version. */
export function createSnapshots(room: SaleRoom): Snapshots {
  const kept = new Map<string, Kept>();

  async function open(sale: Sale, section: SectionIndex | undefined, known: Kept | undefined): Promise<Kept> {
    const indexes = section === undefined ? sale.plan.sections.map((_, index) => index) : [section];
    const openedAtMs = performance.now();
    const mirrors = await Promise.all(indexes.map((index) => room.mirrors.open(sale, index)));
    const versions = mirrors.map(({ version }) => version);
    const etag = `"${versions.map((version) => version.toString(36)).join('.')}"`;
    const body = known?.etag === etag ? known.body : createEncodedBody(textOf(sale, mirrors));
    const made = { etag, body, mirrors, versions, openedAtMs };
    return { ...made, isCurrent: () => isCurrent(made) };
  }

  return {
    async read(sale, section) {
      const key = `${sale.show.id}/${section ?? ''}`;
      const known = kept.get(key);
      if (known?.isCurrent()) return known;
      const made = await open(sale, section, known);
      if (kept.size >= keptMax && !kept.has(key)) kept.clear();
      kept.set(key, made);
      return made;
    },
  };
}

/** A mirror that is not the process's any more stands still, so that one is trusted for a moment only. */
function isCurrent({ mirrors, versions, openedAtMs }: Seen): boolean {
  return (
    performance.now() - openedAtMs < trustedMsMax &&
    mirrors.every((mirror, index) => mirror.version === versions[index])
  );
}

function textOf(sale: Sale, mirrors: readonly SectionMirror[]): string {
  const sections = mirrors.map((mirror): SectionStates => {
    const { section, version, states } = mirror;
    return { section: sale.plan.sections[section]?.id ?? '', version, states };
  });
  return JSON.stringify({ show: sale.show.id, sections });
}
