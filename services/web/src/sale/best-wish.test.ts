import { describe, expect, it } from 'vitest';
import type { SectionShape } from '../map/geometry.ts';
import { emptyWish, wishBody } from './best-wish.ts';

/** Thirty sections in a line, of which only the id and the middle count. */
const geometry = {
  sections: Array.from(
    { length: 30 },
    (_, index) => ({ id: `s${index}`, index, centre: [100 * index, 0] }) as unknown as SectionShape,
  ),
};

describe('a wish for the best seats', () => {
  it('leaves out what is left open', () => {
    expect(wishBody(emptyWish, geometry)).toEqual({ count: 2 });
  });

  it('names one section, or the sections around it with the nearest first', () => {
    const chosen = { ...emptyWish, section: 4 };
    expect(wishBody(chosen, geometry)).toEqual({ count: 2, section: 's4' });
    const { sections = [] } = wishBody({ ...chosen, isNearbyFine: true }, geometry);
    expect(sections.slice(0, 3).sort()).toEqual(['s3', 's4', 's5']);
    expect(sections[0]).toBe('s4');
    expect(sections).toHaveLength(20);
  });

  it('names a category, or the most that a seat may cost', () => {
    expect(wishBody({ ...emptyWish, price: { only: 'vip' } }, geometry)).toEqual({ count: 2, price: 'vip' });
    expect(wishBody({ ...emptyWish, price: { atMost: 900 } }, geometry)).toEqual({ count: 2, priceMax: 900 });
  });

  it('asks for no more places for wheelchairs than seats, and for one seat never side by side', () => {
    const wish = { ...emptyWish, wheelchairs: 2, isTogether: true };
    expect(wishBody(wish, geometry)).toEqual({ count: 2, accessible: 2, together: true });
    expect(wishBody({ ...wish, count: 1 }, geometry)).toEqual({ count: 1, accessible: 1 });
  });
});
