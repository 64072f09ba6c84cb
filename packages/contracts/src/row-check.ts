import type { FaultList } from './faults.ts';
import type { LayoutFile, LayoutRow, LayoutSection } from './layout-file.ts';
import { labelAt } from './seat-labels.ts';

/** Checks the rows of a section; `path` is the section's. */
export function checkRows(layout: LayoutFile, section: LayoutSection, path: string, faults: FaultList): void {
  const indexByLabel = new Map<string, number>();
  for (const [index, row] of section.rows.entries()) {
    const rowPath = `${path}.rows[${index}]`;
    const sameLabel = indexByLabel.get(row.label);
    if (sameLabel === undefined) indexByLabel.set(row.label, index);
    else faults.add(`${rowPath}.label`, `"${row.label}" is the label of rows[${sameLabel}] already`);

    if (row.price !== undefined && !layout.prices.includes(row.price)) {
      faults.add(`${rowPath}.price`, `the layout has no price category "${row.price}"`);
    }
    checkPositions(layout, row, rowPath, faults);
    checkLabels(row, rowPath, faults);
    for (const place of Object.keys(row.notes ?? {})) {
      if (Number(place) < row.x.length) continue;
      faults.add(`${rowPath}.notes["${place}"]`, `the row's last seat is at place ${row.x.length - 1}`);
    }
  }
}

function checkPositions(layout: LayoutFile, row: LayoutRow, path: string, faults: FaultList): void {
  if (row.x.length !== row.y.length) {
    faults.add(`${path}.x`, `has ${row.x.length} seats, but y has ${row.y.length}`);
  }
  checkWithin(row.x, layout.width, 'wide', `${path}.x`, faults);
  checkWithin(row.y, layout.height, 'high', `${path}.y`, faults);
}

/** One fault per row and axis: a row that is out of place is so with most of its seats. */
function checkWithin(
  centres: readonly number[],
  size: number,
  direction: 'wide' | 'high',
  path: string,
  faults: FaultList,
): void {
  const outside = centres.findIndex((centre) => centre < 0 || centre > size);
  if (outside >= 0)
    faults.add(`${path}[${outside}]`, `lies outside the drawing, which is ${size} ${direction}`);
}

function checkLabels(row: LayoutRow, path: string, faults: FaultList): void {
  const { labels, from, step } = row;
  if (labels === undefined) {
    if (step === 0 && row.x.length > 1) faults.add(`${path}.step`, 'gives every seat the same label');
    if (labelAt(row, row.x.length - 1).startsWith('-')) faults.add(`${path}.step`, 'counts below 0');
    return;
  }
  if (from !== undefined || step !== undefined) {
    faults.add(`${path}.labels`, 'cannot stand together with from or step');
  }
  if (labels.length !== row.x.length) {
    faults.add(`${path}.labels`, `has ${labels.length} labels, but the row has ${row.x.length} seats`);
  }
  const placeByLabel = new Map<string, number>();
  for (const [place, label] of labels.entries()) {
    const samePlace = placeByLabel.get(label);
    if (samePlace === undefined) placeByLabel.set(label, place);
    else faults.add(`${path}.labels[${place}]`, `"${label}" is the label of labels[${samePlace}] already`);
  }
}
