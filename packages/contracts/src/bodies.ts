import {
  type BestWish,
  type Choice,
  type EpochMs,
  type Hold,
  mayReturn,
  type Notice,
  type Order,
  type Sale,
  type Show,
} from '@onsale/domain';
import type { BestFound, BestWishBody, HoldBody, OrderBody, ShowBody, ShowSummary } from './http.ts';
import type { LayoutFile } from './layout-file.ts';
import type { HoldEvent } from './sockets.ts';

const iso = (ms: EpochMs) => new Date(ms).toISOString();

/** A wish as the rules take it. */
export function bestWishOf({ section, sections, ...wish }: BestWishBody): BestWish {
  return {
    count: wish.count,
    sections: section === undefined ? (sections ?? []) : [section],
    price: wish.price ?? null,
    priceMax: wish.priceMax ?? null,
    accessible: wish.accessible ?? 0,
    together: wish.together ?? false,
  };
}

/** A hold as buyers see it; `mayExtend` says whether its buyer may extend it at that moment [H8]. */
export function holdBodyOf(hold: Hold, sale: Sale | null, nowMs: EpochMs, mayExtend = false): HoldBody {
  const { choice } = hold;
  return {
    id: hold.id,
    show: hold.show,
    seats: [...hold.seats],
    amount: hold.amount,
    currency: sale?.show.currency ?? '',
    expiresAt: iso(hold.untilMs),
    // A deadline that has passed counts, whether or not it has been written down [H2].
    state: hold.state === 'active' && hold.untilMs <= nowMs ? 'expired' : hold.state,
    order: hold.order,
    serverTime: iso(nowMs),
    ...(mayExtend ? { mayExtend } : {}),
    ...(choice?.kind === 'best' ? { best: bestFoundOf(choice, hold, sale) } : {}),
    ...(choice === null || choice.singles.length === 0 ? {} : { singles: [...choice.singles] }),
  };
}

type ChosenBest = Extract<Choice, { kind: 'best' }>;

function bestFoundOf(choice: ChosenBest, { requested }: Hold, sale: Sale | null): BestFound {
  const { parts, otherSection, restrictedView } = choice;
  const [first = 0] = requested;
  const section = sale?.plan.sections[sale.plan.sectionOf(first)]?.id ?? '';
  return { together: parts === 1, parts, section, otherSection, restrictedView };
}

/** An order as its buyer sees it, and nobody else, with the address where he pays it himself, if there is one. */
export function orderBodyOf(
  order: Order,
  sale: Sale | null,
  nowMs: EpochMs,
  payAt: string | null = null,
): OrderBody {
  return {
    id: order.id,
    hold: order.hold,
    show: order.show,
    seats: [...order.seats],
    amount: order.amount,
    currency: order.currency,
    state: order.state,
    createdAt: iso(order.createdAtMs),
    ...(payAt === null ? {} : { payAt }),
    ...(sale !== null && mayReturn(sale.show, order, nowMs) ? { returnable: true } : {}),
    ...(order.contact === null ? {} : { contact: { ...order.contact } }),
  };
}

/** What a log entry tells a buyer of his hold. */
export function holdEventOf(show: string, notice: Notice): HoldEvent {
  return {
    id: notice.hold,
    show,
    state: notice.state,
    seats: notice.seats,
    expiresAt: iso(notice.untilMs),
    order: notice.order ?? null,
  };
}

export function showSummaryOf(show: Show, seatCount: number): ShowSummary {
  return {
    id: show.id,
    title: show.title,
    venue: show.venue,
    startsAt: iso(show.startsAtMs),
    onSaleAt: iso(show.onSaleAtMs),
    offSaleAt: show.offSaleAtMs === null ? null : iso(show.offSaleAtMs),
    layout: show.layoutHash,
    seatCount,
  };
}

export function showBodyOf({ show, plan }: Sale, layout: LayoutFile, nowMs: EpochMs): ShowBody {
  return {
    ...showSummaryOf(show, plan.seatCount),
    currency: show.currency,
    prices: show.prices.map((price) => ({ ...price })),
    holdSeconds: show.holdMs / 1_000,
    paymentSeconds: show.paymentMs / 1_000,
    ...(show.extensionMs === null ? {} : { extensionSeconds: show.extensionMs / 1_000 }),
    ...(show.returnsUntilMs === null ? {} : { returnsUntil: iso(show.returnsUntilMs) }),
    cap: show.cap,
    singleSeats: show.singleSeats,
    sections: layout.sections.map(({ id, name, first, count }) => ({ id, name, first, count })),
    serverTime: iso(nowMs),
  };
}
