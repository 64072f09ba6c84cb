import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { SaleRoom, SectionMirror } from '@onsale/booking';
import type { SectionStates } from '@onsale/contracts';
import type { Sale, SectionIndex } from '@onsale/domain';

export type Encoding = 'br' | 'gzip' | 'identity';

/** The states of some sections at their versions, encoded once for everybody who asks. */
export interface EncodedSnapshot {
  /** Names the versions, and so the content, whichever process answers. */
  readonly etag: string;
  body(encoding: Encoding): Uint8Array<ArrayBuffer>;
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
      const made = encode(sale, mirrors, etag);
      if (kept.size >= keptMax && !kept.has(key)) kept.clear();
      kept.set(key, made);
      return made;
    },
  };
}

function encode(sale: Sale, mirrors: readonly SectionMirror[], etag: string): EncodedSnapshot {
  const sections = mirrors.map((mirror): SectionStates => {
    const { section, version, states } = mirror;
    return { section: sale.plan.sections[section]?.id ?? '', version, states };
  });
  const identity = Buffer.from(JSON.stringify({ show: sale.show.id, sections }));
  const bodies = new Map<Encoding, Uint8Array<ArrayBuffer>>([['identity', Uint8Array.from(identity)]]);
  return {
    etag,
    body(encoding) {
      const known = bodies.get(encoding);
      if (known !== undefined) return known;
      const made = Uint8Array.from(encoding === 'br' ? brotli(identity) : gzipSync(identity));
      bodies.set(encoding, made);
      return made;
    },
  };
}

/** Quality 4: nearly the size of the best, at a hundredth of its time. */
function brotli(content: Buffer): Buffer {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
}

/** The best encoding that the request accepts. */
export function acceptedEncoding(header: string | undefined): Encoding {
  const accepted = (header ?? '').split(',').map((part) => part.trim().split(';'));
  const accepts = (name: string) =>
    accepted.some(([encoding, quality]) => encoding === name && quality?.trim() !== 'q=0');
  if (accepts('br')) return 'br';
  return accepts('gzip') ? 'gzip' : 'identity';
}
