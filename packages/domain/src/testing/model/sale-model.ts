import type { Notice } from '../../change.ts';
import { type Command, type Outcome, refuse } from '../../command.ts';
import type { Hold } from '../../hold.ts';
import type { BuyerId, EpochMs, HoldId, OrderId, Seat, SectionIndex, ShowId } from '../../ids.ts';
import type { Order } from '../../order.ts';
import { bestChoices } from './best-model.ts';

/** What the model knows of its shows, which are alike but for their id and what they allow their buyers. */
export interface ModelShow {
  /** The price of each seat, by its index. */
  readonly prices: readonly number[];
  /** How each seat lies. */
  readonly seats: readonly {
    readonly section: SectionIndex;
    readonly joined: boolean;
    readonly rank: number;
  }[];
  readonly currency: string;
  readonly cap: number;
  readonly limits: {
    readonly holdsPerMinuteMax: number;
    readonly dropsMax: number;
    readonly dropWindowMs: number;
  };
  readonly holdMs: number;
  readonly paymentMs: number;
  /** The extension of each show that has one. */
  readonly extensionMs: ReadonlyMap<ShowId, number>;
  /** When returns end, of each show that allows them. */
  readonly returnsUntilMs: ReadonlyMap<ShowId, EpochMs>;
  readonly onSaleAtMs: EpochMs;
  readonly offSaleAtMs: EpochMs;
}

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const uuidV7 = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/**
 * The rules of SPEC.md once more, as simply as they can be put: whole lists are searched, and a hold ends
 * the moment its deadline passes. Nothing of `decide` is used, so that the two can be held against each other.
 */
export class SaleModel {
  readonly holds = new Map<HoldId, Mutable<Hold>>();
  readonly orders = new Map<OrderId, Mutable<Order>>();
  /** Who has each seat of each show: a hold, nobody, or the house. */
  readonly owners = new Map<ShowId, (HoldId | null | 'blocked')[]>();
  /** Orders that the provider has called paid. */
  readonly succeeded = new Set<OrderId>();
  /** Holds past their deadline that no sweeper has written down yet. */
  readonly unswept = new Set<HoldId>();
  nowMs: EpochMs;
  /** What the log must tell buyers since the list was last taken. */
  #notices: Notice[] = [];
  readonly #show: ModelShow;

  constructor(show: ModelShow, ids: readonly ShowId[], nowMs: EpochMs) {
    this.#show = show;
    this.nowMs = nowMs;
    for (const id of ids) this.owners.set(id, Array<null>(show.prices.length).fill(null));
  }

  takeNotices(): readonly Notice[] {
    const notices = this.#notices;
    this.#notices = [];
    return notices;
  }

  /** [H2] */
  advance(ms: number): void {
    this.nowMs += ms;
    for (const hold of this.holds.values()) {
      if (hold.state !== 'active' || this.nowMs < hold.untilMs) continue;
      this.#give(hold, hold.seats);
      this.#end(hold, 'expired', hold.untilMs);
      this.unswept.add(hold.id);
    }
  }

  /** Seats of the buyer in live and paid holds [H4]. */
  claimed(show: ShowId, buyer: BuyerId): number {
    return this.#holdsOf(show, buyer).reduce((seats, hold) => seats + hold.seats.length, 0);
  }

  #holdsOf(show: ShowId, buyer: BuyerId): Hold[] {
    return [...this.holds.values()].filter((hold) => hold.show === show && hold.buyer === buyer);
  }

  answer(show: ShowId, command: Command): Outcome {
    switch (command.kind) {
      case 'hold':
        return this.#hold(show, command);
      case 'best':
        return this.#best(show, command);
      case 'release':
        return this.#release(show, command);
      case 'extend':
        return this.#extend(show, command);
      case 'startPayment':
        return this.#startPayment(show, command);
      case 'settlePayment':
        return this.#settle(command);
      case 'expire':
        return this.#expire(command.hold);
      case 'refund':
        return this.#refund(command);
      case 'return':
        return this.#return(show, command);
      case 'recordRefund':
        return this.#recordRefund(command);
      case 'block':
        return this.#block(show, command.seats);
      case 'unblock':
        return this.#unblock(show, command.seats);
    }
  }

  #hold(show: ShowId, { id, buyer, seats }: Of<'hold'>): Outcome {
    if (!uuidV7.test(id)) return refuse('BAD_ID');
    if (seats.length === 0) return refuse('SEATS_EMPTY');
    const outside = seats.filter((seat) => this.#show.prices[seat] === undefined);
    if (outside.length > 0) return refuse('SEAT_OUT_OF_RANGE', { seats: sorted(outside) });
    const repeated = duplicates(seats);
    if (repeated.length > 0) return refuse('SEATS_DUPLICATE', { seats: repeated });

    const requested = sorted(seats);
    const earlier = this.holds.get(id);
    if (earlier !== undefined) {
      const same =
        earlier.show === show && earlier.buyer === buyer && `${earlier.requested}` === `${requested}`;
      return same && earlier.choice === null ? this.#ok(earlier) : refuse('ID_REUSED');
    }
    const barred = this.#barred(show, buyer, seats.length);
    if (barred !== null) return barred;
    const owners = this.#ownersOf(show);
    const taken = requested.filter((seat) => owners[seat] !== null);
    if (taken.length > 0) return refuse('SEAT_TAKEN', { seats: taken });
    return this.#granted({ id, show, buyer, requested, choice: null });
  }

  /** [B1] [B2] [B3] [B5] */
  #best(show: ShowId, { id, buyer, wish, section, togetherHere }: Of<'best'>): Outcome {
    if (!uuidV7.test(id)) return refuse('BAD_ID');
    if (wish.count === 0) return refuse('SEATS_EMPTY');
    const earlier = this.holds.get(id);
    if (earlier !== undefined) {
      const wished = earlier.choice?.kind === 'best' ? earlier.choice.wish : null;
      const same =
        earlier.show === show && earlier.buyer === buyer && JSON.stringify(wished) === JSON.stringify(wish);
      return same ? this.#ok(earlier) : refuse('ID_REUSED');
    }
    const barred = this.#barred(show, buyer, wish.count);
    if (barred !== null) return barred;
    const owners = this.#ownersOf(show);
    const first = this.#show.seats.findIndex((seat) => seat.section === section);
    const seats = this.#show.seats
      .map((seat, index) => ({ ...seat, free: owners[index] === null, fits: true, kind: 'plain' as const }))
      .filter((seat) => seat.section === section);
    const together = wish.together || togetherHere;
    const [best] = bestChoices(seats, { count: wish.count, accessible: 0, together });
    if (best === undefined) return refuse('NOT_ENOUGH_SEATS');
    const { parts, restrictedView } = best;
    const requested = best.seats.map((seat) => first + seat);
    const singles = best.singles.map((seat) => first + seat);
    const otherSection = wish.sections.length > 0 && wish.sections[0] !== `section-${section + 1}`;
    const choice = { kind: 'best', wish, otherSection, parts, restrictedView, singles } as const;
    return this.#granted({ id, show, buyer, requested, choice });
  }

  /** Why the buyer may not have so many seats more, whichever they are, or null. */
  #barred(show: ShowId, buyer: BuyerId, seats: number): Outcome | null {
    const { onSaleAtMs, offSaleAtMs, cap } = this.#show;
    if (this.nowMs < onSaleAtMs) return refuse('NOT_ON_SALE', { onSaleAtMs });
    if (this.nowMs >= offSaleAtMs) return refuse('SALE_CLOSED');
    const claimed = this.claimed(show, buyer);
    if (claimed + seats > cap) return refuse('CAP_EXCEEDED', { cap, claimed });
    return this.#limited(show, buyer);
  }

  #granted(asked: Pick<Hold, 'id' | 'show' | 'buyer' | 'requested' | 'choice'>): Outcome {
    const { id, show, buyer, requested, choice } = asked;
    const owners = this.#ownersOf(show);
    const untilMs = this.nowMs + this.#show.holdMs;
    const amount = this.#price(requested);
    const hold: Mutable<Hold> = {
      ...{ id, show, buyer, requested, seats: requested, amount },
      ...{ createdAtMs: this.nowMs, untilMs, endedAtMs: null },
      ...{ state: 'active', extended: false, extendedByBuyer: false, order: null, choice },
    };
    this.holds.set(id, hold);
    for (const seat of requested) owners[seat] = id;
    return this.#told(hold);
  }

  /** [H6] [H7] */
  #limited(show: ShowId, buyer: BuyerId): Outcome | null {
    const { holdsPerMinuteMax, dropsMax, dropWindowMs } = this.#show.limits;
    const own = this.#holdsOf(show, buyer);
    const within = (moments: readonly EpochMs[], windowMs: number) =>
      moments.filter((atMs) => this.nowMs < atMs + windowMs);
    const waitMs = (moments: readonly EpochMs[], windowMs: number) =>
      Math.min(...moments) + windowMs - this.nowMs;

    const made = within(
      own.map(({ createdAtMs }) => createdAtMs),
      60_000,
    );
    if (made.length >= holdsPerMinuteMax)
      return refuse('TOO_MANY_HOLDS', { retryAfterMs: waitMs(made, 60_000) });
    const dropped = within(
      own.flatMap(({ state, endedAtMs }) =>
        ['released', 'expired'].includes(state) ? [endedAtMs ?? 0] : [],
      ),
      dropWindowMs,
    );
    if (dropped.length >= dropsMax)
      return refuse('COOLING_DOWN', { retryAfterMs: waitMs(dropped, dropWindowMs) });
    return null;
  }

  #release(show: ShowId, { hold: id, buyer, seats }: Of<'release'>): Outcome {
    const hold = this.#own(show, id, buyer);
    if (hold === undefined) return refuse('HOLD_NOT_FOUND');
    const asked = seats ?? hold.requested;
    if (asked.length === 0) return refuse('SEATS_EMPTY');
    const foreign = asked.filter((seat) => !hold.requested.includes(seat));
    if (foreign.length > 0) return refuse('SEAT_NOT_IN_HOLD', { seats: sorted(foreign) });
    const repeated = duplicates(asked);
    if (repeated.length > 0) return refuse('SEATS_DUPLICATE', { seats: repeated });

    const giving = hold.seats.filter((seat) => asked.includes(seat));
    if (hold.state === 'released' || (hold.state === 'active' && giving.length === 0)) return this.#ok(hold);
    const ended = this.#endedRefusal(hold);
    if (ended !== null) return ended;
    this.#give(hold, giving);
    if (giving.length === hold.seats.length) this.#end(hold, 'released', this.nowMs);
    else {
      hold.seats = hold.seats.filter((seat) => !giving.includes(seat));
      hold.amount = this.#price(hold.seats);
    }
    return this.#told(hold);
  }

  /** [H8] */
  #extend(show: ShowId, { hold: id, buyer }: Of<'extend'>): Outcome {
    const hold = this.#own(show, id, buyer);
    if (hold === undefined) return refuse('HOLD_NOT_FOUND');
    if (hold.extendedByBuyer) return this.#ok(hold);
    const byMs = this.#show.extensionMs.get(show);
    if (byMs === undefined) return refuse('NO_EXTENSION');
    const ended = this.#endedRefusal(hold);
    if (ended !== null) return ended;
    hold.untilMs += byMs;
    hold.extendedByBuyer = true;
    return this.#told(hold);
  }

  /** [P2] */
  #startPayment(show: ShowId, command: Of<'startPayment'>): Outcome {
    const { order: id, hold: holdId, buyer, contact = null } = command;
    if (!uuidV7.test(id)) return refuse('BAD_ID');
    const hold = this.#own(show, holdId, buyer);
    if (hold === undefined) return refuse('HOLD_NOT_FOUND');
    const earlier = this.orders.get(id);
    if (earlier !== undefined) {
      const same = earlier.hold === holdId && JSON.stringify(earlier.contact) === JSON.stringify(contact);
      return same ? this.#ok(hold, earlier) : refuse('ID_REUSED');
    }
    const ended = this.#endedRefusal(hold);
    if (ended !== null) return ended;
    if (!hold.extended) hold.untilMs = Math.max(hold.untilMs, this.nowMs + this.#show.paymentMs);
    hold.extended = true;
    hold.order = id;
    const { seats, amount } = hold;
    const { currency } = this.#show;
    const order: Order = {
      ...{ id, hold: holdId, show, buyer, seats, amount, currency },
      ...{ state: 'pending', createdAtMs: this.nowMs, contact },
    };
    this.orders.set(id, order);
    return this.#told(hold, order);
  }

  /** [P1] */
  #settle(command: Of<'settlePayment'>): Outcome {
    const { hold, order } = this.#ordered(command);
    if (hold === undefined || order?.buyer !== command.buyer) return refuse('ORDER_NOT_FOUND');
    if (command.outcome === 'succeeded') this.succeeded.add(order.id);
    if (command.outcome === 'declined') {
      if (order.state === 'pending') order.state = 'declined';
      return this.#ok(hold, order);
    }
    if (order.state === 'declined') order.state = 'refund_due';
    if (order.state !== 'pending') return this.#ok(hold, order);

    const owners = this.#ownersOf(hold.show);
    const lost = order.seats.some((seat) => owners[seat] !== null && owners[seat] !== hold.id);
    const claimed = this.claimed(hold.show, hold.buyer);
    const tooMany = hold.state === 'expired' && claimed + order.seats.length > this.#show.cap;
    if (lost || tooMany || (hold.state !== 'active' && hold.state !== 'expired')) {
      order.state = 'refund_due';
      return this.#ok(hold, order);
    }
    this.unswept.delete(hold.id);
    for (const seat of order.seats) owners[seat] = hold.id;
    order.state = 'paid';
    const { seats, amount } = order;
    Object.assign(hold, { state: 'paid', seats, amount, endedAtMs: null, order: order.id });
    return this.#told(hold, order);
  }

  #expire(id: HoldId): Outcome {
    const hold = this.holds.get(id);
    if (hold === undefined) return refuse('HOLD_NOT_FOUND');
    return this.unswept.delete(id) ? this.#told(hold) : this.#ok(hold);
  }

  #refund(command: Of<'refund'>): Outcome {
    const { hold, order } = this.#ordered(command);
    if (hold === undefined || order === undefined) return refuse('ORDER_NOT_FOUND');
    if (order.state === 'refund_due' || order.state === 'refunded') return this.#ok(hold, order);
    if (order.state !== 'paid') return refuse('HOLD_ENDED');
    this.#give(hold, order.seats);
    this.#end(hold, 'refunded', this.nowMs);
    order.state = 'refund_due';
    return this.#told(hold, order);
  }

  /** [P3] */
  #return(show: ShowId, command: Of<'return'>): Outcome {
    const { hold, order } = this.#ordered(command);
    if (hold === undefined || order?.buyer !== command.buyer) return refuse('ORDER_NOT_FOUND');
    if (order.state === 'refund_due' || order.state === 'refunded') return this.#ok(hold, order);
    const untilMs = this.#show.returnsUntilMs.get(show) ?? 0;
    if (order.state !== 'paid' || this.nowMs >= untilMs) return refuse('NO_RETURNS');
    return this.#refund({ ...command, kind: 'refund' });
  }

  #recordRefund(command: Of<'recordRefund'>): Outcome {
    const { hold, order } = this.#ordered(command);
    if (hold === undefined || order === undefined) return refuse('ORDER_NOT_FOUND');
    if (order.state !== 'refund_due' && order.state !== 'refunded') return refuse('HOLD_ENDED');
    order.state = 'refunded';
    return this.#ok(hold, order);
  }

  #block(show: ShowId, seats: readonly Seat[]): Outcome {
    const owners = this.#ownersOf(show);
    const taken = seats.filter((seat) => owners[seat] !== null && owners[seat] !== 'blocked');
    if (taken.length > 0) return refuse('SEAT_TAKEN', { seats: sorted(taken) });
    for (const seat of seats) owners[seat] = 'blocked';
    return { ok: true, hold: null, order: null };
  }

  #unblock(show: ShowId, seats: readonly Seat[]): Outcome {
    const owners = this.#ownersOf(show);
    for (const seat of seats) if (owners[seat] === 'blocked') owners[seat] = null;
    return { ok: true, hold: null, order: null };
  }

  /** Why a hold can be neither paid nor extended nor released, or null. */
  #endedRefusal(hold: Hold): Outcome | null {
    if (hold.state === 'expired') return refuse('HOLD_EXPIRED');
    if (hold.state !== 'active') return refuse('HOLD_ENDED');
    const own = [...this.orders.values()].filter((order) => order.hold === hold.id);
    return own.some((order) => order.state === 'pending') ? refuse('PAYMENT_PENDING') : null;
  }

  /** [H3] */
  #own(show: ShowId, id: HoldId, buyer: BuyerId): Mutable<Hold> | undefined {
    const hold = this.holds.get(id);
    return hold?.buyer === buyer && hold.show === show ? hold : undefined;
  }

  #ordered(ids: { order: OrderId; hold: HoldId }) {
    const order = this.orders.get(ids.order);
    return order?.hold === ids.hold ? { order, hold: this.holds.get(ids.hold) } : {};
  }

  #give(hold: Hold, seats: readonly Seat[]): void {
    const owners = this.#ownersOf(hold.show);
    for (const seat of seats) owners[seat] = null;
  }

  #end(hold: Mutable<Hold>, state: Hold['state'], endedAtMs: EpochMs): void {
    Object.assign(hold, { state, seats: [], amount: 0, endedAtMs });
  }

  #ownersOf(show: ShowId): (HoldId | null | 'blocked')[] {
    const owners = this.owners.get(show);
    if (owners === undefined) throw new RangeError(`the model has no show ${show}`);
    return owners;
  }

  #price(seats: readonly Seat[]): number {
    return seats.reduce((total, seat) => total + (this.#show.prices[seat] ?? Number.NaN), 0);
  }

  #told(hold: Hold, order: Order | null = null): Outcome {
    const { buyer, id, state, seats, untilMs, order: newest } = hold;
    const paid = newest === null ? {} : { order: newest };
    this.#notices.push({ buyer, hold: id, state, seats, untilMs, ...paid });
    return this.#ok(hold, order);
  }

  /** An answer keeps what it says when the model goes on. */
  #ok(hold: Hold, order: Order | null = null): Outcome {
    return { ok: true, hold: { ...hold }, order: order === null ? null : { ...order } };
  }
}

function sorted(seats: readonly Seat[]): Seat[] {
  return [...new Set(seats)].sort((a, b) => a - b);
}

function duplicates(seats: readonly Seat[]): Seat[] {
  return sorted(seats.filter((seat) => seats.filter((other) => other === seat).length > 1));
}
