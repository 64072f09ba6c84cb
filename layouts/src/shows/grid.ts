import { layoutOf } from '../drawing/layout.ts';
import { blockOutline, rectangle } from '../drawing/outlines.ts';
import { type Point, seatsOnLine } from '../drawing/seats.ts';
import { type DemoShow, demoSale } from './demo-show.ts';

const rowCount = 10;
const columnCount = 10;
const pitch = 14;
const firstSeat: Point = [37, 77];

/**
 * The textbook's grid: ten rows of ten, both counted from 0, so that its seat 'row-col' is the seat with these
 * labels. It is the show that the textbook's calls speak of.
 */
export function gridShow(): DemoShow {
  const [left, top] = firstSeat;
  const rows = Array.from({ length: rowCount }, (_, row) => ({
    label: String(row),
    from: 0,
    seats: seatsOnLine([left, top + row * pitch], 0, columnCount, pitch),
  }));
  const layout = layoutOf({
    name: { en: 'Grid of 100 seats', ko: '100석 격자' },
    width: 200,
    height: 230,
    precision: 1,
    prices: ['standard'],
    sections: [
      {
        id: 'grid',
        name: { en: 'Grid', ko: '격자' },
        price: 'standard',
        outline: blockOutline(
          rows.flatMap((row) => row.seats),
          0,
          10,
        ),
        rows,
      },
    ],
    marks: [{ kind: 'stage', name: { en: 'Stage', ko: '무대' }, points: rectangle([50, 20], 100, 28) }],
  });
  return {
    file: 'grid',
    layout,
    show: {
      id: 'demo',
      title: { en: 'Demo concert', ko: '데모 콘서트' },
      venue: { en: 'Practice Hall', ko: '연습홀' },
      ...demoSale,
      prices: [{ id: 'standard', name: { en: 'Standard', ko: '일반석' }, amount: 50_000 }],
      startsAt: '2030-06-01T19:00:00+09:00',
      extensionSeconds: 60,
      returnsUntil: '2030-05-31T19:00:00+09:00',
      cap: 8,
      blocked: [],
    },
  };
}
