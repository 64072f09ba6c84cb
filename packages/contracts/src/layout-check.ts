import { type SeatPlan, seatsMax } from '@onsale/domain';
import { FaultList, type Faulty, parseShape } from './faults.ts';
import { type LayoutFile, layoutFile } from './layout-file.ts';
import { planOf } from './layout-plan.ts';
import { checkRows } from './row-check.ts';

/** A layout that has passed every check, with what the rules need of it; or what is wrong with it. */
export type ParsedLayout =
  | { readonly ok: true; readonly layout: LayoutFile; readonly plan: SeatPlan }
  | Faulty;

/**
 * Checks a layout file: first its shape, then what one field says against the others. Never throws.
 * `root` is the layout's path in its file, when it is not the whole file; faults begin with it.
 */
export function parseLayout(value: unknown, root = ''): ParsedLayout {
  const shape = parseShape(layoutFile, value, root);
  if (!shape.ok) return shape;
  const layout = shape.value;
  const faults = new FaultList(root);
  checkPrices(layout, faults);
  checkRanges(layout, faults);
  checkFocus(layout, layout.focus, 'focus', faults);
  for (const [index, section] of layout.sections.entries()) {
    const path = `sections[${index}]`;
    if (!layout.prices.includes(section.price)) {
      faults.add(`${path}.price`, `the layout has no price category "${section.price}"`);
    }
    checkPoints(layout, section.outline ?? [], `${path}.outline`, faults);
    checkFocus(layout, section.focus, `${path}.focus`, faults);
    checkRows(layout, section, path, faults);
  }
  for (const [index, mark] of (layout.marks ?? []).entries()) {
    checkPoints(layout, mark.points, `marks[${index}].points`, faults);
  }
  return faults.isEmpty ? { ok: true, layout, plan: planOf(layout) } : faults.toFaulty();
}

function checkPrices(layout: LayoutFile, faults: FaultList): void {
  for (const [index, id] of layout.prices.entries()) {
    if (layout.prices.indexOf(id) < index) faults.add(`prices[${index}]`, `"${id}" is listed already`);
  }
}

/** Ranges follow one another from seat 0, and each is as long as its rows. */
function checkRanges(layout: LayoutFile, faults: FaultList): void {
  const indexById = new Map<string, number>();
  let next = 0;
  let seatCount = 0;
  for (const [index, section] of layout.sections.entries()) {
    const path = `sections[${index}]`;
    const sameId = indexById.get(section.id);
    if (sameId === undefined) indexById.set(section.id, index);
    else faults.add(`${path}.id`, `"${section.id}" is the id of sections[${sameId}] already`);

    if (section.first < next) {
      faults.add(`${path}.first`, `overlaps the section before it, whose last seat is ${next - 1}`);
    }
    if (section.first > next) {
      faults.add(`${path}.first`, `leaves a gap: it should be ${next}, where the section before it ends`);
    }
    const seatsOfRows = section.rows.reduce((total, row) => total + row.x.length, 0);
    if (section.count !== seatsOfRows) {
      faults.add(`${path}.count`, `is ${section.count}, but its rows have ${seatsOfRows} seats`);
    }
    next = section.first + section.count;
    seatCount += seatsOfRows;
  }
  if (seatCount > seatsMax)
    faults.add('sections', `have ${seatCount} seats; at most ${seatsMax} are allowed`);
}

function checkFocus(layout: LayoutFile, focus: LayoutFile['focus'], path: string, faults: FaultList): void {
  if (focus !== undefined && isOutside(layout, focus)) faults.add(path, outsideText(layout));
}

function checkPoints(
  layout: LayoutFile,
  points: readonly (readonly [number, number])[],
  path: string,
  faults: FaultList,
): void {
  const outside = points.findIndex((point) => isOutside(layout, point));
  if (outside >= 0) faults.add(`${path}[${outside}]`, outsideText(layout));
}

function isOutside({ width, height }: LayoutFile, [x, y]: readonly [number, number]): boolean {
  return x < 0 || x > width || y < 0 || y > height;
}

function outsideText({ width, height }: LayoutFile): string {
  return `lies outside the drawing, which is ${width} × ${height}`;
}
