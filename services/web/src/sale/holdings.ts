import type { HoldBody, HoldEvent } from '@onsale/contracts';

/**
 * What this buyer is known to hold and to have bought, by the hold's id. Ended holds stay, so that late news of them
 * is known to be late.
 */
export type Holdings = ReadonlyMap<string, HoldBody>;

export const noHoldings: Holdings = new Map();

/** Holds remembered; the oldest ended ones go first. */
const holdsMax = 500;

/** Later states of a hold; it never goes back, except that an expired one may be paid late. */
const rankByState: Record<HoldBody['state'], number> = {
  active: 0,
  released: 1,
  expired: 1,
  paid: 2,
  refunded: 3,
};

/**
 * The later of two accounts of one hold. Answers and events overtake one another; a hold only ever loses seats, gains
 * time and moves on, so the later account can be told without knowing when each was written.
 */
export function laterOf(a: HoldBody, b: HoldBody): HoldBody {
  const [rankA, rankB] = [rankByState[a.state], rankByState[b.state]];
  if (rankA !== rankB) return rankA > rankB ? a : b;
  if (a.seats.length !== b.seats.length) return a.seats.length < b.seats.length ? a : b;
  if (a.expiresAt !== b.expiresAt) return a.expiresAt > b.expiresAt ? a : b;
  return b.order !== null || a.order === null ? b : a;
}

/** Takes in an account of a hold: a command's answer, or the server's word. */
export function withHold(holdings: Holdings, hold: HoldBody): Holdings {
  const known = holdings.get(hold.id);
  const later = known === undefined ? hold : laterOf(known, hold);
  if (later === known) return holdings;
  const next = new Map(holdings).set(hold.id, later);
  for (const [id, { state }] of next) {
    if (next.size <= holdsMax) break;
    if (state !== 'active' && state !== 'paid') next.delete(id);
  }
  return next;
}

/** Takes in an event. Events carry no amount: `amountOf` gives the seats' price, and `currency` completes it. */
export function withEvent(
  holdings: Holdings,
  event: HoldEvent,
  currency: string,
  amountOf: (seats: readonly number[]) => number,
): Holdings {
  const known = holdings.get(event.id);
  // An ended hold keeps naming its seats here, so that the page can say which they were.
  const seats = event.seats.length === 0 && known !== undefined ? known.seats : [...event.seats];
  return withHold(holdings, {
    id: event.id,
    show: event.show,
    seats,
    amount: amountOf(seats),
    currency,
    expiresAt: event.expiresAt,
    state: event.state,
    order: event.order,
    serverTime: known?.serverTime ?? event.expiresAt,
    // Events do not say; whoever has moved the deadline meanwhile will have told of another one.
    ...(known?.mayExtend && known.expiresAt === event.expiresAt ? { mayExtend: true } : {}),
  });
}

/**
 * Takes in the server's whole list of live and paid holds. Of the holds in `known`, which were there before the list
 * was asked for, those that it leaves out have ended.
 */
export function withList(holdings: Holdings, list: readonly HoldBody[], known: Holdings): Holdings {
  const listed = new Set(list.map(({ id }) => id));
  let next = holdings;
  for (const hold of known.values()) {
    if (listed.has(hold.id)) continue;
    if (hold.state === 'active') next = withHold(next, { ...hold, state: 'released' });
    if (hold.state === 'paid') next = withHold(next, { ...hold, state: 'refunded' });
  }
  for (const hold of list) next = withHold(next, hold);
  return next;
}

/** Ends the holds whose deadline has passed by the server's clock [H2], except those that wait for a payment. */
export function withoutOverdue(
  holdings: Holdings,
  nowMs: number,
  isPaying: (id: string) => boolean,
): Holdings {
  let next = holdings;
  for (const hold of holdings.values()) {
    const isOverdue = hold.state === 'active' && Date.parse(hold.expiresAt) <= nowMs;
    if (isOverdue && !isPaying(hold.id)) next = withHold(next, { ...hold, state: 'expired' });
  }
  return next;
}

/** The holds in a state, oldest first: UUIDv7s sort by the time they were made. */
export function holdsIn(holdings: Holdings, state: HoldBody['state']): HoldBody[] {
  return [...holdings.values()].filter((hold) => hold.state === state).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** When the first of the live holds ends, in milliseconds since 1970; null when there is none. */
export function firstDeadlineMs(holdings: Holdings): number | null {
  const deadlines = holdsIn(holdings, 'active').map(({ expiresAt }) => Date.parse(expiresAt));
  return deadlines.length === 0 ? null : Math.min(...deadlines);
}
