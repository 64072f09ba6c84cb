import {
  type BestWish,
  type BuyerId,
  type Contact,
  closedRefusal,
  type EpochMs,
  faultOfBest,
  faultOfHold,
  type Hold,
  type HoldId,
  isUuidV7,
  type Order,
  type OrderId,
  type Outcome,
  OutcomeUnknown,
  type PaymentProvider,
  refuse,
  type Sale,
  type SaleStore,
  type Seat,
  type SectionIndex,
  type ShowId,
  StoreUnavailable,
  seatsLookedAt,
  uuidV7TimeMs,
} from '@onsale/domain';
import type { Catalog } from './catalog.ts';
import type { DatabaseClock } from './database-clock.ts';
import { createGiveBack } from './give-back.ts';
import { createHoldBest } from './hold-best.ts';
import type { Lanes } from './lanes.ts';
import { createMayExtend } from './may-extend.ts';
import type { SectionMirror } from './mirror.ts';
import type { Mirrors } from './mirrors.ts';
import { settle, settleAnew } from './settle.ts';
import { createSubmit, type Submit } from './submit.ts';
import { UnderWay } from './under-way.ts';

export interface BookingOptions {
  readonly store: Pick<SaleStore, 'hold' | 'order' | 'holdsOf' | 'ordersOf'>;
  readonly catalog: Catalog;
  readonly lanes: Lanes;
  readonly mirrors: Mirrors;
  readonly clock: DatabaseClock;
  readonly payments: PaymentProvider;
  readonly onDefect: (error: unknown) => void;
}

/** What buyers can do. Every call answers an outcome; none throws [A1]. */
export interface Booking {
  hold(buyer: BuyerId, show: ShowId, id: HoldId, seats: readonly Seat[]): Promise<Outcome>;
  /** Holds the best seats that there are for a wish. */
  holdBest(buyer: BuyerId, show: ShowId, id: HoldId, wish: BestWish): Promise<Outcome>;
  /** Gives back the hold, or the seats named. */
  release(buyer: BuyerId, hold: HoldId, seats: readonly Seat[] | null): Promise<Outcome>;
  /** Moves the hold's deadline, once, where its show allows it [H8]. */
  extend(buyer: BuyerId, hold: HoldId): Promise<Outcome>;
  /** Whether the provider takes payments by the method; others are refused before anything is begun. */
  offers(method: string): boolean;
  /** Pays for the hold; the contact, where there is one, stays with the order. */
  pay(
    buyer: BuyerId,
    hold: HoldId,
    order: OrderId,
    method: string,
    contact?: Contact | undefined,
  ): Promise<Outcome>;
  /** Takes a paid order back: seats available, money returned. For operators. */
  refund(order: OrderId): Promise<Outcome>;
  /** Takes a paid order back as its buyer asks, where its show allows it [P3]. */
  giveBack(buyer: BuyerId, order: OrderId): Promise<Outcome>;
  /**
   * Hears a message of the payment provider. It says which payment to look at, never how that ended: the
   * provider is asked, so that messages may come twice, in any order, late or not at all.
   */
  hearProvider(headers: Readonly<Record<string, string>>, body: string): Promise<Outcome>;
  /** The buyer's own hold, or null. Throws StoreUnavailable. */
  findHold(buyer: BuyerId, id: HoldId): Promise<Hold | null>;
  findOrder(buyer: BuyerId, id: OrderId): Promise<Order | null>;
  /** The address where the buyer pays a pending order himself; null when there is none. Never throws. */
  pageOf(order: Order): Promise<string | null>;
  findHolds(buyer: BuyerId, show: ShowId): Promise<readonly Hold[]>;
  findOrders(buyer: BuyerId): Promise<readonly Order[]>;
  /** Whether its buyer may extend a hold at that moment; false while that cannot be found out. Never throws. */
  mayExtend(hold: Hold, nowMs: EpochMs): Promise<boolean>;
  readonly submit: Submit;
  /**
   * Refuses what comes from here on and resolves when everything under way is answered: payments too, which
   * must find the lanes open until the provider has answered.
   */
  drain(): Promise<void>;
}

/**
 * An id made longer ago than this may be a repeat whose first answer got lost; the database knows. Younger
 * ones are first attempts, unless the seat's owner says otherwise: clients wait for a second before they ask
 * what became of a command.
 */
const freshIdMs = 800;
/** Before a sale opens by the estimated clock, the database is asked only from this much earlier on. */
const openingSlackMs = 2_000;
const retryAfterMs = 250;
/**
 * Commands of buyers under way at most: those in the lanes and those whose payment the provider thinks about.
 * More than a second's worth of the fastest database.
 */
const commandsMax = 20_000;

/** Holds and orders have no other ids; a database may not even be able to compare others with its own. */
const couldExist = isUuidV7;

/** What can be refused of so many seats, whichever they are, without asking the database. */
function barredEarly(clock: DatabaseClock, { show }: Sale, seats: number): Outcome | null {
  if (seats > show.cap) return refuse('CAP_EXCEEDED', { cap: show.cap });
  const nowMs = clock.estimateMs();
  const isEarly = nowMs !== null && nowMs < show.onSaleAtMs - openingSlackMs;
  const closed = isEarly ? closedRefusal(show, nowMs) : null;
  return closed === null ? null : { ok: false, error: closed };
}

export function createBooking(options: BookingOptions): Booking {
  const { store, catalog, lanes, mirrors, clock, payments } = options;
  const submit = createSubmit(store, catalog, lanes);
  const underWay = new UnderWay();
  const { refund, giveBack } = createGiveBack({ store, submit, payments, caught });
  const chooseAndHold = createHoldBest({ lanes, mirrors, clock, isFirstAttempt });

  /**
   * The section's mirror, where it can be believed about an id of this age: it is current, and was there before the id
   * was made. A hold that ended before the mirror's snapshot has left no trace in it; the margin is for the clock of
   * whoever made the id.
   */
  function believedMirror(show: ShowId, section: SectionIndex, idAgeMs: number): SectionMirror | undefined {
    const isBelieved =
      mirrors.isCurrent(show, section) && mirrors.followedMs(show, section) >= idAgeMs + freshIdMs;
    return isBelieved ? mirrors.peek(show, section) : undefined;
  }

  /** Whether the id is so young that its hold, if there is one, stands in these sections' mirrors, and none does. */
  function isFirstAttempt({ show }: Sale, id: HoldId, sections: readonly SectionIndex[]): boolean {
    const nowMs = clock.estimateMs();
    if (nowMs === null) return false;
    const ageMs = nowMs - uuidV7TimeMs(id);
    if (Math.abs(ageMs) > freshIdMs) return false;
    return sections.every((section) => believedMirror(show.id, section, ageMs)?.mayKnow(id) === false);
  }

  /** What can be refused without asking the database: nothing here ever grants. */
  function earlyRefusal(sale: Sale, id: HoldId, seats: readonly Seat[]): Outcome | null {
    const fault = faultOfHold(sale, id, seats);
    if (fault !== null) return { ok: false, error: fault };
    const barred = barredEarly(clock, sale, seats.length);
    if (barred !== null) return barred;
    const { show, plan } = sale;
    const nowMs = clock.estimateMs();
    if (nowMs === null) return null;
    const ageMs = nowMs - uuidV7TimeMs(id);
    if (Math.abs(ageMs) > freshIdMs) return null;
    const taken = seats.filter((seat) => {
      const mirror = believedMirror(show.id, plan.sectionOf(seat), ageMs);
      return mirror?.isTaken(seat, id, nowMs) === true;
    });
    return taken.length === 0 ? null : refuse('SEAT_TAKEN', { seats: taken.sort((a, b) => a - b) });
  }

  async function hold(buyer: BuyerId, show: ShowId, id: HoldId, seats: readonly Seat[]): Promise<Outcome> {
    const sale = await catalog.sale(show);
    if (sale === null) return refuse('SHOW_NOT_FOUND');
    const early = earlyRefusal(sale, id, seats);
    if (early !== null) return early;
    return lanes.submit(sale, {
      command: { kind: 'hold', id, buyer, seats },
      seats: seatsLookedAt(sale, seats),
    });
  }

  async function holdBest(buyer: BuyerId, show: ShowId, id: HoldId, wish: BestWish): Promise<Outcome> {
    const sale = await catalog.sale(show);
    if (sale === null) return refuse('SHOW_NOT_FOUND');
    const fault = faultOfBest(sale, id, wish);
    if (fault !== null) return { ok: false, error: fault };
    return barredEarly(clock, sale, wish.count) ?? chooseAndHold(sale, buyer, id, wish);
  }

  async function release(buyer: BuyerId, hold: HoldId, seats: readonly Seat[] | null): Promise<Outcome> {
    if (!couldExist(hold)) return refuse('HOLD_NOT_FOUND');
    return submit(hold, { kind: 'release', hold, buyer, seats });
  }

  async function extend(buyer: BuyerId, hold: HoldId): Promise<Outcome> {
    if (!couldExist(hold)) return refuse('HOLD_NOT_FOUND');
    return submit(hold, { kind: 'extend', hold, buyer });
  }

  const offers = (method: string): boolean => payments.offers?.(method) ?? true;

  async function pay(
    buyer: BuyerId,
    hold: HoldId,
    id: OrderId,
    method: string,
    contact: Contact | undefined,
  ): Promise<Outcome> {
    if (!couldExist(hold)) return refuse('HOLD_NOT_FOUND');
    if (!isUuidV7(id)) return refuse('BAD_ID');
    // Begun, it would keep the seats until the deadline with no way to pay for them.
    if (!offers(method))
      return refuse('PAYMENT_DECLINED', { faults: [`method: ${method} is not offered here`] });
    const named = contact === undefined ? {} : { contact };
    const started = await submit(hold, { kind: 'startPayment', order: id, hold, buyer, ...named });
    if (!started.ok || started.order === null) return started;
    const { order } = started;
    if (order.state === 'declined') return refuse('PAYMENT_DECLINED');
    if (order.state !== 'pending') return started;
    const charge = await payments.start(order, method, started.hold?.untilMs);
    const settled = unlessPassing(await caught(() => settle(submit, payments, order, charge)));
    if (settled.ok && settled.order?.state === 'declined') return refuse('PAYMENT_DECLINED');
    return settled.ok && settled.hold === null ? { ...settled, hold: started.hold } : settled;
  }

  async function hearProvider(headers: Readonly<Record<string, string>>, body: string): Promise<Outcome> {
    const webhook = await payments.readWebhook(headers, body);
    if (webhook === null) return refuse('BAD_SIGNATURE');
    const order = await store.order(webhook.order);
    // The provider may serve other sales too: theirs is not for this one to judge.
    if (order === null) return { ok: true, hold: null, order: null };
    return settleAnew(submit, payments, order);
  }

  async function pageOf(order: Order): Promise<string | null> {
    if (order.state !== 'pending' || payments.pageOf === undefined) return null;
    try {
      return await payments.pageOf(order);
    } catch (error) {
      options.onDefect(error);
      return null;
    }
  }

  /** What is thrown on the way becomes an answer. */
  async function caught(work: () => Promise<Outcome>): Promise<Outcome> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof OutcomeUnknown) return refuse('UNKNOWN');
      if (error instanceof StoreUnavailable) return refuse('UNAVAILABLE');
      options.onDefect(error);
      return refuse('INTERNAL');
    }
  }

  async function answered(work: () => Promise<Outcome>): Promise<Outcome> {
    if (underWay.isDraining || underWay.count >= commandsMax) return refuse('BUSY', { retryAfterMs });
    underWay.begin();
    const outcome = await caught(work);
    underWay.end();
    return outcome;
  }

  const own = <T extends { buyer: BuyerId }>(buyer: BuyerId, found: T | null): T | null =>
    found?.buyer === buyer ? found : null;

  return {
    hold: (buyer, show, id, seats) => answered(() => hold(buyer, show, id, seats)),
    holdBest: (buyer, show, id, wish) => answered(() => holdBest(buyer, show, id, wish)),
    release: (buyer, id, seats) => answered(() => release(buyer, id, seats)),
    extend: (buyer, id) => answered(() => extend(buyer, id)),
    pay: (buyer, id, order, method, contact) => answered(() => pay(buyer, id, order, method, contact)),
    refund: (order) => answered(() => refund(order)),
    giveBack: (buyer, order) => answered(() => giveBack(buyer, order)),
    hearProvider: (headers, body) => answered(() => hearProvider(headers, body)),
    findHold: async (buyer, id) => own(buyer, couldExist(id) ? await store.hold(id) : null),
    findOrder: async (buyer, id) => own(buyer, couldExist(id) ? await store.order(id) : null),
    findHolds: (buyer, show) => store.holdsOf(show, buyer),
    findOrders: (buyer) => store.ordersOf(buyer),
    offers,
    pageOf,
    mayExtend: createMayExtend(store, catalog),
    submit,
    drain: () => underWay.drain(),
  };
}

/**
 * The answer once the provider was asked for money. That nothing was changed would then be wrong, so what can
 * only not be recorded for the moment is unknown: asked again by the same id, the payment goes on [A1].
 */
function unlessPassing(outcome: Outcome): Outcome {
  if (outcome.ok || (outcome.error.code !== 'BUSY' && outcome.error.code !== 'UNAVAILABLE')) return outcome;
  return refuse('UNKNOWN', outcome.error.details);
}
