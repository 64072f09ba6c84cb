import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const columns = 6;
const rowsPerSection = 25;
const seatsPerRow = 40;
const sectionCount = 30;
const seatUnits = 10;
const gapUnits = 40;

/** Seats of the house: 30 sections of 1,000. */
export const houseSeats = sectionCount * rowsPerSection * seatsPerRow;

/** Writes a show of 30,000 seats in five categories, of which one buyer may take a whole section. */
export async function writeLargeHouse(id: string): Promise<{ file: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-house-'));
  const file = join(folder, `${id}.show.json`);
  await writeFile(file, JSON.stringify(show(id)));
  return { file, remove: () => rm(folder, { recursive: true }) };
}

function show(id: string): object {
  return {
    format: 'onsale-show/1',
    id,
    title: { en: 'A large house' },
    venue: { en: 'A stadium' },
    layout: layout(),
    currency: 'EUR',
    prices: prices.map((price, index) => ({ id: price, name: { en: price }, amount: 9_000 - 1_000 * index })),
    startsAt: '2099-01-01T20:00:00Z',
    onSaleAt: '2020-01-01T10:00:00Z',
    holdSeconds: 7_200,
    cap: 1_000,
  };
}

const prices = ['one', 'two', 'three', 'four', 'five'];

function layout(): object {
  const [width, height] = [seatsPerRow * seatUnits + gapUnits, rowsPerSection * seatUnits + gapUnits];
  return {
    format: 'onsale-layout/1',
    name: { en: 'A stadium' },
    width: columns * width + gapUnits,
    height: Math.ceil(sectionCount / columns) * height + gapUnits,
    prices,
    sections: Array.from({ length: sectionCount }, (_, index) => {
      const [left, top] = [
        gapUnits + (index % columns) * width,
        gapUnits + Math.floor(index / columns) * height,
      ];
      return section(index, left, top);
    }),
  };
}

function section(index: number, left: number, top: number): object {
  const count = rowsPerSection * seatsPerRow;
  const x = Array.from({ length: seatsPerRow }, (_, place) => left + place * seatUnits);
  return {
    id: `s${index}`,
    name: { en: `Block ${index + 1}` },
    first: index * count,
    count,
    price: prices[index % prices.length],
    rows: Array.from({ length: rowsPerSection }, (_, row) => ({
      label: String(row + 1),
      x,
      y: x.map(() => top + row * seatUnits),
    })),
  };
}
