import { parseLayout } from '@onsale/contracts';
import { describe, expect, it } from 'vitest';
import { straightRows, withPrices } from './block.ts';
import { layoutOf, type RowDraft, withNotesAtEnds, withoutSeats } from './layout.ts';
import { seatsOnLine } from './seats.ts';

const row: RowDraft = { label: 'A', from: 3, seats: seatsOnLine([10, 10], 0, 5) };

describe('layoutOf', () => {
  const block = straightRows({ first: [10.04, 10], angle: 0, rowCount: 2, seatsPerRow: 3 });
  const draft = {
    name: { en: 'Two blocks' },
    width: 100,
    height: 100,
    prices: ['standard'],
    sections: ['one', 'two'].map((id) => ({ id, name: { en: id }, price: 'standard', ...block })),
    marks: [{ kind: 'text', name: { en: 'Door' }, points: [[5.56, 90]] }] as const,
  };

  it('numbers the sections one after the other and passes every check', () => {
    const layout = layoutOf({ ...draft, precision: 1 });
    expect(parseLayout(layout)).toMatchObject({ ok: true });
    expect(layout.sections.map(({ first, count }) => [first, count])).toEqual([
      [0, 6],
      [6, 6],
    ]);
  });

  it.each([
    [1, [10, 21, 32], [6, 90]],
    [0.1, [10, 21, 32], [5.6, 90]],
  ] as const)('rounds to multiples of %d', (precision, x, mark) => {
    const layout = layoutOf({ ...draft, precision });
    expect(layout.sections[0]?.rows[0]?.x).toEqual(x);
    expect(layout.marks?.[0]?.points).toEqual([mark]);
  });
});

describe('withoutSeats', () => {
  it('keeps the numbers and the notes of the seats that stay', () => {
    const noted = { ...row, notes: { 1: 'aisle', 4: 'companion' } } as const;
    expect(withoutSeats(noted, [1, 2])).toEqual({
      label: 'A',
      labels: ['3', '6', '7'],
      seats: [row.seats[0], row.seats[3], row.seats[4]],
      notes: { 2: 'companion' },
    });
  });

  it('leaves out the notes when none is left', () => {
    expect(withoutSeats({ ...row, notes: { 0: 'aisle' } }, [0])).not.toHaveProperty('notes');
  });
});

describe('withNotesAtEnds', () => {
  it('counts from the outermost seats inwards and keeps other notes', () => {
    const noted = withNotesAtEnds({ ...row, notes: { 2: 'aisle' } }, ['wheelchair', 'companion'], ['aisle']);
    expect(noted.notes).toEqual({ 0: 'wheelchair', 1: 'companion', 2: 'aisle', 4: 'aisle' });
  });
});

describe('straightRows', () => {
  it('puts rows behind one another, to the right of their direction', () => {
    const { rows } = straightRows({ first: [50, 50], angle: 90, rowCount: 2, seatsPerRow: 2 });
    expect(rows.map(({ label }) => label)).toEqual(['1', '2']);
    const [[, second], [behind]] = rows.map(({ seats }) => seats) as [RowDraft['seats'], RowDraft['seats']];
    expect(second?.map(Math.round)).toEqual([50, 61]);
    expect(behind?.map(Math.round)).toEqual([37, 50]);
  });
});

describe('withPrices', () => {
  it('names the price of a row only where it is not that of the front row', () => {
    const priced = withPrices([row, row, row], (index) => (index < 2 ? 'front' : 'back'));
    expect(priced).toEqual({ price: 'front', rows: [row, row, { ...row, price: 'back' }] });
  });
});
