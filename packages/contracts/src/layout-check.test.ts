import { seatsMax } from '@onsale/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsMax } from './faults.ts';
import { parseLayout } from './layout-check.ts';
import { changed, placesIn, sampleLayout } from './testing/samples.ts';

const stalls = ['sections', 0];
const rowA = [...stalls, 'rows', 0];
const rowOfBox = ['sections', 1, 'rows', 0];

function faultsOf(value: unknown): readonly string[] {
  const parsed = parseLayout(value);
  return parsed.ok ? [] : parsed.faults;
}

describe('parseLayout', () => {
  it('gives the layout and its plan', () => {
    const parsed = parseLayout(sampleLayout());
    if (!parsed.ok) expect.fail(parsed.faults.join('\n'));
    expect(parsed.layout).toEqual(sampleLayout());
    expect(parsed.plan.sections).toEqual([
      { id: 'stalls', first: 0, count: 5 },
      { id: 'box', first: 5, count: 2 },
    ]);
    expect(parsed.plan.priceIds).toEqual(['standard', 'front']);
    expect([...parsed.plan.priceIndexes]).toEqual([1, 1, 1, 0, 0, 1, 1]);
  });

  it.each<[what: string, path: (string | number)[], to: unknown, faults: string[]]>([
    [
      'wrong type',
      [...rowA, 'x', 1],
      '20',
      ['sections[0].rows[0].x[1]: Invalid input: expected number, received string'],
    ],
    ['missing field', [...stalls, 'price'], undefined, ['sections[0].price: is missing']],
    ['unknown field', [...rowA, 'colour'], 'red', ['sections[0].rows[0].colour: is not a known field']],
    ['another format', ['format'], 'onsale-layout/2', ['format: Invalid input: expected "onsale-layout/1"']],
    ['language', ['name', '한국어'], 'x', ['name["한국어"]: is not a language tag such as "ko"']],
    [
      'duplicate section id',
      ['sections', 1, 'id'],
      'stalls',
      ['sections[1].id: "stalls" is the id of sections[0] already'],
    ],
    [
      'overlap',
      ['sections', 1, 'first'],
      3,
      ['sections[1].first: overlaps the section before it, whose last seat is 4'],
    ],
    [
      'gap',
      ['sections', 1, 'first'],
      9,
      ['sections[1].first: leaves a gap: it should be 5, where the section before it ends'],
    ],
    [
      'gap at the start',
      [...stalls, 'first'],
      1,
      [
        'sections[0].first: leaves a gap: it should be 0, where the section before it ends',
        'sections[1].first: overlaps the section before it, whose last seat is 5',
      ],
    ],
    ['count', ['sections', 1, 'count'], 3, ['sections[1].count: is 3, but its rows have 2 seats']],
    [
      'duplicate row label',
      [...stalls, 'rows', 1, 'label'],
      'A',
      ['sections[0].rows[1].label: "A" is the label of rows[0] already'],
    ],
    ['unequal x and y', [...rowA, 'y'], [10, 10], ['sections[0].rows[0].x: has 3 seats, but y has 2']],
    [
      'seat outside',
      [...rowA, 'x', 2],
      101,
      ['sections[0].rows[0].x[2]: lies outside the drawing, which is 100 wide'],
    ],
    [
      'seat above',
      [...rowA, 'y', 0],
      -1,
      ['sections[0].rows[0].y[0]: lies outside the drawing, which is 60 high'],
    ],
    [
      'outline outside',
      [...stalls, 'outline', 1],
      [50, 61],
      ['sections[0].outline[1]: lies outside the drawing, which is 100 × 60'],
    ],
    ['focal point outside', ['focus'], [101, 0], ['focus: lies outside the drawing, which is 100 × 60']],
    [
      'focal point of a section outside',
      [...stalls, 'focus'],
      [0, 61],
      ['sections[0].focus: lies outside the drawing, which is 100 × 60'],
    ],
    [
      'mark outside',
      ['marks', 0, 'points', 0],
      [-1, 5],
      ['marks[0].points[0]: lies outside the drawing, which is 100 × 60'],
    ],
    [
      'unknown price of a section',
      [...stalls, 'price'],
      'gold',
      ['sections[0].price: the layout has no price category "gold"'],
    ],
    [
      'unknown price of a row',
      [...rowA, 'price'],
      'gold',
      ['sections[0].rows[0].price: the layout has no price category "gold"'],
    ],
    [
      'duplicate price',
      ['prices', 1],
      'standard',
      [
        'prices[1]: "standard" is listed already',
        'sections[0].rows[0].price: the layout has no price category "front"',
        'sections[1].price: the layout has no price category "front"',
      ],
    ],
    ['step 0', [...rowA, 'step'], 0, ['sections[0].rows[0].step: gives every seat the same label']],
    ['labels below 0', [...rowA, 'step'], -1, ['sections[0].rows[0].step: counts below 0']],
    [
      'both kinds of labels',
      [...rowOfBox, 'from'],
      1,
      ['sections[1].rows[0].labels: cannot stand together with from or step'],
    ],
    [
      'too few labels',
      [...rowOfBox, 'labels'],
      ['left'],
      ['sections[1].rows[0].labels: has 1 labels, but the row has 2 seats'],
    ],
    [
      'duplicate seat label',
      [...rowOfBox, 'labels', 1],
      'left',
      ['sections[1].rows[0].labels[1]: "left" is the label of labels[0] already'],
    ],
    [
      'label with blanks',
      [...rowOfBox, 'labels', 1],
      'left ',
      ['sections[1].rows[0].labels[1]: must not begin or end with a blank'],
    ],
    [
      'note outside the row',
      [...rowA, 'notes'],
      { 3: 'aisle' },
      [`sections[0].rows[0].notes["3"]: the row's last seat is at place 2`],
    ],
    [
      'unknown note',
      [...rowA, 'notes'],
      { 1: 'sofa' },
      [
        'sections[0].rows[0].notes["1"]: Invalid option: expected one of "wheelchair"|"companion"|"restricted-view"|"aisle"',
      ],
    ],
    [
      'note without place',
      [...rowA, 'notes'],
      { '01': 'aisle' },
      [`sections[0].rows[0].notes["01"]: must be a seat's place in its row, counted from 0`],
    ],
  ])('names the fault and its path: %s', (_what, path, to, faults) => {
    expect(faultsOf(changed(sampleLayout(), path, to))).toEqual(faults);
  });

  it('begins every path with the root it is given', () => {
    const parsed = parseLayout(changed(sampleLayout(), ['sections', 1, 'count'], 3), 'layout');
    expect(parsed).toEqual({
      ok: false,
      faults: ['layout.sections[1].count: is 3, but its rows have 2 seats'],
    });
  });

  it('takes exactly the largest number of seats and refuses one more', () => {
    expect(faultsOf(layoutOf(seatsMax))).toEqual([]);
    expect(faultsOf(layoutOf(seatsMax + 1))).toEqual([
      'sections: have 200001 seats; at most 200000 are allowed',
    ]);
  });

  it('lists a bounded number of faults', () => {
    const faults = faultsOf(changed(layoutOf(seatsMax), ['prices'], ['other']));
    expect(faults).toEqual(['sections[0].price: the layout has no price category "standard"']);
    const labels = Array.from({ length: 1_000 }, () => 'same');
    const sameLabels = changed(layoutOf(1_000), rowA, {
      label: 'A',
      labels,
      x: labels.map(() => 1),
      y: labels.map(() => 1),
    });
    expect(faultsOf(sameLabels)).toHaveLength(faultsMax + 1);
    expect(faultsOf(sameLabels).at(-1)).toBe('and 899 more');
  });

  it('never throws and never accepts what it cannot plan, whatever is changed in a valid layout', () => {
    const places = placesIn(sampleLayout());
    const change = fc.tuple(
      fc.constantFrom(...places.slice(1)),
      fc.oneof(oddValue(), fc.constant(undefined)),
    );
    fc.assert(
      fc.property(change, change, ([path, to], [otherPath, otherTo]) => {
        let value = changed(sampleLayout(), path, to);
        if (placesIn(value).some((place) => place.join() === otherPath.join())) {
          value = changed(value, otherPath, otherTo);
        }
        const parsed = parseLayout(value);
        if (!parsed.ok) return parsed.faults.length > 0 && parsed.faults.length <= faultsMax + 1;
        const last = parsed.layout.sections.at(-1);
        return last !== undefined && parsed.plan.seatCount === last.first + last.count;
      }),
      { numRuns: 2_000 },
    );
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.anything()), (value) => faultsOf(value).length > 0),
      { numRuns: 1_000 },
    );
  });
});

function oddValue(): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.integer({ min: -2, max: 12 }),
    fc.constantFrom('A', 'stalls', 'front', '', null, [], {}, Number.NaN, -0, 1e300, '__proto__'),
    fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 4 }),
    fc.jsonValue(),
  );
}

/** One section with rows of at most 10,000 seats. */
function layoutOf(seatCount: number): unknown {
  const rows: unknown[] = [];
  for (let first = 0; first < seatCount; first += 10_000) {
    const seats = Array.from({ length: Math.min(10_000, seatCount - first) }, () => 5);
    rows.push({ label: `R${rows.length}`, x: seats, y: seats });
  }
  return {
    format: 'onsale-layout/1',
    name: { en: 'Field' },
    width: 10,
    height: 10,
    prices: ['standard'],
    sections: [{ id: 'field', name: { en: 'Field' }, first: 0, count: seatCount, price: 'standard', rows }],
  };
}
