import type { SeatNote } from '@onsale/contracts';
import { type BlockDraft, straightRows, withPrices } from '../../drawing/block.ts';
import { type RowDraft, type SectionDraft, withNotesAtEnds } from '../../drawing/layout.ts';
import { bandOutline } from '../../drawing/outlines.ts';
import { type Arc, type Point, rowPitch, seatPitch, seatsOnArc, shortened } from '../../drawing/seats.ts';
import { aisle, bend, straightSeats } from './plan.ts';

/** Sections along each side. */
const sideSections = 4;
const sideStep = straightSeats * seatPitch + aisle;

/** A storey of the bowl: rows around the floor, the first at a distance from the horseshoe's middle line. */
interface Bowl {
  readonly id: 'lower' | 'upper';
  readonly en: string;
  readonly ko: string;
  /** The number of its first section, at the stage's left. */
  readonly number: number;
  readonly distance: number;
  readonly rowCount: number;
  /** How many wedges the half circle is cut into. */
  readonly wedges: number;
  readonly priceOf: (row: number) => string;
}

export const lowerBowl: Bowl = {
  id: 'lower',
  en: 'Lower',
  ko: '1층',
  number: 101,
  distance: 440,
  rowCount: 20,
  wedges: 8,
  priceOf: (row) => (row < 8 ? 'r' : 's'),
};

export const upperBowl: Bowl = {
  id: 'upper',
  en: 'Upper',
  ko: '2층',
  number: 201,
  distance: 762,
  rowCount: 26,
  wedges: 12,
  priceOf: (row) => (row < 12 ? 'a' : 'b'),
};

/** The sections of a storey from the stage's left, around the bend, to its right: from left to right as one sits. */
export function bowlSections(bowl: Bowl): SectionDraft[] {
  const blocks = [...leftSide(bowl), ...bendOf(bowl), ...rightSide(bowl)];
  return blocks.map(({ rows, outline }, index): SectionDraft => {
    const number = bowl.number + index;
    return {
      id: `${bowl.id}-${number}`,
      name: { en: `${bowl.en} ${number}`, ko: `${bowl.ko} ${number}구역` },
      ...withPrices(rows, bowl.priceOf),
      outline,
    };
  });
}

/** From the stage to the bend. The first seats of each row look at the stage from its side. */
function leftSide(bowl: Bowl): BlockDraft[] {
  return Array.from({ length: sideSections }, (_, index) => {
    const y = bend[1] - (sideSections - index) * sideStep + (aisle + seatPitch) / 2;
    const block = straightRows({
      first: [bend[0] - bowl.distance, y],
      angle: 90,
      rowCount: bowl.rowCount,
      seatsPerRow: straightSeats,
    });
    return index === 0 ? withRestrictedView(block, 'left') : block;
  });
}

/** From the bend to the stage. */
function rightSide(bowl: Bowl): BlockDraft[] {
  return Array.from({ length: sideSections }, (_, index) => {
    const y = bend[1] - index * sideStep - (aisle + seatPitch) / 2;
    const block = straightRows({
      first: [bend[0] + bowl.distance, y],
      angle: -90,
      rowCount: bowl.rowCount,
      seatsPerRow: straightSeats,
    });
    return index === sideSections - 1 ? withRestrictedView(block, 'right') : block;
  });
}

function withRestrictedView({ rows, outline }: BlockDraft, end: 'left' | 'right'): BlockDraft {
  const notes: SeatNote[] = ['restricted-view', 'restricted-view', 'restricted-view'];
  return {
    rows: rows.map((row) =>
      end === 'left' ? withNotesAtEnds(row, notes, []) : withNotesAtEnds(row, [], notes),
    ),
    outline,
  };
}

/** The wedges of the half circle, with spaces for wheelchairs in the last row of the lower bowl. */
function bendOf(bowl: Bowl): BlockDraft[] {
  const degrees = 180 / bowl.wedges;
  return Array.from({ length: bowl.wedges }, (_, index) => {
    const arcs = Array.from(
      { length: bowl.rowCount },
      (_, row): Arc => ({
        centre: bend,
        radius: bowl.distance + row * rowPitch,
        from: 180 - index * degrees,
        to: 180 - (index + 1) * degrees,
      }),
    );
    const rows = arcs.map((arc, row): RowDraft => {
      const draft = { label: String(row + 1), seats: seatsOnArc(shortened(arc, aisle / 2)) };
      const isForWheelchairs = bowl.id === 'lower' && row === bowl.rowCount - 1;
      return isForWheelchairs ? withNotesAtEnds(draft, wheelchairs, wheelchairs) : draft;
    });
    return { rows, outline: wedgeOutline(arcs) };
  });
}

const wheelchairs: SeatNote[] = ['wheelchair', 'companion'];

function wedgeOutline(arcs: readonly Arc[]): Point[] {
  const [first] = arcs;
  const last = arcs.at(-1);
  if (first === undefined || last === undefined) return [];
  return bandOutline(shortened(first, aisle / 2 - 4), shortened(last, aisle / 2 - 4));
}
