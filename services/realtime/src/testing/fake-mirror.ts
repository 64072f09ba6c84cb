import type { MirrorStep, SectionMirror } from '@onsale/booking';
import type { LogEntry, SeatChange } from '@onsale/domain';

/** A section's mirror that goes where the test says. */
export class FakeMirror {
  readonly show: string;
  readonly section: number;
  readonly first: number;
  version = 0;
  readonly #states: number[];

  constructor(seatCount: number, { show = 'test-show', section = 0, first = 0 } = {}) {
    this.show = show;
    this.section = section;
    this.first = first;
    this.#states = Array<number>(seatCount).fill(0);
  }

  get states(): string {
    return this.#states.join('');
  }

  /** As what the code under test takes it for. */
  get mirror(): SectionMirror {
    return this as unknown as SectionMirror;
  }

  /** Goes on by some versions, in which these seats changed. */
  step(
    changes: readonly (readonly [seat: number, state: number])[],
    {
      versions = 1,
      entries = this.#entries(versions),
    }: { versions?: number; entries?: readonly LogEntry[] } = {},
  ): MirrorStep {
    const from = this.version;
    this.version += versions;
    for (const [seat, state] of changes) this.#states[seat - this.first] = state;
    return {
      mirror: this.mirror,
      from,
      to: this.version,
      changes: changes.map(([seat, state]): SeatChange => [seat, state as SeatChange[1], 0, 0]),
      entries,
    };
  }

  /** Log entries of the versions to come, without what they say. */
  #entries(versions: number): LogEntry[] {
    const { show, section, version } = this;
    return Array.from({ length: versions }, (_, index) => ({
      ...{ show, section, version: version + index + 1 },
      ...{ changes: [], notices: [] },
    }));
  }
}
