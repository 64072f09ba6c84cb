import fc from 'fast-check';
import type { Wanted } from '../choose-best.ts';
import { FreeSeats } from '../free-seats.ts';
import { createSeating, type SeatKind } from '../seating.ts';
import type { ModelSeat } from './model/best-model.ts';

/** One section as it is drawn with letters, a row each: `.` free, `x` taken, ` ` an aisle, and what stands in {@link kinds}. */
export interface Hall {
  readonly free: FreeSeats;
  /** The seats as the model sees them. */
  readonly model: readonly ModelSeat[];
}

const kinds: Readonly<Record<string, SeatKind>> = { r: 'restrictedView', w: 'wheelchair', c: 'companion' };
const pitch = 10;

/** The focal point lies above the middle of the first row, or where it is said, in seats from the first one. */
export function hallOf(rows: readonly string[], focusAt?: number): Hall {
  const widest = Math.max(...rows.map((row) => row.length));
  const focus = [pitch * (focusAt ?? (widest - 1) / 2), -pitch] as const;
  const drawn = rows.map((row, y) =>
    [...row].flatMap((letter, x) => (letter === ' ' ? [] : [{ letter, x: pitch * x, y: pitch * y }])),
  );
  const section = {
    focus,
    rows: drawn.map((row) => ({
      x: row.map(({ x }) => x),
      y: row.map(({ y }) => y),
      kinds: new Map(row.map(({ letter }, place) => [place, kinds[letter] ?? 'plain'])),
    })),
  };
  const letters = drawn.flat();
  const free = new FreeSeats(createSeating([section], focus), { first: 0, count: letters.length });
  for (const [seat, { letter }] of letters.entries()) free.set(seat, letter !== 'x');
  const model = letters.map(({ letter, x, y }, seat) => {
    const next = letters[seat + 1];
    return {
      free: letter !== 'x',
      fits: true,
      kind: kinds[letter] ?? 'plain',
      joined: next !== undefined && next.y === y && next.x === x + pitch,
      rank: Math.round(10 * Math.hypot(x - focus[0], y - focus[1])),
    };
  });
  return { free, model };
}

/** Wants of every seat of a hall, whatever it costs. */
export function wants(count: number, others: Partial<Wanted> = {}): Wanted {
  const prices = Uint8Array.of(1);
  return { count, accessible: 0, together: false, prices, priceIndexes: new Uint8Array(1_000), ...others };
}

const row = fc.string({
  unit: fc.constantFrom('.', '.', '.', '.', 'x', 'x', ' ', 'r', 'w', 'c'),
  minLength: 1,
  maxLength: 7,
});

/** Small halls, with enough taken seats at the beginning of each row to make its spacing plain. */
export const someHalls: fc.Arbitrary<Hall> = fc
  .record({
    rows: fc.array(
      row.map((letters) => `xxxxxx ${letters.trimEnd()}`),
      { minLength: 1, maxLength: 2 },
    ),
    focusAt: fc.nat(8),
  })
  .map(({ rows, focusAt }) => hallOf(rows, 7 + focusAt));
