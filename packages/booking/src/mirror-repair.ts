import type { SaleStore } from '@onsale/domain';
import type { SectionMirror } from './mirror.ts';
import { type MirrorStep, stepWith } from './mirror-step.ts';

export interface MirrorRepairOptions {
  readonly store: Pick<SaleStore, 'snapshot' | 'changes'>;
  readonly onStep: (step: MirrorStep) => void;
  /** True from the moment nobody wants further reading. */
  readonly isClosed: () => boolean;
}

export interface MirrorRepair {
  /** Reads the log until the mirror has every version that it knows of. Throws StoreUnavailable on the way. */
  repair(mirror: SectionMirror): Promise<void>;
  /** Pieces of the log, and snapshots, that were read. */
  counts(): { readonly repairs: number; readonly resets: number };
}

/** Log entries that are read at a time. */
const chunk = 500;

/** Mends mirrors from the log, and from a snapshot where the log no longer reaches back [L2]. */
export function createMirrorRepair({ store, onStep, isClosed }: MirrorRepairOptions): MirrorRepair {
  let repairs = 0;
  let resets = 0;

  async function repair(mirror: SectionMirror): Promise<void> {
    const { show, section } = mirror;
    while (mirror.isBehind && !isClosed()) {
      const from = mirror.version;
      const changes = await store.changes({ show, section }, from, chunk);
      if (changes.kind === 'trimmed') return reset(mirror);
      if (changes.entries.length === 0) return;
      repairs++;
      for (const entry of changes.entries) {
        const step = stepWith(mirror, entry);
        if (step !== null) onStep(step);
      }
      if (mirror.version === from) return;
    }
  }

  async function reset(mirror: SectionMirror): Promise<void> {
    const { show, section } = mirror;
    const snapshot = await store.snapshot({ show, section });
    if (snapshot === null) return;
    const from = mirror.version;
    const changes = mirror.reset(snapshot);
    if (changes === null || mirror.version === from) return;
    resets++;
    onStep({ mirror, from, to: mirror.version, changes, entries: [] });
  }

  return { repair, counts: () => ({ repairs, resets }) };
}
