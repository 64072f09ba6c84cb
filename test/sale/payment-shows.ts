import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LayoutFile, ShowFile } from '@onsale/contracts';

const rowSeats = 50;
const rows = 20;
const sectionSeats = rowSeats * rows;

/** Seats of the hall: enough that a test which buys without pause does not sell it out. */
export const hallSeats = 2 * sectionSeats;

const layout: LayoutFile = {
  format: 'onsale-layout/1',
  name: { en: 'Large hall' },
  width: 1_400,
  height: 400,
  prices: ['left', 'right'],
  sections: (['left', 'right'] as const).map((id, index) => ({
    id,
    name: { en: id },
    first: index * sectionSeats,
    count: sectionSeats,
    price: id,
    rows: Array.from({ length: rows }, (_, row) => ({
      label: String(row + 1),
      x: Array.from({ length: rowSeats }, (_, seat) => 10 + index * 700 + seat * 12),
      y: Array<number>(rowSeats).fill(20 + row * 12),
    })),
  })),
};

function show(id: string, seconds: number): ShowFile {
  return {
    format: 'onsale-show/1',
    id,
    title: { en: `The show ${id}` },
    venue: { en: 'Large hall' },
    layout,
    currency: 'EUR',
    prices: [
      { id: 'left', name: { en: 'Left' }, amount: 3_000 },
      { id: 'right', name: { en: 'Right' }, amount: 7_550 },
    ],
    startsAt: '2090-05-01T20:00:00Z',
    onSaleAt: '2020-01-01T00:00:00Z',
    holdSeconds: seconds,
    paymentSeconds: Math.min(seconds, 60),
    cap: 8,
    blocked: [],
  };
}

/** `hall`, where there is time, and `quick`, whose holds and payments last two seconds; each has its own seats. */
export function writePaymentShows(folder: string): Promise<string[]> {
  return Promise.all(
    [show('hall', 600), show('quick', 2)].map(async (file) => {
      const path = join(folder, `${file.id}.show.json`);
      await writeFile(path, JSON.stringify(file));
      return path;
    }),
  );
}
