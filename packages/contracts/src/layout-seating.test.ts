import { describe, expect, it } from 'vitest';
import type { LayoutFile } from './layout-file.ts';
import { seatingOf } from './layout-seating.ts';
import { sampleLayout } from './testing/samples.ts';

const nearestSeat = (layout: LayoutFile) => {
  const ranks = [...seatingOf(layout).ranks];
  return ranks.indexOf(Math.min(...ranks));
};
const stage = (...points: [number, number][]) => ({ kind: 'stage' as const, name: { en: 'Stage' }, points });

describe('the seating of a layout', () => {
  it('[B2] has the rows’ neighbours and places', () => {
    const { joins, x, y } = seatingOf(sampleLayout());
    expect(joins.join('')).toBe('1101010');
    expect([...x]).toEqual([10, 20, 30, 10, 20, 80, 90]);
    expect([...y]).toEqual([10, 10, 10, 25, 25, 30, 30]);
  });

  it('[B4] knows places for wheelchairs, companions and restricted views; a seat at an aisle is plain', () => {
    const layout = sampleLayout();
    const [row] = layout.sections[0]?.rows ?? [];
    if (row === undefined) throw new Error('the sample has no row');
    row.notes = { 0: 'aisle', 1: 'wheelchair', 2: 'companion' };
    const [box] = layout.sections[1]?.rows ?? [];
    if (box !== undefined) box.notes = { 0: 'restricted-view' };
    expect(seatingOf(layout).kinds.join('')).toBe('0230010');
  });

  it('[B2] [B5] looks at the layout’s focal point, else the stages, else the middle of the drawing', () => {
    const layout = sampleLayout();
    expect([nearestSeat(layout), seatingOf(layout).nearest]).toEqual([2, [0, 1]]);
    const staged = { ...layout, marks: [stage([60, 0], [70, 0]), stage([90, 50], [100, 60])] };
    expect([nearestSeat(staged), seatingOf(staged).nearest]).toEqual([5, [1, 0]]);
    const focused: LayoutFile = { ...staged, focus: [10, 10] };
    expect([nearestSeat(focused), seatingOf(focused).nearest]).toEqual([0, [0, 1]]);
  });

  it('[B2] looks at the section’s own focal point first', () => {
    const layout = sampleLayout();
    const sections = layout.sections.map((section) => ({ ...section, focus: [30, 10] as [number, number] }));
    const focused: LayoutFile = { ...layout, focus: [10, 10], sections };
    expect(nearestSeat(focused)).toBe(2);
    expect(seatingOf(focused).nearest).toEqual([0, 1]);
  });
});
