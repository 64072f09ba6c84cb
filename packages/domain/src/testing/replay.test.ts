import { describe, expect, it } from 'vitest';
import { createSnapshot, type LogEntry } from '../change.ts';
import { InvariantBroken } from '../errors.ts';
import { replay } from './replay.ts';

const from = createSnapshot(
  { show: 's', section: 1 },
  4,
  Array(2).fill({ state: 0, hold: null, untilMs: 0 }),
);
const entry: LogEntry = { show: 's', section: 1, version: 5, changes: [[11, 1, 99, 7]], notices: [] };

describe('replay', () => {
  it('[L2] applies the changes in order and leaves the earlier snapshot alone', () => {
    const back: LogEntry = {
      ...entry,
      version: 6,
      changes: [
        [10, 3, 0, 0],
        [11, 0, 0, 0],
      ],
    };
    const { states, untilMs, owners, version } = replay(from, 10, [entry]);
    expect([version, ...states, ...untilMs, ...owners]).toEqual([5, 0, 1, 0, 99, 0, 7]);
    expect([...replay(from, 10, [entry, back]).states]).toEqual([3, 0]);
    expect([from.version, ...from.states]).toEqual([4, 0, 0]);
  });

  it.each([
    ['is missing', [{ ...entry, version: 6 }]],
    ['comes twice', [entry, entry]],
    ['is of another section', [{ ...entry, section: 0 }]],
    ['is of another show', [{ ...entry, show: 'other' }]],
    ['changes a seat of another section', [{ ...entry, changes: [[9, 0, 0, 0] as const] }]],
    ['changes a seat beyond the section', [{ ...entry, changes: [[12, 0, 0, 0] as const] }]],
  ])('[L2] notices that an entry %s', (_, entries) => {
    expect(() => replay(from, 10, entries)).toThrow(InvariantBroken);
  });
});
