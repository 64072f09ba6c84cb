import { describe, expect, it } from 'vitest';
import { createSeatIndex } from './seat-index.ts';
import { sampleLayout } from './testing/samples.ts';

describe('createSeatIndex', () => {
  const seats = createSeatIndex(sampleLayout());

  it('tells all about a seat', () => {
    expect(seats.seatCount).toBe(7);
    expect(seats.at(0)).toEqual({
      seat: 0,
      section: 'stalls',
      sectionName: { en: 'Stalls' },
      row: 'A',
      label: '1',
      note: 'aisle',
      price: 'front',
      x: 10,
      y: 10,
    });
    expect(seats.at(2)).toMatchObject({ row: 'A', label: '5', note: null });
    expect(seats.at(4)).toMatchObject({
      section: 'stalls',
      row: 'B',
      label: '2',
      price: 'standard',
      x: 20,
      y: 25,
    });
    expect(seats.at(6)).toMatchObject({ section: 'box', row: 'A', label: 'right', price: 'front', x: 90 });
  });

  it.each([-1, 7, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('knows no seat %s', (seat) => {
    expect(seats.at(seat)).toBeUndefined();
  });

  it('finds every seat by the labels that it gives', () => {
    for (let seat = 0; seat < seats.seatCount; seat += 1) {
      const place = seats.at(seat);
      expect(seats.find(place?.section ?? '', place?.row ?? '', place?.label ?? '')).toBe(seat);
    }
  });

  it.each([
    ['circle', 'A', '1'],
    ['stalls', 'C', '1'],
    ['stalls', 'A', '2'],
    ['stalls', 'A', '7'],
    ['stalls', 'A', '-1'],
    ['stalls', 'A', '01'],
    ['stalls', 'A', '1.0'],
    ['stalls', 'A', ''],
    ['box', 'A', '1'],
  ])('finds no seat %s %s %s', (section, row, label) => {
    expect(seats.find(section, row, label)).toBeUndefined();
  });
});
