import { withPrices } from '../../drawing/block.ts';
import { type RowDraft, type SectionDraft, withNotesAtEnds } from '../../drawing/layout.ts';
import { bandOutline } from '../../drawing/outlines.ts';
import { type Arc, type Point, rowPitch, seatsOnArc, shortened } from '../../drawing/seats.ts';

/** Every row is part of a circle around this point, far behind the stage. */
export const centre: Point = [350, -395];
/** Half of an aisle: each of the two blocks beside it gives that much. */
const aisleHalf = 11;

/** The two aisles run straight towards the centre, so that every block is a wedge. */
const blocks = [
  { id: 'left', en: 'left', ko: '왼쪽', from: 113, to: 99.5 },
  { id: 'centre', en: 'centre', ko: '가운데', from: 99.5, to: 80.5 },
  { id: 'right', en: 'right', ko: '오른쪽', from: 80.5, to: 67 },
] as const;
export type Block = (typeof blocks)[number];

/** A storey of three blocks, whose seats are numbered through from the left wall to the right. */
export interface Storey {
  readonly id: string;
  readonly en: string;
  readonly ko: string;
  readonly radius: number;
  /** The front row first. There is no row I, which would be taken for a 1. */
  readonly labels: readonly string[];
  priceOf(block: Block, row: number): string;
  /** What is special about a row of a block: missing seats, spaces for wheelchairs, pillars. */
  adapt(row: RowDraft, block: Block): RowDraft;
}

/** The three sections of a storey, each row's seats numbered through all of them. */
export function storeySections(storey: Storey): SectionDraft[] {
  const rowsByBlock = new Map<Block, RowDraft[]>(blocks.map((block) => [block, []]));
  for (const [index, label] of storey.labels.entries()) {
    let from = 1;
    for (const block of blocks) {
      const seats = seatsOnArc(shortened(arcOf(storey, block, index), aisleHalf));
      const row = { label, from, seats };
      rowsByBlock.get(block)?.push(storey.adapt(withAisles(row, block), block));
      from += seats.length;
    }
  }
  return blocks.map((block) => {
    const firstRow = shortened(arcOf(storey, block, 0), aisleHalf - 4);
    const lastRow = shortened(arcOf(storey, block, storey.labels.length - 1), aisleHalf - 4);
    return {
      id: `${storey.id}-${block.id}`,
      name: { en: `${storey.en} ${block.en}`, ko: `${storey.ko} ${block.ko}` },
      ...withPrices(rowsByBlock.get(block) ?? [], (row) => storey.priceOf(block, row)),
      outline: bandOutline(firstRow, lastRow),
    };
  });
}

function arcOf(storey: Storey, { from, to }: Block, row: number): Arc {
  return { centre, radius: storey.radius + row * rowPitch, from, to };
}

function withAisles(row: RowDraft, { id }: Block): RowDraft {
  return withNotesAtEnds(row, id === 'left' ? [] : ['aisle'], id === 'right' ? [] : ['aisle']);
}
