import type { LogEntry, SectionSnapshot } from '../change.ts';
import { InvariantBroken } from '../errors.ts';

/**
 * The snapshot that a section's log entries make of an earlier one [L2]. Throws {@link InvariantBroken}
 * when an entry is of another section or does not follow directly.
 */
export function replay(
  from: SectionSnapshot,
  firstSeat: number,
  entries: readonly LogEntry[],
): SectionSnapshot {
  const states = from.states.slice();
  const untilMs = from.untilMs.slice();
  const owners = from.owners.slice();
  let { version } = from;
  for (const entry of entries) {
    if (entry.show !== from.show || entry.section !== from.section)
      throw new InvariantBroken(
        `an entry of ${entry.show}/${entry.section} in the log of ${from.show}/${from.section}`,
      );
    if (entry.version !== version + 1)
      throw new InvariantBroken(`version ${entry.version} follows ${version} in section ${from.section}`);
    version = entry.version;
    for (const [seat, state, until, owner] of entry.changes) {
      const index = seat - firstSeat;
      if (index < 0 || index >= states.length)
        throw new InvariantBroken(`seat ${seat} is not of section ${from.section}`);
      states[index] = state;
      untilMs[index] = until;
      owners[index] = owner;
    }
  }
  return { ...from, version, states, untilMs, owners };
}
