import { createSeating, type Point, type Seating, type SeatingRow, type SeatKind } from '@onsale/domain';
import type { LayoutFile, LayoutRow, SeatNote } from './layout-file.ts';

/** How the seats of a layout that has been checked lie to one another and to what is looked at. */
export function seatingOf(layout: LayoutFile): Seating {
  const focus = layout.focus ?? middleOfStages(layout) ?? [layout.width / 2, layout.height / 2];
  const sections = layout.sections.map((section) => ({
    focus: section.focus ?? focus,
    rows: section.rows.map(rowOf),
  }));
  return createSeating(sections, focus);
}

/** The middle of the box around all that is drawn as a stage; null without one. */
function middleOfStages({ marks = [] }: LayoutFile): Point | null {
  const points = marks.flatMap((mark) => (mark.kind === 'stage' ? mark.points : []));
  if (points.length === 0) return null;
  const middle = (values: readonly number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  return [middle(points.map(([x]) => x)), middle(points.map(([, y]) => y))];
}

const kindByNote: Partial<Record<SeatNote, SeatKind>> = {
  wheelchair: 'wheelchair',
  companion: 'companion',
  'restricted-view': 'restrictedView',
};

function rowOf({ x, y, notes = {} }: LayoutRow): SeatingRow {
  const kinds = Object.entries(notes).flatMap(([place, note]): [number, SeatKind][] => {
    const kind = kindByNote[note];
    return kind === undefined ? [] : [[Number(place), kind]];
  });
  return { x, y, kinds: new Map(kinds) };
}
