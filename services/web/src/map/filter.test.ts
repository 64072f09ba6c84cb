import { describe, expect, it } from 'vitest';
import { matches, noFilter, toggled } from './filter.ts';

describe('which seats are wanted', () => {
  it('are all without a filter', () => {
    expect(matches(noFilter, 3, null)).toBe(true);
    expect(matches(noFilter, 0, 'restricted-view')).toBe(true);
  });

  it('are those of any of the prices', () => {
    const filter = toggled(toggled(noFilter, { price: 1 }), { price: 2 });
    expect([0, 1, 2].map((price) => matches(filter, price, null))).toEqual([false, true, true]);
  });

  it('are those with any of the attributes', () => {
    const filter = toggled(toggled(noFilter, { wish: 'wheelchair' }), { wish: 'companion' });
    const notes = ['wheelchair', 'companion', 'aisle', 'restricted-view', null] as const;
    expect(notes.map((note) => matches(filter, 0, note))).toEqual([true, true, false, false, false]);
  });

  it('have a clear view where that is asked for, whatever else is', () => {
    const clear = toggled(noFilter, { wish: 'clear-view' });
    expect([
      matches(clear, 0, 'restricted-view'),
      matches(clear, 0, 'aisle'),
      matches(clear, 0, null),
    ]).toEqual([false, true, true]);
    const clearAisle = toggled(clear, { wish: 'aisle' });
    expect([matches(clearAisle, 0, 'aisle'), matches(clearAisle, 0, null)]).toEqual([true, false]);
  });

  it('are all again once what was chosen is chosen once more', () => {
    expect(toggled(toggled(noFilter, { price: 1 }), { price: 1 })).toEqual(noFilter);
    expect(toggled(toggled(noFilter, { wish: 'aisle' }), { wish: 'aisle' })).toEqual(noFilter);
  });
});
