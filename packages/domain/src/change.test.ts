import { describe, expect, it } from 'vitest';
import { changeOf, createSnapshot, ownerMark } from './change.ts';
import { availableSeat, blockedSeat } from './seat.ts';

const hold = '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d';

describe('ownerMark', () => {
  it('is the 32-bit FNV-1a hash', () => {
    // The published test vectors of FNV-1a for these texts.
    expect(['', 'a', 'foobar'].map(ownerMark)).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
  });

  it('is never 0, the mark of nobody', () => {
    // Found by search: its hash is 0.
    expect(ownerMark('b0ccrhg')).toBe(1);
  });
});

describe('changeOf', () => {
  it.each([
    ['available', availableSeat, [7, 0, 0, 0]],
    ['blocked', blockedSeat, [7, 3, 0, 0]],
    ['held', { state: 'held', hold, untilMs: 99 }, [7, 1, 99, ownerMark(hold)]],
    ['sold', { state: 'sold', hold }, [7, 2, 0, ownerMark(hold)]],
  ] as const)('[L2] tells all that a snapshot says of a seat that is %s', (_, record, change) => {
    expect(changeOf(7, record)).toEqual(change);
  });
});

describe('createSnapshot', () => {
  it('[L2] assembles the rows in their order', () => {
    const rows = [
      { state: 0, hold: null, untilMs: 0 },
      { state: 1, hold, untilMs: 99 },
      { state: 2, hold, untilMs: 0 },
    ];
    expect(createSnapshot({ show: 's', section: 4 }, 12, rows)).toEqual({
      show: 's',
      section: 4,
      version: 12,
      states: Uint8Array.of(0, 1, 2),
      untilMs: Float64Array.of(0, 99, 0),
      owners: Uint32Array.of(0, ownerMark(hold), ownerMark(hold)),
    });
  });
});
