import type { History } from './history.ts';
import type { Reading } from './rows.ts';
import type { Sighting } from './viewers.ts';

/** What a run is judged by. */
export interface Evidence {
  readonly history: History;
  readonly reading: Reading;
  readonly sightings: readonly Sighting[];
  /** How old a refusal may be, which a mirror may have made. */
  readonly refusalAgeMsMax: number;
}

export interface EvidenceSource extends Pick<Evidence, 'history' | 'refusalAgeMsMax'> {
  /** Every map that was shown up to the call. */
  readonly seen: () => readonly Sighting[];
  readonly read: () => Promise<Reading>;
}

/**
 * Gathers what a run is judged by, once its load has ended. Holds go on ending by themselves, so maps change while the
 * rows are read: only maps that were seen before the reading's moment can be looked for in its log.
 */
export async function gatherEvidence(source: EvidenceSource): Promise<Evidence> {
  const { history, refusalAgeMsMax } = source;
  const sightings = [...source.seen()];
  return { history, refusalAgeMsMax, sightings, reading: await source.read() };
}
