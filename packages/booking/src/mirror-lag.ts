import type { SectionMirror } from './mirror.ts';
import type { Timers } from './timers.ts';

/** How far a process is behind the log. */
export interface MirrorLag {
  /** How long the mirror that has been behind for longest has been so, in milliseconds. 0 when none is. */
  readonly behindMs: number;
  /** Versions that are known to exist and missing here, over all mirrors. */
  readonly versions: number;
  /** How long ago the heads were last compared with the database's: what happened since may be unknown here. */
  readonly headsAgeMs: number;
}

/** Notes when mirrors fall behind and when they have caught up. */
export class LagWatch {
  readonly #timers: Timers;
  readonly #behindSinceMs = new Map<SectionMirror, number>();
  #headsAtMs: number;
  #gaps = 0;

  constructor(timers: Timers) {
    this.#timers = timers;
    this.#headsAtMs = timers.monotonicMs();
  }

  /** How often a mirror came to know of a version that it did not have. */
  get gaps(): number {
    return this.#gaps;
  }

  /** Looks at a mirror that took an entry or heard of a head. */
  note(mirror: SectionMirror): void {
    if (!mirror.isBehind) this.forget(mirror);
    else if (!this.#behindSinceMs.has(mirror)) {
      this.#behindSinceMs.set(mirror, this.#timers.monotonicMs());
      this.#gaps++;
    }
  }

  forget(mirror: SectionMirror): void {
    this.#behindSinceMs.delete(mirror);
  }

  /** The mirrors have been compared with the database's heads. */
  noteHeads(): void {
    this.#headsAtMs = this.#timers.monotonicMs();
  }

  lag(): MirrorLag {
    const nowMs = this.#timers.monotonicMs();
    let versions = 0;
    for (const mirror of this.#behindSinceMs.keys()) versions += mirror.missing;
    return {
      behindMs: nowMs - Math.min(nowMs, ...this.#behindSinceMs.values()),
      versions,
      headsAgeMs: nowMs - this.#headsAtMs,
    };
  }
}
