import { type BlockDraft, straightRows } from '../../drawing/block.ts';
import type { RowDraft, SectionDraft } from '../../drawing/layout.ts';
import { type Point, rowPitch, seatPitch } from '../../drawing/seats.ts';
import { bend, straightSeats } from './plan.ts';

const floorColumns = 3;
const floorRows = 4;
const floorBlockRows = 18;
const floorBlockWidth = straightSeats * seatPitch;
/** The last rows of the blocks at the bend that lose seats to it: one, then one more in each row behind. */
const cutRows = 7;

/** Blocks A1 to D3, with the runway in the place of A2, and D1 and D3 cut to follow the bend. */
export function floorSections(): SectionDraft[] {
  const sections: SectionDraft[] = [];
  for (let row = 0; row < floorRows; row += 1) {
    for (let column = 0; column < floorColumns; column += 1) {
      if (row === 0 && column === 1) continue;
      const left = bend[0] + (column - 1) * (floorBlockWidth + 40) - (floorBlockWidth - seatPitch) / 2;
      const top = 410 + row * (floorBlockRows * rowPitch + 34);
      const block = straightRows({
        first: [left, top],
        angle: 0,
        rowCount: floorBlockRows,
        seatsPerRow: straightSeats,
      });
      const label = `${'ABCD'[row]}${column + 1}`;
      sections.push({
        id: `floor-${label.toLowerCase()}`,
        name: { en: `Floor ${label}`, ko: `플로어 ${label}구역` },
        ...(row === floorRows - 1 && column !== 1
          ? withCutCorner(block, column === 0 ? 'left' : 'right')
          : block),
        price: row < 2 ? 'vip' : 'r',
      });
    }
  }
  return sections;
}

/** A block without the seats in a corner at its back; the others keep their numbers. */
function withCutCorner({ rows, outline }: BlockDraft, corner: 'left' | 'right'): BlockDraft {
  const [width, depth] = [cutRows * seatPitch, cutRows * rowPitch];
  const cut = rows.map((row, index): RowDraft => {
    const lost = Math.max(0, index + 1 + cutRows - rows.length);
    if (corner === 'right') return { ...row, seats: row.seats.slice(0, row.seats.length - lost) };
    return { ...row, from: lost + 1, seats: row.seats.slice(lost) };
  });
  const [topLeft, topRight, bottomRight, bottomLeft] = outline;
  if (!topLeft || !topRight || !bottomRight || !bottomLeft) return { rows: cut, outline };
  const above = ([x, y]: Point): Point => [x, y - depth];
  return {
    rows: cut,
    outline:
      corner === 'left'
        ? [topLeft, topRight, bottomRight, [bottomLeft[0] + width, bottomLeft[1]], above(bottomLeft)]
        : [topLeft, topRight, above(bottomRight), [bottomRight[0] - width, bottomRight[1]], bottomLeft],
  };
}
