import { layoutOf, type MarkDraft } from '../../drawing/layout.ts';
import { pointsOn, rectangle } from '../../drawing/outlines.ts';
import { type DemoShow, demoSale } from '../demo-show.ts';
import { bowlSections, lowerBowl, upperBowl } from './bowl.ts';
import { floorSections } from './floor.ts';
import { bend } from './plan.ts';

/** An arena of 20,000 seats with the stage at one end: floor blocks, a lower and an upper bowl. */
export function arenaShow(): DemoShow {
  const layout = layoutOf({
    name: { en: 'Harbour Arena', ko: '하버 아레나' },
    width: 2_280,
    height: 2_500,
    precision: 1,
    prices: ['vip', 'r', 's', 'a', 'b'],
    sections: [...floorSections(), ...bowlSections(lowerBowl), ...bowlSections(upperBowl)],
    marks: marks(),
  });
  return {
    file: 'arena',
    layout,
    show: {
      id: 'arena',
      title: { en: 'Northern Lights: World Tour', ko: '노던 라이츠 월드 투어' },
      venue: { en: 'Harbour Arena', ko: '하버 아레나' },
      ...demoSale,
      prices: [
        { id: 'vip', name: { en: 'VIP seat', ko: 'VIP석' }, amount: 198_000 },
        { id: 'r', name: { en: 'R seat', ko: 'R석' }, amount: 165_000 },
        { id: 's', name: { en: 'S seat', ko: 'S석' }, amount: 143_000 },
        { id: 'a', name: { en: 'A seat', ko: 'A석' }, amount: 121_000 },
        { id: 'b', name: { en: 'B seat', ko: 'B석' }, amount: 99_000 },
      ],
      startsAt: '2030-09-14T18:00:00+09:00',
      extensionSeconds: 60,
      returnsUntil: '2030-09-07T18:00:00+09:00',
      cap: 4,
      blocked: [],
    },
  };
}

function marks(): MarkDraft[] {
  const [middle] = bend;
  const tip = pointsOn({ centre: [middle, 600], radius: 56, from: 225, to: -45 });
  return [
    { kind: 'stage', name: { en: 'Stage', ko: '무대' }, points: rectangle([middle - 360, 130], 720, 210) },
    {
      kind: 'stage',
      name: { en: 'Runway', ko: '돌출 무대' },
      points: [[middle + 40, 340], ...tip.reverse(), [middle - 40, 340]],
    },
    {
      kind: 'area',
      name: { en: 'Control', ko: '콘솔' },
      points: rectangle([middle - 90, 1_530], 180, 80),
    },
  ];
}
