import { createSeatIndex, type LayoutFile } from '@onsale/contracts';
import { layoutOf, type MarkDraft } from '../../drawing/layout.ts';
import { pointsOn, rectangle } from '../../drawing/outlines.ts';
import { type DemoShow, demoSale } from '../demo-show.ts';
import { boxSection } from './boxes.ts';
import { centre, storeySections } from './storey.ts';
import { circle, stalls } from './storeys.ts';

/** A theatre with stalls, a circle and boxes along both walls. */
export function theatreShow(): DemoShow {
  const layout = layoutOf({
    name: { en: 'Maru Theatre', ko: '마루극장' },
    width: 700,
    height: 440,
    precision: 0.1,
    prices: ['vip', 'r', 's', 'a'],
    sections: [
      ...storeySections(stalls),
      ...storeySections(circle),
      boxSection({
        id: 'boxes-left',
        en: 'Boxes left',
        ko: '박스석 왼쪽',
        first: 1,
        nearest: [84, 118],
        wall: 113,
      }),
      boxSection({
        id: 'boxes-right',
        en: 'Boxes right',
        ko: '박스석 오른쪽',
        first: 5,
        nearest: [616, 118],
        wall: 67,
      }),
    ],
    marks: marks(),
  });
  return {
    file: 'theatre',
    layout,
    show: {
      id: 'theatre',
      title: { en: 'The Winter Letter, a musical', ko: '뮤지컬 〈겨울 편지〉' },
      venue: { en: 'Maru Theatre', ko: '마루극장' },
      ...demoSale,
      prices: [
        { id: 'vip', name: { en: 'VIP seat', ko: 'VIP석' }, amount: 150_000 },
        { id: 'r', name: { en: 'R seat', ko: 'R석' }, amount: 120_000 },
        { id: 's', name: { en: 'S seat', ko: 'S석' }, amount: 90_000 },
        { id: 'a', name: { en: 'A seat', ko: 'A석' }, amount: 60_000 },
      ],
      startsAt: '2030-12-20T19:30:00+09:00',
      extensionSeconds: 60,
      returnsUntil: '2030-12-19T19:30:00+09:00',
      cap: 6,
      blocked: houseSeats(layout),
    },
  };
}

function marks(): MarkDraft[] {
  const apron = pointsOn({ centre, radius: stalls.radius - 36, from: 107, to: 73 });
  return [
    { kind: 'stage', name: { en: 'Stage', ko: '무대' }, points: [[220, 24], [480, 24], ...apron.reverse()] },
    { kind: 'area', name: { en: 'Sound desk', ko: '음향 콘솔' }, points: rectangle([330, 251], 40, 23) },
    { kind: 'text', name: { en: 'Circle', ko: '2층' }, points: [[350, 424]] },
  ];
}

/** Seats in the middle of row D that the house keeps for its guests; they are not for sale at first. */
function houseSeats(layout: LayoutFile): number[] {
  const seats = createSeatIndex(layout);
  const row = layout.sections
    .find(({ id }) => id === 'stalls-centre')
    ?.rows.find(({ label }) => label === 'D');
  const middle = (row?.from ?? 1) + Math.floor((row?.x.length ?? 0) / 2);
  const numbers = [middle - 2, middle - 1, middle, middle + 1];
  return numbers.flatMap((number) => seats.find('stalls-centre', 'D', String(number)) ?? []);
}
