import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SectionMap } from './section-map.ts';

const first = 100;
const count = 6;

function mapAt(version: number, states: string): SectionMap {
  const map = new SectionMap({ id: 'stalls', first, count });
  map.applySnapshot({ version, states });
  return map;
}

describe('SectionMap', () => {
  it('[L2] applies a delta that begins at its version and names the seats that changed', () => {
    const map = mapAt(3, '000000');
    expect(
      map.applyDelta({
        from: 3,
        to: 4,
        set: [
          [101, 1],
          [102, 0],
        ],
      }),
    ).toEqual({ kind: 'applied', seats: [101] });
    expect(map.version).toBe(4);
    expect(map.stateOf(101)).toBe(1);
  });

  it('[L2] takes a merged frame when its version lies inside it', () => {
    const map = mapAt(5, '010000');
    expect(
      map.applyDelta({
        from: 3,
        to: 7,
        set: [
          [101, 2],
          [105, 1],
        ],
      }).kind,
    ).toBe('applied');
    expect(map.version).toBe(7);
    expect(Array.from(map.states).join('')).toBe('020001');
  });

  it('[L2] ignores what it has and notices what it misses', () => {
    const map = mapAt(5, '000000');
    expect(map.applyDelta({ from: 2, to: 5, set: [[100, 1]] }).kind).toBe('old');
    expect(map.applyDelta({ from: 6, to: 8, set: [[100, 1]] }).kind).toBe('gap');
    expect(map.stateOf(100)).toBe(0);
    expect([map.version, map.head, map.isBehind]).toEqual([5, 8, true]);
  });

  it('is behind and takes no delta before its first snapshot', () => {
    const map = new SectionMap({ id: 'stalls', first, count });
    expect(map.isBehind).toBe(true);
    expect(map.applyDelta({ from: 0, to: 1, set: [] }).kind).toBe('gap');
  });

  it('keeps a newer map when an older snapshot arrives, as from a cache', () => {
    const map = mapAt(9, '111111');
    expect(map.applySnapshot({ version: 8, states: '000000' }).kind).toBe('old');
    expect(map.stateOf(100)).toBe(1);
  });

  it('goes back when the sale itself was set back, which only an answer to its own version can show', () => {
    const map = mapAt(9, '111111');
    map.noteHead(12);
    expect(map.applySnapshot({ version: 2, states: '000000' }, 9)).toMatchObject({ kind: 'applied' });
    expect([map.version, map.head]).toEqual([2, 2]);
    expect(map.applySnapshot({ version: 1, states: '111111' }, 9).kind).toBe('old');
  });

  it('refuses a snapshot of another size and seats of another section', () => {
    const map = mapAt(1, '000000');
    expect(() => map.applySnapshot({ version: 2, states: '000' })).toThrow(RangeError);
    expect(() => map.stateOf(106)).toThrow(RangeError);
    expect(() => map.stateOf(99)).toThrow(RangeError);
    expect(
      map.applyDelta({
        from: 1,
        to: 2,
        set: [
          [99, 1],
          [106, 1],
        ],
      }),
    ).toEqual({ kind: 'applied', seats: [] });
  });
});

/** One committed batch: the seats that it set. */
const batch = fc.array(fc.tuple(fc.integer({ min: 0, max: count - 1 }), fc.integer({ min: 0, max: 3 })), {
  minLength: 1,
  maxLength: 3,
});
const history = fc.array(batch, { minLength: 1, maxLength: 12 });
/** What arrives: any merged frame or snapshot, any number of times, in any order; the rest was dropped. */
const arrival = fc.record({
  kind: fc.constantFrom('frame', 'frame', 'frame', 'snapshot'),
  a: fc.nat(),
  b: fc.nat(),
});
const arrivals = fc.array(arrival, { maxLength: 40 });

/** The states at each version, from version 0. */
function truthOf(batches: readonly (readonly (readonly [number, number])[])[]): string[] {
  const truth = ['0'.repeat(count)];
  for (const set of batches) {
    const states = [...(truth.at(-1) ?? '')];
    for (const [index, state] of set) states[index] = String(state);
    truth.push(states.join(''));
  }
  return truth;
}

/** Everything the log names between two versions, with the states at the later one. */
function frame(
  batches: readonly (readonly (readonly [number, number])[])[],
  truth: string[],
  from: number,
  to: number,
) {
  const touched = new Set(batches.slice(from, to).flatMap((set) => set.map(([index]) => index)));
  const set = [...touched].map((index) => [first + index, Number(truth[to]?.[index])] as const);
  return { from, to, set };
}

describe('SectionMap under any delivery', () => {
  it('[L2] is a committed state at every moment, and the newest one after repair', () => {
    fc.assert(
      fc.property(history, arrivals, fc.nat(), (batches, delivered, start) => {
        const truth = truthOf(batches);
        const newest = batches.length;
        const map = new SectionMap({ id: 'stalls', first, count });
        const startVersion = start % (newest + 1);
        map.applySnapshot({ version: startVersion, states: truth[startVersion] ?? '' });
        for (const { kind, a, b } of delivered) {
          const before = map.version ?? 0;
          if (kind === 'snapshot') {
            const version = a % (newest + 1);
            map.applySnapshot({ version, states: truth[version] ?? '' });
          } else {
            const from = a % newest;
            map.applyDelta(frame(batches, truth, from, from + 1 + (b % (newest - from))));
          }
          expect(map.version).toBeGreaterThanOrEqual(before);
          expect(Array.from(map.states).join('')).toBe(truth[map.version ?? -1]);
        }
        map.noteHead(newest);
        if (map.isBehind) map.applyDelta(frame(batches, truth, map.version ?? 0, newest));
        expect(map.isBehind).toBe(false);
        expect(Array.from(map.states).join('')).toBe(truth[newest]);
      }),
      { numRuns: 2_000 },
    );
  });
});
