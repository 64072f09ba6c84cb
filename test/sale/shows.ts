import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LayoutFile, ShowFile } from '@onsale/contracts';

/** Seats in each row. */
export const rowSeats = 20;

/** Seats in each section of the hall: `left` has the seats 0 to 79, `right` those from 80 to 159. */
export const sectionSeats = 80;

/** The most seats that one buyer may have in each of these shows. */
export const cap = 4;

/** Prices of a seat, by its section. */
export const amounts = { left: 3_000, right: 7_550 } as const;

/** How far a buyer may move a hold's deadline in each of them. */
export const extensionSeconds = 120;

/** How long a hold of the show `quick` lasts, and how long its payment may take. */
const quickSeconds = 1;

const hall: LayoutFile = {
  format: 'onsale-layout/1',
  name: { en: 'Hall' },
  width: 600,
  height: 200,
  prices: ['left', 'right'],
  sections: (['left', 'right'] as const).map((id, index) => ({
    id,
    name: { en: id },
    first: index * sectionSeats,
    count: sectionSeats,
    price: id,
    rows: Array.from({ length: sectionSeats / rowSeats }, (_, row) => ({
      label: String(row + 1),
      x: Array.from({ length: rowSeats }, (_, seat) => 10 + index * 300 + seat * 12),
      y: Array<number>(rowSeats).fill(20 + row * 12),
    })),
  })),
};

/** Seats in the rows of the stadium: `floor` has enough for five hundred pairs, `balcony` for one hundred and two. */
export const stadiumSeats = { floor: 1_000, balcony: 205 } as const;

const stadium: LayoutFile = {
  ...hall,
  name: { en: 'Stadium' },
  width: 600,
  height: 700,
  sections: (['floor', 'balcony'] as const).map((id, index) => ({
    id,
    name: { en: id },
    first: index * stadiumSeats.floor,
    count: stadiumSeats[id],
    price: index === 0 ? 'left' : 'right',
    rows: Array.from({ length: index === 0 ? 25 : 5 }, (_, row) => ({
      label: String(row + 1),
      x: Array.from({ length: index === 0 ? 40 : 41 }, (_, seat) => 10 + seat * 12),
      y: Array<number>(index === 0 ? 40 : 41).fill(20 + index * 400 + row * 12),
    })),
  })),
};

function show(id: string, changes: Partial<ShowFile> = {}): ShowFile {
  return {
    format: 'onsale-show/1',
    id,
    title: { en: `The show ${id}` },
    venue: { en: 'Hall' },
    layout: hall,
    currency: 'EUR',
    prices: [
      { id: 'left', name: { en: 'Left' }, amount: amounts.left },
      { id: 'right', name: { en: 'Right' }, amount: amounts.right },
    ],
    startsAt: '2090-05-01T20:00:00Z',
    onSaleAt: '2020-01-01T00:00:00Z',
    holdSeconds: 600,
    paymentSeconds: 60,
    extensionSeconds,
    returnsUntil: '2090-04-01T20:00:00Z',
    cap,
    blocked: [],
    ...changes,
  };
}

/**
 * All in the same hall: `hall`, `demo` (the one of the textbook's calls), `quick` whose holds last a second,
 * `soon` that is not on sale yet, and `over` whose sale is closed; and `stadium` in a larger one.
 */
const shows: readonly ShowFile[] = [
  show('demo'),
  show('hall'),
  show('quick', { holdSeconds: quickSeconds, paymentSeconds: quickSeconds }),
  show('soon', { onSaleAt: '2089-01-01T00:00:00Z' }),
  show('over', { offSaleAt: '2021-01-01T00:00:00Z' }),
  show('stadium', { layout: stadium }),
];

export const showIds: readonly string[] = shows.map(({ id }) => id);

/** Writes the shows' files to a folder and answers their paths. */
export function writeShowFiles(folder: string): Promise<string[]> {
  return Promise.all(
    shows.map(async (file) => {
      const path = join(folder, `${file.id}.show.json`);
      await writeFile(path, JSON.stringify(file));
      return path;
    }),
  );
}
