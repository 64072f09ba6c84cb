import { describe, expect, it } from 'vitest';
import { isAroundOnSale, replicaPlanOf } from './wanted-replicas.ts';

const minuteMs = 60_000;
const window = { leadMs: 15 * minuteMs, holdMs: 30 * minuteMs };
const onSaleAtMs = Date.parse('2030-05-01T10:00:00Z');

describe('the window around an on-sale time', () => {
  it.each([
    ['a moment before it opens', -15 * minuteMs - 1, false],
    ['as it opens', -15 * minuteMs, true],
    ['at the on-sale time', 0, true],
    ['a moment before it closes', 30 * minuteMs - 1, true],
    ['as it closes', 30 * minuteMs, false],
  ])('%s', (_, offsetMs, isAround) => {
    expect(isAroundOnSale([onSaleAtMs], onSaleAtMs + offsetMs, window)).toBe(isAround);
  });

  it('is that of any show', () => {
    const longAgoMs = onSaleAtMs - 1_000 * minuteMs;
    expect(isAroundOnSale([longAgoMs, onSaleAtMs], onSaleAtMs, window)).toBe(true);
    expect(isAroundOnSale([], onSaleAtMs, window)).toBe(false);
  });
});

describe('the plan of an autoscaler', () => {
  it('is in its annotations', () => {
    const annotations = { 'onsale/usual-replicas': '2', 'onsale/on-sale-replicas': '12', other: 'x' };
    expect(replicaPlanOf(annotations)).toEqual({ usual: 2, onSale: 12 });
    expect(replicaPlanOf({ other: 'x' })).toBeNull();
  });

  it.each(['0', '-1', '1.5', 'many', ''])('is refused with %j pods', (text) => {
    const annotations = { 'onsale/usual-replicas': '2', 'onsale/on-sale-replicas': text };
    expect(() => replicaPlanOf(annotations)).toThrow('onsale/on-sale-replicas');
  });

  it('is refused when half of it is absent', () => {
    expect(() => replicaPlanOf({ 'onsale/usual-replicas': '2' })).toThrow('absent');
  });
});
