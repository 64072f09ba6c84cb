import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecentFrames } from './recent-frames.ts';

/** A frame that sets seat `to` to 1, and seat 0 to `to` % 4. */
const frameOf = (from: number, to: number) => ({
  from,
  to,
  set: new Map([
    [0, to % 4],
    [to, 1],
  ]),
});

function framesOf(...ranges: readonly [from: number, to: number][]): RecentFrames {
  const frames = new RecentFrames();
  for (const [from, to] of ranges) frames.add(frameOf(from, to));
  return frames;
}

describe('recent frames', () => {
  it('[L2] join what changed since a version, the newest state of each seat once', () => {
    const frames = framesOf([3, 4], [4, 6], [6, 7]);
    expect(frames.since(4)).toEqual({
      from: 4,
      to: 7,
      set: [
        [0, 3],
        [6, 1],
        [7, 1],
      ],
    });
    expect(frames.since(3)?.set).toHaveLength(4);
  });

  it('[L2] tell a client within a frame all that the frame did', () => {
    expect(framesOf([3, 6], [6, 7]).since(5)).toMatchObject({ from: 5, to: 7 });
    expect(framesOf([3, 6], [6, 7]).since(5)?.set).toEqual([
      [0, 3],
      [6, 1],
      [7, 1],
    ]);
  });

  it.each([
    ['of a client that is older than the oldest', 2],
    ['of a client that has the newest', 7],
    ['of a client that is ahead', 8],
  ])('know nothing %s', (_, version) => {
    expect(framesOf([3, 4], [4, 7]).since(version)).toBeNull();
  });

  it('know nothing before the first', () => {
    expect(new RecentFrames().since(0)).toBeNull();
  });

  it('[L2] forget what is before a hole', () => {
    const frames = framesOf([3, 4], [4, 5], [6, 7]);
    for (const version of [3, 4, 5]) expect(frames.since(version)).toBeNull();
    expect(frames.since(6)).toMatchObject({ from: 6, to: 7 });
  });

  it('keep the last 64', () => {
    const frames = new RecentFrames();
    for (let version = 0; version < 70; version++) frames.add(frameOf(version, version + 1));
    expect(frames.since(5)).toBeNull();
    expect(frames.since(6)).toMatchObject({ from: 6, to: 70 });
  });

  it('[L2] lead from any version that they reach back to to the newest states', () => {
    const seatCount = 6;
    const steps = fc.array(
      fc.record({
        versions: fc.integer({ min: 1, max: 3 }),
        changes: fc.array(fc.tuple(fc.nat(seatCount - 1), fc.nat(3)), { maxLength: 4 }),
        isHeard: fc.integer({ min: 0, max: 9 }).map((dice) => dice > 0),
      }),
      { maxLength: 90, size: 'max' },
    );
    fc.assert(
      fc.property(steps, (history) => {
        const frames = new RecentFrames();
        const states = Array<number>(seatCount).fill(0);
        const statesAt = new Map<number, number[]>([[0, [...states]]]);
        let version = 0;
        for (const { versions, changes, isHeard } of history) {
          const from = version;
          version += versions;
          for (const [seat, state] of changes) states[seat] = state;
          statesAt.set(version, [...states]);
          if (isHeard) frames.add({ from, to: version, set: new Map(changes) });
        }
        for (const [since, before] of statesAt) {
          const told = frames.since(since);
          if (told === null) continue;
          const client = [...before];
          for (const [seat, state] of told.set) client[seat] = state;
          expect(told.from).toBe(since);
          expect(client).toEqual(statesAt.get(told.to));
        }
      }),
    );
  });
});
