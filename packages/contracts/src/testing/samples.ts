import type { z } from 'zod';
import type { LayoutFile } from '../layout-file.ts';
import type { showFile } from '../show-file.ts';

/** A small layout with one of everything: numbered and named seats, a price of a row, notes, an outline, marks. */
export function sampleLayout(): LayoutFile {
  return {
    format: 'onsale-layout/1',
    name: { en: 'Cellar', ko: '지하 극장' },
    width: 100,
    height: 60,
    prices: ['standard', 'front'],
    sections: [
      {
        id: 'stalls',
        name: { en: 'Stalls' },
        first: 0,
        count: 5,
        price: 'standard',
        outline: [
          [0, 0],
          [50, 0],
          [50, 60],
        ],
        rows: [
          {
            label: 'A',
            from: 1,
            step: 2,
            x: [10, 20, 30],
            y: [10, 10, 10],
            price: 'front',
            notes: { 0: 'aisle' },
          },
          { label: 'B', x: [10, 20], y: [25, 25] },
        ],
      },
      {
        id: 'box',
        name: { en: 'Box' },
        first: 5,
        count: 2,
        price: 'front',
        rows: [{ label: 'A', labels: ['left', 'right'], x: [80, 90], y: [30, 30] }],
      },
    ],
    marks: [{ kind: 'text', name: { en: 'Entrance' }, points: [[5, 55]] }],
  };
}

/** A show in the sample layout. */
export function sampleShow(): z.input<typeof showFile> {
  return {
    format: 'onsale-show/1',
    id: 'evening',
    title: { en: 'An evening', ko: '어느 저녁' },
    venue: { en: 'Cellar' },
    layout: 'cellar.layout.json',
    currency: 'KRW',
    prices: [
      { id: 'standard', name: { en: 'Standard' }, amount: 30_000 },
      { id: 'front', name: { en: 'Front' }, amount: 50_000 },
    ],
    startsAt: '2030-05-01T19:00:00+09:00',
    onSaleAt: '2026-01-01T00:00:00Z',
    holdSeconds: 120,
    cap: 4,
    blocked: [6, 2],
  };
}

/** One change to a value: sets, or with `undefined` removes, what stands at the path. */
export function changed(value: unknown, path: readonly (string | number)[], to: unknown): unknown {
  const copy = structuredClone({ root: value });
  let inside: unknown = copy;
  let last: string | number = 'root';
  for (const key of path) {
    inside = Reflect.get(Object(inside), last);
    last = key;
  }
  if (typeof inside !== 'object' || inside === null) throw new TypeError(`nothing at ${path.join('.')}`);
  if (to === undefined) Reflect.deleteProperty(inside, last);
  else Reflect.set(inside, last, to);
  return copy.root;
}

/** Every place in a value, as {@link changed} takes it; the value itself is `[]`. */
export function placesIn(value: unknown): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [[]];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [[], ...keys.flatMap((key) => placesIn(Reflect.get(value, key)).map((path) => [key, ...path]))];
}
