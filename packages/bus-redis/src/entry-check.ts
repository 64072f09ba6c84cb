import type { LogEntry } from '@onsale/domain';

/** Entries and changes that one message may carry; anything larger is no message of ours. */
const entriesMax = 1_000;
const changesMax = 200_000;

/**
 * Whether a message is a list of log entries in form. Whoever can write to Redis could send anything; what
 * does not fit is dropped before it reaches a mirror.
 */
export function isEntryList(value: unknown): value is readonly LogEntry[] {
  return Array.isArray(value) && value.length <= entriesMax && value.every(isEntry);
}

function isEntry(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { show, section, version, changes, notices } = value as Record<string, unknown>;
  return (
    typeof show === 'string' &&
    isCount(section) &&
    isCount(version) &&
    Array.isArray(changes) &&
    changes.length <= changesMax &&
    changes.every(isChange) &&
    Array.isArray(notices) &&
    notices.every(isNotice)
  );
}

function isChange(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 4) return false;
  return value.every(isCount) && (value[1] as number) <= 3;
}

function isNotice(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { buyer, hold, state, seats, untilMs } = value as Record<string, unknown>;
  return (
    typeof buyer === 'string' &&
    typeof hold === 'string' &&
    typeof state === 'string' &&
    Array.isArray(seats) &&
    seats.every(isCount) &&
    isCount(untilMs)
  );
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
