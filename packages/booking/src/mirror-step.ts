import type { LogEntry, SeatChange } from '@onsale/domain';
import type { SectionMirror } from './mirror.ts';

/** A mirror went from one version to another. */
export interface MirrorStep {
  readonly mirror: SectionMirror;
  readonly from: number;
  readonly to: number;
  readonly changes: readonly SeatChange[];
  /** The entries behind it; empty when a snapshot replaced what the log no longer keeps. */
  readonly entries: readonly LogEntry[];
}

/** Lets the mirror take an entry; answers the step that it made, or null when it made none. */
export function stepWith(mirror: SectionMirror, entry: LogEntry): MirrorStep | null {
  const from = mirror.version;
  const entries = mirror.take(entry);
  if (entries.length === 0) return null;
  return { mirror, from, to: mirror.version, changes: entries.flatMap(({ changes }) => changes), entries };
}
