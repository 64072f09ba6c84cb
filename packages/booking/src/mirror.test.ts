import {
  createSnapshot,
  type EpochMs,
  type HoldId,
  type LogEntry,
  ownerMark,
  type SeatChange,
  type SectionSnapshot,
} from '@onsale/domain';
import { createIdMaker, createRandom, replay } from '@onsale/domain/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SectionMirror } from './mirror.ts';

const first = 10;
const seatCount = 4;
const nowMs: EpochMs = 1_000_000;
const newId = createIdMaker(createRandom(7), () => nowMs);
const own: HoldId = newId();
const other: HoldId = newId();

function snapshotOf(version: number, rows?: Parameters<typeof createSnapshot>[2]): SectionSnapshot {
  const empty = Array.from({ length: seatCount }, () => ({ state: 0, hold: null, untilMs: 0 }));
  return createSnapshot({ show: 'test-show', section: 1 }, version, rows ?? empty);
}

function entryOf(version: number, ...changes: readonly SeatChange[]): LogEntry {
  return { show: 'test-show', section: 1, version, changes, notices: [] };
}

const held = (seat: number, hold: HoldId = other, untilMs: EpochMs = nowMs + 1): SeatChange => [
  seat,
  1,
  untilMs,
  ownerMark(hold),
];
const sold = (seat: number, hold: HoldId = other): SeatChange => [seat, 2, 0, ownerMark(hold)];
const available = (seat: number): SeatChange => [seat, 0, 0, 0];
const blocked = (seat: number): SeatChange => [seat, 3, 0, 0];

describe('a mirror that takes entries', () => {
  it('begins as the snapshot says', () => {
    const rows = [0, 1, 2, 3].map((state) => ({ state, hold: state % 3 === 0 ? null : other, untilMs: 0 }));
    const mirror = new SectionMirror(snapshotOf(7, rows), first);
    expect(mirror).toMatchObject({ show: 'test-show', section: 1, first, version: 7, states: '0123' });
    expect(mirror.isBehind).toBe(false);
  });

  it('[L2] applies the next one', () => {
    const mirror = new SectionMirror(snapshotOf(3), first);
    const entry = entryOf(4, held(10), blocked(13));
    expect(mirror.take(entry)).toEqual([entry]);
    expect(mirror).toMatchObject({ version: 4, states: '1003', isBehind: false, early: 0 });
    expect([10, 11, 12, 13].map((seat) => mirror.stateOf(seat))).toEqual([1, 0, 0, 3]);
  });

  it('[L2] ignores what it has, however often and late it comes', () => {
    const mirror = new SectionMirror(snapshotOf(3), first);
    const taken = entryOf(4, held(10));
    mirror.take(taken);
    mirror.take(entryOf(5, available(10)));
    expect(mirror.take(taken)).toEqual([]);
    expect(mirror.take(entryOf(3, sold(12)))).toEqual([]);
    expect(mirror).toMatchObject({ version: 5, states: '0000', isBehind: false });
  });

  it('[L2] keeps early ones until those before them come, and then applies all in order', () => {
    const mirror = new SectionMirror(snapshotOf(0), first);
    const entries = [entryOf(1, held(10)), entryOf(2, sold(10)), entryOf(3, available(10)), entryOf(4)];
    const [one, two, three, four] = entries as [LogEntry, LogEntry, LogEntry, LogEntry];
    expect(mirror.take(four)).toEqual([]);
    expect(mirror.take(two)).toEqual([]);
    expect(mirror).toMatchObject({ version: 0, states: '0000', isBehind: true, early: 2 });
    expect(mirror.take(one)).toEqual([one, two]);
    expect(mirror).toMatchObject({ version: 2, states: '2000', isBehind: true, early: 1 });
    expect(mirror.take(three)).toEqual([three, four]);
    expect(mirror).toMatchObject({ version: 4, states: '0000', isBehind: false, early: 0 });
  });

  it('knows that it is behind a head that it only heard of', () => {
    const mirror = new SectionMirror(snapshotOf(3), first);
    mirror.noticeHead(2);
    expect(mirror.isBehind).toBe(false);
    mirror.noticeHead(4);
    expect(mirror.isBehind).toBe(true);
    mirror.take(entryOf(4));
    expect(mirror.isBehind).toBe(false);
  });

  it('keeps 256 early ones at most; the log has the rest', () => {
    const mirror = new SectionMirror(snapshotOf(0), first);
    for (let version = 2; version <= 300; version++) mirror.take(entryOf(version));
    expect(mirror).toMatchObject({ early: 256, isFull: true, isBehind: true, version: 0 });
    expect(mirror.take(entryOf(1))).toHaveLength(257);
    expect(mirror).toMatchObject({ version: 257, early: 0, isFull: false, isBehind: true });
  });
});

describe('a mirror that is reset', () => {
  it('[L2] becomes the snapshot and names the seats whose state differs', () => {
    const mirror = new SectionMirror(snapshotOf(3), first);
    mirror.take(entryOf(4, held(10), held(11)));
    const rows = [
      { state: 1, hold: own, untilMs: nowMs + 9 },
      { state: 0, hold: null, untilMs: 0 },
      { state: 2, hold: other, untilMs: 0 },
      { state: 0, hold: null, untilMs: 0 },
    ];
    const changes = mirror.reset(snapshotOf(20, rows));
    expect(changes).toEqual([available(11), sold(12)]);
    expect(mirror).toMatchObject({ version: 20, states: '1020', isBehind: false });
    expect(mirror.isTaken(10, own, nowMs)).toBe(false);
    expect(mirror.isTaken(10, newId(), nowMs)).toBe(true);
  });

  it('refuses an older snapshot than it is', () => {
    const mirror = new SectionMirror(snapshotOf(3), first);
    mirror.take(entryOf(4, held(10)));
    expect(mirror.reset(snapshotOf(3))).toBeNull();
    expect(mirror).toMatchObject({ version: 4, states: '1000' });
  });

  it('[L2] goes on from the early entries that follow the snapshot', () => {
    const mirror = new SectionMirror(snapshotOf(0), first);
    for (const version of [5, 6, 7]) mirror.take(entryOf(version, held(first + (version % seatCount))));
    mirror.reset(snapshotOf(5));
    expect(mirror).toMatchObject({ version: 5, early: 2, isBehind: true });
    expect(mirror.take(entryOf(6, held(12)))).toHaveLength(2);
    expect(mirror).toMatchObject({ version: 7, isBehind: false });
  });
});

describe('what a mirror refuses', () => {
  const mirrorWith = (...changes: readonly SeatChange[]) => {
    const mirror = new SectionMirror(snapshotOf(0), first);
    mirror.take(entryOf(1, ...changes));
    return mirror;
  };

  it.each([
    ['an available seat', available(12), false],
    ['a seat held by another', held(12), true],
    ['a seat held until this very moment', held(12, other, nowMs), false],
    ['a seat that another held until a moment ago', held(12, other, nowMs - 1), false],
    ['a seat held by the very hold that asks', held(12, own), false],
    ['a sold seat', sold(12), true],
    ['a seat sold to the very hold that asks', sold(12, own), false],
    ['a blocked seat', blocked(12), true],
  ])('[H2] [H5] for %s', (_, change, isTaken) => {
    expect(mirrorWith(change).isTaken(12, own, nowMs)).toBe(isTaken);
  });

  it('never is a seat outside the section, which reads as available', () => {
    expect(mirrorWith().stateOf(first + seatCount)).toBe(0);
    expect(mirrorWith().isTaken(first - 1, own, nowMs)).toBe(false);
    expect(mirrorWith().isTaken(first + seatCount, own, nowMs)).toBe(false);
  });

  it('never is a seat that was given back, though the mirror waits for an entry before that one', () => {
    const mirror = mirrorWith(held(11, other), held(12, other));
    mirror.take(entryOf(3, available(12), sold(11)));
    expect([11, 12].map((seat) => mirror.isTaken(seat, own, nowMs))).toEqual([true, false]);
    mirror.take(entryOf(2, held(13)));
    expect([11, 12].map((seat) => mirror.isTaken(seat, own, nowMs))).toEqual([true, false]);
  });

  it('[H5] never is a seat that the very hold that asks had a moment ago: what it answers then, only the store knows', () => {
    const mirror = mirrorWith(held(11, own), held(12, own));
    mirror.take(entryOf(2, available(12)));
    mirror.take(entryOf(3, held(12, other)));
    expect(mirror.isTaken(12, own, nowMs)).toBe(false);
    expect(mirror.isTaken(12, newId(), nowMs)).toBe(true);
    mirror.take(entryOf(4, available(12)));
    mirror.take(entryOf(5, blocked(12)));
    expect(mirror.isTaken(12, own, nowMs)).toBe(false);
    expect(mirror.isTaken(12, newId(), nowMs)).toBe(true);
  });

  it('[H5] never is a seat of a hold that another took the place of at once', () => {
    const mirror = mirrorWith(held(12, own, nowMs - 1));
    mirror.take(entryOf(2, held(12, other)));
    expect(mirror.isTaken(12, own, nowMs)).toBe(false);
  });

  it('[H5] remembers at most 1,024 such holds, the latest', () => {
    const mirror = mirrorWith();
    const gone = Array.from({ length: 1_026 }, () => newId());
    for (const [index, hold] of gone.entries()) {
      mirror.take(entryOf(2 + index, held(12, hold)));
    }
    const asked = [gone[0], gone[1], gone[1_024], gone[1_025]].map((hold) =>
      mirror.isTaken(12, hold ?? '', nowMs),
    );
    expect(asked).toEqual([true, false, false, false]);
  });

  it('[H5] remembers such a hold from the last seat on that it gave up', () => {
    const mirror = mirrorWith(held(11, own), held(12, own));
    let version = 2;
    const passOn = (seat: number, times: number) => {
      for (let time = 0; time < times; time++) mirror.take(entryOf(version++, held(seat, newId())));
    };
    passOn(11, 1_000);
    passOn(12, 1_000);
    expect(mirror.isTaken(12, own, nowMs)).toBe(false);
    passOn(12, 100);
    expect(mirror.isTaken(12, own, nowMs)).toBe(true);
  });

  it('[H5] remembers such holds across a snapshot', () => {
    const mirror = mirrorWith(held(12, own));
    const rows = Array.from({ length: seatCount }, () => ({ state: 2, hold: other, untilMs: 0 }));
    mirror.reset(snapshotOf(9, rows));
    expect(mirror.isTaken(12, own, nowMs)).toBe(false);
    expect(mirror.isTaken(12, newId(), nowMs)).toBe(true);
  });
});

/** Steps of a section's history in which seats change hands at random. */
const histories = fc.array(
  fc.array(fc.record({ seat: fc.nat(seatCount - 1), state: fc.constantFrom(0, 1, 2, 3), mark: fc.nat(3) }), {
    maxLength: 3,
  }),
  { minLength: 1, maxLength: 12 },
);

const holds = [own, other, newId(), newId()] as const;

function entriesOf(history: readonly { seat: number; state: number; mark: number }[][]): LogEntry[] {
  return history.map((changes, index) =>
    entryOf(
      index + 1,
      ...changes.map(({ seat, state, mark }): SeatChange => {
        const hold = holds[mark] ?? own;
        if (state === 1) return held(first + seat, hold);
        return state === 2
          ? sold(first + seat, hold)
          : state === 3
            ? blocked(first + seat)
            : available(first + seat);
      }),
    ),
  );
}

it('[L2] a mirror that gets every entry at least once, in any order, equals the replay of the log', () => {
  fc.assert(
    fc.property(
      histories.chain((history) =>
        fc.tuple(
          fc.constant(history),
          fc.nat(history.length),
          fc.shuffledSubarray([...history.keys(), ...history.keys()], { minLength: history.length }),
        ),
      ),
      ([history, start, order]) => {
        const entries = entriesOf(history);
        const from = replay(snapshotOf(0), first, entries.slice(0, start));
        const mirror = new SectionMirror(replay(from, first, []), first);
        const applied: number[] = [];
        const everyOne = [...order, ...history.keys()];
        for (const index of everyOne) {
          const entry = entries[index];
          if (entry !== undefined) applied.push(...mirror.take(entry).map(({ version }) => version));
        }
        const whole = replay(from, first, entries.slice(start));
        expect(applied).toEqual(entries.slice(start).map(({ version }) => version));
        expect(mirror).toMatchObject({ version: whole.version, states: whole.states.join(''), early: 0 });
        expect(mirror.isBehind).toBe(false);
        for (const seat of whole.states.keys()) {
          const stranger = mirror.isTaken(first + seat, newId(), nowMs);
          expect(stranger).toBe(whole.states[seat] !== 0);
        }
      },
    ),
    { numRuns: 1_000 },
  );
}, 60_000);
