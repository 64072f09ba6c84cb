import type { EpochMs, SeatPlan, Show, ShowImport } from '@onsale/domain';
import { FaultList, type Faulty, parseShape } from './faults.ts';
import { type ParsedLayout, parseLayout } from './layout-check.ts';
import { canonicalLayout, layoutHash } from './layout-text.ts';
import { type ShowFile, showFile } from './show-file.ts';

/** A layout file's value, or one sentence on why it cannot be read. */
export type LoadedLayout =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly fault: string };

/** Reads the layout file at a path that is relative to the show file and does not leave its folder. */
export type LoadLayout = (path: string) => Promise<LoadedLayout>;

/** A show that has passed every check, as a store imports it; or what is wrong with it. */
export type ParsedShow = { readonly ok: true; readonly import: ShowImport } | Faulty;

interface Moments {
  readonly startsAtMs: EpochMs;
  readonly onSaleAtMs: EpochMs;
  readonly offSaleAtMs: EpochMs | null;
  readonly returnsUntilMs: EpochMs | null;
}

/**
 * Checks a show file together with its layout. Throws only what `loadLayout` throws. The layout's faults
 * begin with `layout` when it is written in the show file, else with the layout file's path.
 */
export async function parseShow(value: unknown, loadLayout: LoadLayout): Promise<ParsedShow> {
  const shape = parseShape(showFile, value, '');
  if (!shape.ok) return shape;
  const file = shape.value;
  const faults = new FaultList('');
  const moments = momentsOf(file);
  checkMoments(moments, faults);
  checkCurrency(file, faults);
  checkUniquePrices(file, faults);

  const layout = await layoutOf(file, loadLayout);
  if (!layout.ok) return { ok: false, faults: [...faults.toArray(), ...layout.faults] };
  checkPriced(file, layout.plan, faults);
  checkBlocked(file, layout.plan, faults);
  if (!faults.isEmpty) return faults.toFaulty();

  const text = canonicalLayout(layout.layout);
  return {
    ok: true,
    import: {
      show: showOf(file, moments, await layoutHash(text)),
      layout: text,
      sectionCounts: layout.plan.sections.map(({ count }) => count),
      blocked: file.blocked.toSorted((a, b) => a - b),
    },
  };
}

async function layoutOf({ layout }: ShowFile, loadLayout: LoadLayout): Promise<ParsedLayout> {
  if (typeof layout !== 'string') return parseLayout(layout, 'layout');
  const pathFault = faultOfPath(layout);
  if (pathFault !== null) return { ok: false, faults: [`layout: ${pathFault}`] };
  const loaded = await loadLayout(layout);
  if (!loaded.ok) return { ok: false, faults: [`${layout}: ${loaded.fault}`] };
  const parsed = parseLayout(loaded.value);
  return parsed.ok ? parsed : { ok: false, faults: parsed.faults.map((fault) => `${layout}: ${fault}`) };
}

/** The same on every system, and never a way out of the show file's folder. */
function faultOfPath(path: string): string | null {
  if (/[\\:\p{Cc}]/u.test(path)) return 'must be a path with "/" between its parts and without ":"';
  if (path.startsWith('/') || path.split('/').includes('..')) {
    return "must be a path in the show file's folder or below it";
  }
  return path.endsWith('.json') ? null : 'must be the path of a .json file';
}

function momentsOf({ startsAt, onSaleAt, offSaleAt, returnsUntil }: ShowFile): Moments {
  return {
    startsAtMs: Date.parse(startsAt),
    onSaleAtMs: Date.parse(onSaleAt),
    offSaleAtMs: offSaleAt === undefined ? null : Date.parse(offSaleAt),
    returnsUntilMs: returnsUntil === undefined ? null : Date.parse(returnsUntil),
  };
}

function checkMoments(moments: Moments, faults: FaultList): void {
  const { startsAtMs, onSaleAtMs, offSaleAtMs, returnsUntilMs } = moments;
  if (onSaleAtMs > startsAtMs) faults.add('onSaleAt', 'is after startsAt');
  if (returnsUntilMs !== null && returnsUntilMs > startsAtMs) faults.add('returnsUntil', 'is after startsAt');
  if (offSaleAtMs !== null && offSaleAtMs <= onSaleAtMs) faults.add('offSaleAt', 'is not after onSaleAt');
}

function checkCurrency({ currency }: ShowFile, faults: FaultList): void {
  if (Intl.supportedValuesOf('currency').includes(currency)) return;
  faults.add('currency', `"${currency}" is no ISO 4217 currency`);
}

function checkUniquePrices({ prices }: ShowFile, faults: FaultList): void {
  const indexById = new Map<string, number>();
  for (const [index, { id }] of prices.entries()) {
    const sameId = indexById.get(id);
    if (sameId === undefined) indexById.set(id, index);
    else faults.add(`prices[${index}].id`, `"${id}" is the id of prices[${sameId}] already`);
  }
}

/** Every category of the layout has a price, and every price has its category. */
function checkPriced({ prices }: ShowFile, plan: SeatPlan, faults: FaultList): void {
  for (const [index, { id }] of prices.entries()) {
    if (!plan.priceIds.includes(id))
      faults.add(`prices[${index}].id`, `the layout has no price category "${id}"`);
  }
  for (const id of plan.priceIds) {
    if (!prices.some((price) => price.id === id))
      faults.add('prices', `none for the layout's category "${id}"`);
  }
}

function checkBlocked({ blocked }: ShowFile, { seatCount }: SeatPlan, faults: FaultList): void {
  const indexBySeat = new Map<number, number>();
  for (const [index, seat] of blocked.entries()) {
    if (seat >= seatCount) faults.add(`blocked[${index}]`, `the layout's last seat is ${seatCount - 1}`);
    const sameSeat = indexBySeat.get(seat);
    if (sameSeat === undefined) indexBySeat.set(seat, index);
    else faults.add(`blocked[${index}]`, `seat ${seat} is at blocked[${sameSeat}] already`);
  }
}

function showOf(file: ShowFile, moments: Moments, hash: string): Show {
  return {
    id: file.id,
    title: file.title,
    venue: file.venue,
    layoutHash: hash,
    currency: file.currency,
    prices: file.prices,
    ...moments,
    holdMs: file.holdSeconds * 1_000,
    paymentMs: file.paymentSeconds * 1_000,
    extensionMs: file.extensionSeconds === undefined ? null : file.extensionSeconds * 1_000,
    cap: file.cap,
    singleSeats: file.singleSeats ?? 'off',
  };
}
