import {
  type ErrorCode,
  type Http,
  type LinkState,
  type LiveEvent,
  type LiveShow,
  newId,
  OnsaleError,
  type SeatDigit,
} from '@onsale/client';
import type { BestWishBody, HoldBody, PaymentMethod, ShowBody } from '@onsale/contracts';
import type { OwnSeat } from '../map/looks.ts';
import type { MessageKey } from '../messages/en.ts';
import type { Contact } from './contact.ts';
import { firstDeadlineMs, type Holdings, holdsIn, noHoldings } from './holdings.ts';
import { OwnHolds } from './own-holds.ts';
import { Paying } from './paying.ts';
import type { Banner, Notice, SaleState } from './state.ts';

type WithoutId<N> = N extends Notice ? Omit<N, 'id'> : never;
/** A notice before it is told. */
type Untold = WithoutId<Notice>;

export interface SaleOptions {
  readonly http: Pick<Http, 'holds' | 'order' | 'show'>;
  readonly live: LiveShow;
  readonly show: Pick<ShowBody, 'id' | 'currency' | 'onSaleAt'>;
  /** A seat's price in the currency's minor unit. */
  readonly priceOf: (seat: number) => number;
  /** Leaves for the provider's page, by its address. */
  readonly leave: (address: string) => void;
}

/** How long the banner says that the connection is back. */
const liveAgainMs = 3_000;
/** An outage that was shorter than this was not told, and so its end is not either. */
const toldOutageMs = 1_500;
/** Refusals after which what is the buyer's own is surely as it was. */
const changedNothing: ReadonlySet<ErrorCode> = new Set([
  'SEAT_TAKEN',
  'NOT_ENOUGH_SEATS',
  'LEAVES_SINGLE_SEAT',
  'CAP_EXCEEDED',
  'NOT_ON_SALE',
]);

/** One buyer's part in one sale: what is held, what is being asked, and what must be told. */
export class Sale {
  readonly #options: SaleOptions;
  readonly #own: OwnHolds;
  readonly #paying: Paying;
  readonly #listeners = new Set<() => void>();
  readonly #flashListeners = new Set<(seats: readonly number[]) => void>();
  readonly #unsubscribe: () => void;
  #state: SaleState;
  #noticeCount = 0;
  #outageSinceMs: number | null = null;
  #bannerTimer: ReturnType<typeof setTimeout> | undefined;
  #ownSeats: ReadonlyMap<number, OwnSeat> = new Map();

  constructor(options: SaleOptions) {
    this.#options = options;
    const { live, http, show } = options;
    this.#state = {
      link: live.state,
      banner: live.state.kind === 'connecting' ? 'connecting' : 'none',
      holdings: noHoldings,
      pending: new Set(),
      notice: null,
      search: { kind: 'none' },
      checkout: { kind: 'closed' },
      isExtending: false,
      isForgotten: false,
    };
    this.#own = new OwnHolds({
      http,
      live,
      show: show.id,
      currency: show.currency,
      priceOf: options.priceOf,
      isPaying: (hold) => this.#paying.isPaying(hold),
      onChange: (holdings, before) => this.#onHoldings(holdings, before),
      onNoSession: () => this.#set({ isForgotten: true }),
    });
    this.#paying = new Paying({
      live,
      http,
      activeHolds: () => this.activeHolds,
      onCheckout: (checkout) => this.#set({ checkout }),
      onHold: (hold) => this.#own.take(hold),
      say: (key, seats) => this.#say(key, seats),
      leave: options.leave,
      onEnd: () => {
        this.#own.endOverdue();
        this.#own.rereadSoon();
      },
    });
    this.#unsubscribe = live.subscribe((event) => this.#onLive(event));
    void this.#own.reread();
  }

  get state(): SaleState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls the listener with seats that stood in the way of an action. */
  onRefusedSeats(listener: (seats: readonly number[]) => void): () => void {
    this.#flashListeners.add(listener);
    return () => this.#flashListeners.delete(listener);
  }

  /** Seats that are this buyer's, or are about to be. */
  get ownSeats(): ReadonlyMap<number, OwnSeat> {
    return this.#ownSeats;
  }

  get activeHolds(): HoldBody[] {
    return holdsIn(this.#state.holdings, 'active');
  }

  /** Live holds whose deadline may be moved. */
  get extendable(): HoldBody[] {
    return this.activeHolds.filter(({ mayExtend }) => mayExtend === true);
  }

  get paidHolds(): HoldBody[] {
    return holdsIn(this.#state.holdings, 'paid');
  }

  get deadlineMs(): number | null {
    return firstDeadlineMs(this.#state.holdings);
  }

  serverNowMs(): number {
    return this.#options.live.serverNowMs();
  }

  /** A click on a seat: hold it, or let it go when it is held. */
  async clickSeat(seat: number): Promise<void> {
    const own = this.#ownSeats.get(seat);
    if (own === 'mine') await this.releaseSeat(seat);
    else if (own === undefined) await this.#holdSeat(seat);
  }

  /** Holds the best seats for a wish. */
  async findBest(best: BestWishBody): Promise<void> {
    if (this.#state.search.kind === 'asking') return;
    const { live, show } = this.#options;
    this.#set({ search: { kind: 'asking' } });
    try {
      const early = this.#earlyRefusal();
      if (early !== null) throw early;
      const hold = await live.holdBest({ id: newId(live.serverNowMs()), show: show.id, best });
      this.#own.take(hold);
      this.#set({ search: { kind: 'found', hold } });
      this.#tell({ kind: 'news', key: 'saidBest', seats: hold.seats, held: hold, isOfSearch: true });
    } catch (thrown) {
      const error = thrown instanceof OnsaleError ? thrown : new OnsaleError('INTERNAL');
      this.#set({ search: { kind: 'refused', code: error.code, details: error.details } });
      this.#refuse(error, [], true);
    }
  }

  async releaseSeat(seat: number): Promise<void> {
    const hold = this.activeHolds.find(({ seats }) => seats.includes(seat));
    if (hold === undefined) return;
    await this.#whilePending([seat], async () => {
      const isWhole = hold.seats.length === 1;
      const left = await this.#options.live.release(
        isWhole ? { hold: hold.id } : { hold: hold.id, seats: [seat] },
      );
      this.#own.take(left);
      this.#say('saidReleased', [seat]);
    });
  }

  async releaseAll(): Promise<void> {
    const holds = this.activeHolds;
    const seats = holds.flatMap((hold) => hold.seats);
    await this.#whilePending(seats, async () => {
      const asked = holds.map(async ({ id }) => {
        const left = await this.#options.live.release({ hold: id });
        this.#own.take(left);
      });
      const refused = (await Promise.allSettled(asked)).find(({ status }) => status === 'rejected');
      if (refused?.status === 'rejected') throw refused.reason;
      this.#say('saidReleasedAll', []);
    });
  }

  /** Moves the deadlines of all holds that may be extended. */
  async extend(): Promise<void> {
    const holds = this.extendable;
    if (this.#state.isExtending || holds.length === 0) return;
    this.#set({ isExtending: true });
    try {
      for (const { id } of holds) this.#own.take(await this.#options.live.extend({ hold: id }));
      this.#say('saidExtended', []);
    } catch (error) {
      this.#refuse(error instanceof OnsaleError ? error : new OnsaleError('INTERNAL'), []);
    } finally {
      this.#set({ isExtending: false });
    }
  }

  openCheckout(): void {
    this.#paying.open();
  }

  closeCheckout(): void {
    this.#paying.close();
  }

  async pay(method: PaymentMethod, contact: Contact | null = null): Promise<void> {
    await this.#paying.pay(method, contact);
  }

  /** The time to pay is nearly over. */
  tellHurry(): void {
    this.#say('saidHurry', []);
  }

  /** The sale opens while the page is there. */
  tellOpening(): void {
    this.#say('saidOpen', []);
  }

  dismissNotice(): void {
    this.#set({ notice: null });
  }

  /** The page is looked at again, or the network is back. */
  wake(): void {
    this.#paying.comeBack();
    this.#options.live.hurry();
    this.#own.endOverdue();
    this.#own.rereadSoon();
  }

  close(): void {
    this.#unsubscribe();
    this.#listeners.clear();
    clearTimeout(this.#bannerTimer);
    this.#own.close();
  }

  async #holdSeat(seat: number): Promise<void> {
    const { live, show } = this.#options;
    const early = this.#earlyRefusal();
    if (early !== null) return this.#refuse(early, [seat]);
    // What the map knows for sure needs no question; a map that is not live may be wrong, so the sale decides.
    if (live.state.kind === 'live' && !isAvailable(live.stateOf(seat))) {
      return this.#refuse(new OnsaleError('SEAT_TAKEN', { details: { seats: [seat] } }), [seat]);
    }
    await this.#whilePending([seat], async () => {
      const hold = await live.hold({ id: newId(live.serverNowMs()), show: show.id, seats: [seat] });
      this.#own.take(hold);
      if (hold.state === 'active') this.#tell({ kind: 'news', key: 'saidHeld', seats: [seat], held: hold });
    });
  }

  /** Why nothing can be held at this moment, whatever the seats; null when it can. */
  #earlyRefusal(): OnsaleError | null {
    if (this.serverNowMs() < Date.parse(this.#options.show.onSaleAt)) return new OnsaleError('NOT_ON_SALE');
    // It would be lost with the connection, and nobody could pay for it.
    return this.#state.isForgotten ? new OnsaleError('NO_SESSION') : null;
  }

  /** Shows seats as pending while something is asked about them, and tells of a refusal. */
  async #whilePending(seats: readonly number[], ask: () => Promise<void>): Promise<void> {
    this.#set({ pending: new Set([...this.#state.pending, ...seats]) });
    try {
      await ask();
    } catch (error) {
      this.#refuse(error instanceof OnsaleError ? error : new OnsaleError('INTERNAL'), seats);
    } finally {
      this.#set({ pending: new Set([...this.#state.pending].filter((seat) => !seats.includes(seat))) });
    }
  }

  #refuse(error: OnsaleError, asked: readonly number[], isOfSearch = false): void {
    const { code, details } = error;
    const seats = code === 'SEAT_TAKEN' ? (details.seats ?? asked) : asked;
    this.#tell({ kind: 'refusal', code, details, seats, isOfSearch });
    for (const listener of this.#flashListeners) listener(seats);
    if (!changedNothing.has(code)) this.#own.rereadSoon();
  }

  #say(key: MessageKey, seats: readonly number[]): void {
    this.#tell({ kind: 'news', key, seats });
  }

  #tell(untold: Untold): void {
    this.#set({ notice: { ...untold, id: ++this.#noticeCount } });
  }

  #onLive(event: LiveEvent): void {
    if (event.kind === 'state') this.#onLink(event.state);
    else if (event.kind === 'seats') this.#checkOwn(event.seats);
    else this.#own.takeEvent(event.hold);
  }

  #onLink(link: LinkState): void {
    const before = this.#state.link.kind;
    const nowMs = this.serverNowMs();
    const outageMs = nowMs - (this.#outageSinceMs ?? nowMs);
    this.#outageSinceMs = link.kind === 'live' ? null : (this.#outageSinceMs ?? nowMs);
    clearTimeout(this.#bannerTimer);
    const wasTold = before !== 'connecting' && (outageMs >= toldOutageMs || this.#state.banner === 'stale');
    this.#set({ link, banner: bannerOf(link, wasTold) });
    if (link.kind !== 'live') return;
    this.#bannerTimer = setTimeout(() => this.#set({ banner: 'none' }), liveAgainMs);
    // News of own holds may have been missed meanwhile.
    if (before !== 'connecting') this.#own.rereadSoon();
  }

  /** A seat of one's own that is available to all has ended in a way that was not told: news can be lost. */
  #checkOwn(seats: readonly number[]): void {
    const { live } = this.#options;
    const isOdd = (seat: number): boolean =>
      this.#ownSeats.get(seat) === 'mine' && isAvailable(live.stateOf(seat));
    if (seats.some(isOdd)) this.#own.rereadSoon();
  }

  #onHoldings(holdings: Holdings, before: Holdings): void {
    this.#set({ holdings });
    for (const hold of holdings.values()) {
      const earlier = before.get(hold.id);
      if (earlier === undefined || earlier.state === hold.state) continue;
      if (hold.state === 'expired') this.#say('saidExpired', earlier.seats);
      if (hold.state === 'refunded') this.#say('saidRefunded', earlier.seats);
    }
  }

  #set(change: Partial<SaleState>): void {
    this.#state = { ...this.#state, ...change };
    this.#ownSeats = ownSeatsOf(this.#state);
    for (const listener of this.#listeners) listener();
  }
}

function isAvailable(digit: SeatDigit): boolean {
  return digit === 0;
}

function bannerOf(link: LinkState, wasTold: boolean): Banner {
  if (link.kind !== 'live') return link.kind;
  return wasTold ? 'liveAgain' : 'none';
}

function ownSeatsOf({ holdings, pending }: SaleState): Map<number, OwnSeat> {
  const own = new Map<number, OwnSeat>();
  for (const { seats } of holdsIn(holdings, 'paid')) for (const seat of seats) own.set(seat, 'owned');
  for (const { seats } of holdsIn(holdings, 'active')) for (const seat of seats) own.set(seat, 'mine');
  for (const seat of pending) own.set(seat, 'pending');
  return own;
}
