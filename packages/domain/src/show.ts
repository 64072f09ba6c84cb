import type { EpochMs, Seat, ShowId } from './ids.ts';
import { type Limits, noLimits } from './limits.ts';
import type { SeatPlan } from './plan.ts';

/** Text in the languages that a promoter gave; `en` is always there. */
export type LocalText = { readonly en: string } & { readonly [language: string]: string };

/** One performance on sale. Amounts are in the currency's minor unit. */
export interface Show {
  readonly id: ShowId;
  readonly title: LocalText;
  readonly venue: LocalText;
  readonly layoutHash: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly prices: readonly Price[];
  readonly startsAtMs: EpochMs;
  readonly onSaleAtMs: EpochMs;
  /** When the sale closes; null while no end is set. */
  readonly offSaleAtMs: EpochMs | null;
  /** How long a hold lasts. */
  readonly holdMs: number;
  /** How far the first payment moves a hold's deadline, counted from its start. */
  readonly paymentMs: number;
  /** How far its buyer may move a hold's deadline, once [H8]; null where he may not. */
  readonly extensionMs: number | null;
  /** Until when a buyer may give a paid order back [P3]; null where he may not. */
  readonly returnsUntilMs: EpochMs | null;
  /** The most seats that one buyer may hold or own [H4]. */
  readonly cap: number;
  /** What becomes of a hold of named seats that leaves others single [O1]. */
  readonly singleSeats: SingleSeats;
}

/** Not looked at; said in the answer; or refused where other seats beside them would not leave any [O2]. */
export type SingleSeats = 'off' | 'warn' | 'refuse';

export interface Price {
  readonly id: string;
  readonly name: LocalText;
  readonly amount: number;
}

/** A show together with its layout's plan and the operator's limits: all that deciding needs. */
export interface Sale {
  readonly show: Show;
  readonly plan: SeatPlan;
  /** Amounts by the plan's price index. */
  readonly amounts: readonly number[];
  readonly limits: Limits;
}

/** The price of some seats by the server's figures [P2]. */
export function amountOf(sale: Sale, seats: readonly Seat[]): number {
  let total = 0;
  for (const seat of seats) total += sale.amounts[sale.plan.priceIndexes[seat] ?? 0] ?? 0;
  return total;
}

/** Joins a show with its plan, without limits when none are given. Throws a RangeError when a price category of the plan has no price. */
export function createSale(show: Show, plan: SeatPlan, limits: Limits = noLimits): Sale {
  const amounts = plan.priceIds.map((id) => {
    const price = show.prices.find((candidate) => candidate.id === id);
    if (price === undefined) throw new RangeError(`show ${show.id} has no price for ${id}`);
    return price.amount;
  });
  return { show, plan, amounts, limits };
}
