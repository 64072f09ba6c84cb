import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seatsLookedAt } from './decide-singles.ts';
import { Desk } from './testing/desk.ts';
import { createTestSale } from './testing/fixtures.ts';
import { leftSingle } from './testing/model/best-model.ts';
import { heldOf, refusalOf } from './testing/outcomes.ts';

const ask = (desk: Desk, seats: readonly number[], id = desk.newId()) =>
  desk.ask({ kind: 'hold', id, buyer: 'ann', seats });
const refusing = { sections: [8], cap: 8, singleSeats: 'refuse' } as const;

describe('a hold that leaves seats single', () => {
  it('[O2] is refused, naming them, where the show refuses it', () => {
    const desk = new Desk(refusing);
    expect(refusalOf(ask(desk, [1, 2, 4]))).toEqual({
      code: 'LEAVES_SINGLE_SEAT',
      details: { seats: [0, 3] },
    });
    expect([desk.states(), desk.entries]).toEqual(['00000000', []]);
  });

  it('[O1] is told of them where the show warns, also when it is repeated', () => {
    const desk = new Desk({ ...refusing, singleSeats: 'warn' });
    const id = desk.newId();
    const first = heldOf(ask(desk, [1, 2], id));
    expect(first.choice).toEqual({ kind: 'picked', singles: [0] });
    expect(heldOf(ask(desk, [2, 1], id))).toEqual(first);
  });

  it('[O1] is as good as any other where the show does not look', () => {
    const desk = new Desk({ ...refusing, singleSeats: 'off' });
    expect(heldOf(ask(desk, [1, 2])).choice).toBeNull();
  });

  it('[O2] is granted where as many seats of the stretch cannot leave fewer, and told of them', () => {
    const desk = new Desk({ ...refusing, blocked: [3] });
    expect(heldOf(ask(desk, [0, 1])).choice).toEqual({ kind: 'picked', singles: [2] });
  });

  it('[O1] is none when the seat was single before, or when nothing is left beside', () => {
    const desk = new Desk({ ...refusing, blocked: [1, 6] });
    expect(heldOf(ask(desk, [2, 3, 4, 5])).choice).toBeNull();
    expect(heldOf(ask(desk, [7])).choice).toBeNull();
  });

  it('[O1] [H2] counts an overdue neighbour as free', () => {
    const desk = new Desk({ ...refusing, holdMs: 1_000 });
    desk.hold('bob', [0, 1]);
    expect(refusalOf(ask(desk, [3, 4])).code).toBe('LEAVES_SINGLE_SEAT');
    desk.nowMs += 1_000;
    expect(heldOf(ask(desk, [3, 4])).choice).toBeNull();
  });

  it('[H1] [H4] is refused for taken seats and for the cap first', () => {
    const desk = new Desk({ ...refusing, cap: 2 });
    expect(refusalOf(ask(desk, [1, 2, 4])).code).toBe('CAP_EXCEEDED');
    desk.hold('bob', [0, 1]);
    expect(refusalOf(ask(desk, [1, 3])).code).toBe('SEAT_TAKEN');
  });

  it('[O1] [O2] is what trying every choice of the row says', () => {
    const row = fc.record({
      blocked: fc.uniqueArray(fc.nat(7), { maxLength: 5 }),
      seats: fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 4 }),
    });
    const seen = { granted: 0, told: 0, refused: 0 };
    fc.assert(
      fc.property(row, ({ blocked, seats }) => {
        fc.pre(!seats.some((seat) => blocked.includes(seat)));
        const model = Array.from({ length: 8 }, (_, seat) => ({
          ...({
            free: !blocked.includes(seat),
            fits: true,
            kind: 'plain',
            joined: seat < 7,
            rank: 0,
          } as const),
        }));
        const singles = leftSingle(model, seats);
        const avoidable = singles.filter((single) => isAvoidable(model, seats, single));
        const outcome = ask(new Desk({ ...refusing, blocked }), seats);
        if (avoidable.length > 0) {
          seen.refused++;
          expect(refusalOf(outcome)).toEqual({ code: 'LEAVES_SINGLE_SEAT', details: { seats: avoidable } });
        } else {
          seen[singles.length > 0 ? 'told' : 'granted']++;
          expect(heldOf(outcome).choice).toEqual(singles.length === 0 ? null : { kind: 'picked', singles });
        }
      }),
    );
    for (const times of Object.values(seen)) expect(times).toBeGreaterThan(0);
  });
});

/** Whether as many seats of the single one's stretch could be taken without leaving any single, by trying each choice. */
function isAvoidable(
  model: Parameters<typeof leftSingle>[0],
  taken: readonly number[],
  single: number,
): boolean {
  const stretch = [single];
  while (model[(stretch[0] ?? 0) - 1]?.free) stretch.unshift((stretch[0] ?? 0) - 1);
  while (model[(stretch.at(-1) ?? 0) + 1]?.free) stretch.push((stretch.at(-1) ?? 0) + 1);
  const count = taken.filter((seat) => stretch.includes(seat)).length;
  const others = taken.filter((seat) => !stretch.includes(seat));
  return Array.from({ length: 2 ** stretch.length }, (_, bits) =>
    stretch.filter((_, place) => (bits >> place) % 2 === 1),
  ).some(
    (choice) =>
      choice.length === count &&
      leftSingle(model, [...choice, ...others]).filter((seat) => stretch.includes(seat)).length === 0,
  );
}

describe('the seats that a hold looks at', () => {
  it('[O1] are its own where single seats do not count, else all beside them, each once', () => {
    const options = { sections: [3, 4] } as const;
    expect(seatsLookedAt(createTestSale(options), [4, 0])).toEqual([4, 0]);
    const looked = seatsLookedAt(createTestSale({ ...options, singleSeats: 'warn' }), [4, 5]);
    expect(looked.toSorted()).toEqual([3, 4, 5, 6]);
  });
});
