import { describe, expect, it } from 'vitest';
import { createSeating, type SeatKind } from './seating.ts';

const row = (x: readonly number[], y: number, kinds: [number, SeatKind][] = []) => ({
  x,
  y: x.map(() => y),
  kinds: new Map(kinds),
});
const joinsOf = (...rows: ReturnType<typeof row>[]) =>
  createSeating([{ focus: [0, 0], rows }], [0, 0]).joins.join('');

describe('the seating', () => {
  it.each([
    ['a row', [[0, 10, 20, 30]], '1110'],
    ['an aisle', [[0, 10, 20, 45, 55]], '11010'],
    ['an aisle after every pair', [[0, 10, 30, 40, 60, 70]], '101010'],
    ['uneven spacing', [[0, 10, 22, 31]], '1110'],
    [
      'two rows',
      [
        [0, 10],
        [0, 10],
      ],
      '1010',
    ],
    [
      'two seats far apart in a section of narrow rows',
      [
        [0, 10, 20, 30],
        [0, 30],
      ],
      '111000',
    ],
    [
      'a row that is spaced wider than the others',
      [
        [0, 10, 20],
        [0, 10, 20],
        [0, 20, 40, 60],
      ],
      '1101101110',
    ],
    ['a lonely seat', [[5]], '0'],
  ])('[B2] knows which seats sit side by side: %s', (_, rows, joins) => {
    expect(joinsOf(...rows.map((x, y) => row(x, 12 * y)))).toBe(joins);
  });

  it('[B2] measures from the focal point of the seat’s own section', () => {
    const sections = [
      { focus: [10, 0] as const, rows: [row([0, 10, 20], 0)] },
      { focus: [0, 40] as const, rows: [row([0, 30], 0)] },
    ];
    expect([...createSeating(sections, [0, 0]).ranks]).toEqual([100, 0, 100, 400, 500]);
  });

  it('[B4] knows what seats are for', () => {
    const kinds = [
      [1, 'wheelchair'],
      [2, 'companion'],
      [3, 'restrictedView'],
    ] as [number, SeatKind][];
    const rows = [row([0, 10, 20, 30], 0, kinds)];
    expect([...createSeating([{ focus: [0, 0], rows }], [0, 0]).kinds]).toEqual([0, 2, 3, 1]);
  });

  it('[B5] orders sections from the layout’s focal point outwards', () => {
    const at = (x: number) => ({ focus: [x, 0] as const, rows: [row([x, x + 10], 0)] });
    expect(createSeating([at(100), at(0), at(-50), at(0)], [0, 0]).nearest).toEqual([1, 3, 2, 0]);
  });
});
