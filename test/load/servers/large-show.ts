import { parseShow } from '@onsale/contracts';
import type { ShowImport } from '@onsale/domain';

const seatsPerRow = 100;
const seatUnits = 10;
const holdSeconds = 7_200;

/**
 * A show of so many seats in sections of equal size, named s0, s1, …, and rows of 100. The cap lets few buyers take
 * many seats, and holds outlast every run.
 */
export async function largeShow(id: string, seatCount: number, sectionCount: number): Promise<ShowImport> {
  const size = seatCount / sectionCount;
  if (!Number.isInteger(size / seatsPerRow))
    throw new RangeError(
      `${seatCount} seats do not make ${sectionCount} sections of whole rows of ${seatsPerRow}`,
    );
  const parsed = await parseShow(
    {
      format: 'onsale-show/1',
      id,
      title: { en: 'A crowd' },
      venue: { en: 'A field' },
      layout: layout(size, sectionCount),
      currency: 'EUR',
      prices: [{ id: 'one', name: { en: 'One price' }, amount: 1_000 }],
      startsAt: '2099-01-01T20:00:00Z',
      onSaleAt: '2020-01-01T10:00:00Z',
      holdSeconds,
      cap: 1_000,
    },
    () => Promise.resolve({ ok: false, fault: 'the layout stands in the show' }),
  );
  if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
  return { ...parsed.import, show: { ...parsed.import.show, cap: seatCount } };
}

function layout(size: number, sectionCount: number): object {
  const rowsPerSection = size / seatsPerRow;
  const x = Array.from({ length: seatsPerRow }, (_, index) => (index + 1) * seatUnits);
  const sections = Array.from({ length: sectionCount }, (_, section) => ({
    id: `s${section}`,
    name: { en: `Section ${section}` },
    first: section * size,
    count: size,
    price: 'one',
    rows: Array.from({ length: rowsPerSection }, (_, row) => {
      const height = (section * rowsPerSection + row + 1) * seatUnits;
      return { label: String(row + 1), x, y: x.map(() => height) };
    }),
  }));
  return {
    format: 'onsale-layout/1',
    name: { en: 'A field' },
    width: (seatsPerRow + 1) * seatUnits,
    height: (rowsPerSection * sectionCount + 1) * seatUnits,
    prices: ['one'],
    sections,
  };
}
