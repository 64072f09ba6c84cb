import type { EpochMs, Seat, ShowId } from '../ids.ts';
import { type Limits, noLimits } from '../limits.ts';
import { createPlan, type SectionRange } from '../plan.ts';
import type { ShowImport } from '../ports.ts';
import { createSeating, type Seating } from '../seating.ts';
import { createSale, type Price, type Sale, type Show, type SingleSeats } from '../show.ts';
import { createRandom } from './random.ts';

/** What a test may choose of its sale; the rest has defaults. */
export interface TestSaleOptions {
  readonly id?: ShowId;
  /** Seats per section, in order. */
  readonly sections?: readonly number[];
  readonly cap?: number;
  readonly holdMs?: number;
  readonly paymentMs?: number;
  readonly extensionMs?: number | null;
  readonly returnsUntilMs?: EpochMs | null;
  readonly onSaleAtMs?: EpochMs;
  readonly offSaleAtMs?: EpochMs | null;
  readonly limits?: Partial<Limits>;
  readonly singleSeats?: SingleSeats;
}

/** Prices of the test sales: sections with an even index cost `standard`, the others `premium`. */
export const testPrices: readonly Price[] = [
  { id: 'standard', name: { en: 'Standard', ko: '일반석' }, amount: 30_00 },
  { id: 'premium', name: { en: 'Premium', ko: '특별석' }, amount: 75_50 },
];

const priceIds = testPrices.map((price) => price.id);
const defaultSections: readonly number[] = [4, 4];

/**
 * A small sale: by default two sections of four seats, a cap of four, holds of five minutes, long on sale,
 * without limits on how often a buyer may take and drop seats.
 */
export function createTestSale(options: TestSaleOptions = {}): Sale {
  const { sections = defaultSections } = options;
  const ranges = rangesOf(sections);
  const priceIndexes = Uint8Array.from(
    ranges.flatMap(({ count }, index) => Array<number>(count).fill(index % priceIds.length)),
  );
  const show: Show = {
    id: options.id ?? 'test-show',
    title: { en: 'A test show', ko: '시험 공연' },
    venue: { en: 'Test hall' },
    layoutHash: textHash(testLayout(sections)),
    currency: 'KRW',
    prices: testPrices,
    startsAtMs: Date.UTC(2040, 0, 1),
    onSaleAtMs: options.onSaleAtMs ?? 0,
    offSaleAtMs: options.offSaleAtMs ?? null,
    holdMs: options.holdMs ?? 300_000,
    paymentMs: options.paymentMs ?? 60_000,
    extensionMs: options.extensionMs ?? null,
    returnsUntilMs: options.returnsUntilMs ?? null,
    cap: options.cap ?? 4,
    singleSeats: options.singleSeats ?? 'off',
  };
  return createSale(show, createPlan(ranges, priceIds, priceIndexes, testSeating(sections)), {
    ...noLimits,
    ...options.limits,
  });
}

/** How the seats of a test layout lie: each section is one straight row, and its middle seats are the best. */
export function testSeating(sections: readonly number[]): Seating {
  const widest = Math.max(...sections);
  const focus = [6 * (widest + 1), 6 * (sections.length + 1)] as const;
  return createSeating(
    sections.map((count, index) => ({
      focus,
      rows: rowsOf(count, 12 * (index + 1)).map(({ x, y }) => ({ x, y, kinds: new Map() })),
    })),
    focus,
  );
}

/** The import record of a test sale with the same options. */
export function testShowImport(
  options: TestSaleOptions & { readonly blocked?: readonly Seat[] } = {},
): ShowImport {
  const { sections = defaultSections, blocked = [] } = options;
  return {
    show: createTestSale(options).show,
    layout: testLayout(sections),
    sectionCounts: sections,
    blocked,
  };
}

/** A layout file's text (format onsale-layout/1): each section is one straight row below the one before. */
export function testLayout(sections: readonly number[]): string {
  const widest = Math.max(...sections);
  return JSON.stringify({
    format: 'onsale-layout/1',
    name: { en: 'Test hall' },
    width: 12 * (widest + 1),
    height: 12 * (sections.length + 1),
    prices: priceIds,
    sections: rangesOf(sections).map(({ id, first, count }, index) => ({
      id,
      name: { en: `Section ${index + 1}` },
      first,
      count,
      price: priceIds[index % priceIds.length],
      rows: rowsOf(count, 12 * (index + 1)),
    })),
  });
}

interface TestRow {
  readonly label: string;
  readonly from: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** The most seats that the layout format allows in a row. */
const rowSeatsMax = 10_000;

function rowsOf(count: number, y: number): TestRow[] {
  const rows: TestRow[] = [];
  for (let first = 0; first < count; first += rowSeatsMax) {
    const seats = Array.from(
      { length: Math.min(rowSeatsMax, count - first) },
      (_, place) => 12 * (place + 1),
    );
    rows.push({ label: `R${rows.length + 1}`, from: 1, x: seats, y: seats.map(() => y) });
  }
  return rows;
}

function rangesOf(sections: readonly number[]): SectionRange[] {
  let first = 0;
  return sections.map((count, index) => {
    const range = { id: `section-${index + 1}`, first, count };
    first += count;
    return range;
  });
}

/** 64 hexadecimal digits that depend on the text. Stores take a layout's hash as given, so any will do. */
function textHash(text: string): string {
  let seed = 0;
  for (let i = 0; i < text.length; i++) seed = (Math.imul(seed, 31) + text.charCodeAt(i)) >>> 0;
  const random = createRandom(seed);
  return Array.from({ length: 8 }, () => random.uint32().toString(16).padStart(8, '0')).join('');
}
