import {
  type LiveEvent,
  type LiveListener,
  type LiveShow,
  OnsaleError,
  type SeatDigit,
} from '@onsale/client';
import type { HoldBody, OrderBody, ShowBody } from '@onsale/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Sale } from './sale.ts';

const startMs = Date.parse('2030-02-01T00:00:00.000Z');
const show = { id: 'hamlet', currency: 'EUR', onSaleAt: '2030-01-01T00:00:00.000Z' };

/** A pretended server: what it would answer, and what it was asked. */
class FakeLive {
  digits = new Map<number, SeatDigit>();
  state: LiveShow['state'] = { kind: 'live' };
  sections: LiveShow['sections'] = [];
  asked: string[] = [];
  holds: HoldBody[] = [];
  refuse: OnsaleError | null = null;
  payState: OrderBody['state'] = 'paid';
  payAt: string | null = null;
  listener: LiveListener = () => undefined;

  #ask(what: string): void {
    this.asked.push(what);
    if (this.refuse !== null) throw this.refuse;
  }

  async hold({ id, seats }: { id: string; seats: readonly number[] }): Promise<HoldBody> {
    this.#ask(`hold ${seats.join()}`);
    return holdOf({ id, seats: [...seats], amount: 100 * seats.length });
  }

  async holdBest({ id, best }: { id: string; best: { count: number } }): Promise<HoldBody> {
    this.#ask(`best ${best.count}`);
    return holdOf({ id, amount: 100 * best.count });
  }

  async release({ hold, seats }: { hold: string; seats?: readonly number[] }): Promise<HoldBody> {
    this.#ask(`release ${seats === undefined ? 'all' : seats.join()}`);
    return holdOf({ id: hold, seats: [], state: 'released' });
  }

  async pay({ hold, id, method }: { hold: string; id: string; method: string }) {
    this.#ask(`pay ${id} ${method}`);
    const isPaid = this.payState === 'paid';
    return {
      order: orderOf({
        id,
        hold,
        state: this.payState,
        ...(this.payAt === null ? {} : { payAt: this.payAt }),
      }),
      hold: holdOf({ id: hold, ...(isPaid ? { state: 'paid' as const, order: id } : {}) }),
    };
  }

  async extend({ hold }: { hold: string }): Promise<HoldBody> {
    this.#ask(`extend ${hold}`);
    return holdOf({ id: hold, expiresAt: new Date(startMs + 180_000).toISOString() });
  }

  returnOrder = async (): Promise<{ order: OrderBody; hold: HoldBody }> => ({
    order: orderOf({}),
    hold: holdOf({}),
  });
  stateOf = (seat: number): SeatDigit => this.digits.get(seat) ?? 0;
  serverNowMs = (): number => Date.now();
  hurry = (): void => void this.asked.push('hurry');
  watch = (sections: readonly string[]): void => void this.asked.push(`watch ${sections.join()}`);
  close = (): void => undefined;
  subscribe = (listener: LiveListener): (() => void) => {
    this.listener = listener;
    return () => undefined;
  };

  tell(event: LiveEvent): void {
    if (event.kind === 'state') this.state = event.state;
    this.listener(event);
  }
}

function holdOf(changes: Partial<HoldBody>): HoldBody {
  return {
    id: 'h1',
    show: 'hamlet',
    seats: [5],
    amount: 100,
    currency: 'EUR',
    expiresAt: new Date(startMs + 120_000).toISOString(),
    state: 'active',
    order: null,
    serverTime: new Date(startMs).toISOString(),
    ...changes,
  };
}

function orderOf(changes: Partial<OrderBody>): OrderBody {
  return {
    id: 'o1',
    hold: 'h1',
    show: 'hamlet',
    seats: [5],
    amount: 100,
    currency: 'EUR',
    state: 'paid',
    createdAt: new Date(startMs).toISOString(),
    ...changes,
  };
}

let live: FakeLive;
let sale: Sale;
let orders: OrderBody[];
let left: string[];
let readings: number;
let visits: number;
let isForgetful: boolean;

function open(): void {
  sale = new Sale({
    live,
    show,
    priceOf: () => 100,
    leave: (address) => void left.push(address),
    http: {
      holds: async () => {
        readings++;
        if (isForgetful) throw new OnsaleError('NO_SESSION');
        return { holds: live.holds };
      },
      show: async () => {
        visits++;
        return {} as ShowBody;
      },
      order: async () => orders.shift() ?? orderOf({ state: 'pending' }),
    },
  });
}

beforeEach(() => {
  vi.useFakeTimers({ now: startMs });
  live = new FakeLive();
  orders = [];
  left = [];
  readings = 0;
  visits = 0;
  isForgetful = false;
});

afterEach(() => {
  sale.close();
  vi.useRealTimers();
});

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

describe('a click', () => {
  it('holds an available seat and says so; another lets it go', async () => {
    open();
    const held = sale.clickSeat(5);
    expect(sale.ownSeats.get(5)).toBe('pending');
    await held;
    expect(sale.ownSeats.get(5)).toBe('mine');
    expect(sale.state.notice).toMatchObject({ kind: 'news', key: 'saidHeld', seats: [5] });
    await sale.clickSeat(5);
    expect(sale.ownSeats.has(5)).toBe(false);
    expect(live.asked).toEqual(['hold 5', 'release all']);
  });

  it('lets go of one seat of several', async () => {
    live.holds = [holdOf({ seats: [5, 6], amount: 200 })];
    open();
    await settle();
    await sale.clickSeat(6);
    expect(live.asked).toEqual(['release 6']);
  });

  it('does nothing while the seat is being asked about', async () => {
    open();
    const held = sale.clickSeat(5);
    await sale.clickSeat(5);
    await held;
    expect(live.asked).toEqual(['hold 5']);
  });

  it('on a seat that the live map knows to be taken is refused at once; on a stale map the sale decides', async () => {
    open();
    live.digits.set(5, 2);
    await sale.clickSeat(5);
    expect(live.asked).toEqual([]);
    expect(sale.state.notice).toMatchObject({ kind: 'refusal', code: 'SEAT_TAKEN', seats: [5] });
    live.state = { kind: 'stale', sinceMs: 0 };
    await sale.clickSeat(5);
    expect(live.asked).toEqual(['hold 5']);
  });

  it('before the sale opens is refused without asking', async () => {
    vi.setSystemTime(Date.parse(show.onSaleAt) - 1);
    open();
    await sale.clickSeat(5);
    expect(live.asked).toEqual([]);
    expect(sale.state.notice).toMatchObject({ kind: 'refusal', code: 'NOT_ON_SALE' });
  });

  it('tells why it was refused and flashes the seats that stood in the way', async () => {
    open();
    const flashed: number[] = [];
    sale.onRefusedSeats((seats) => flashed.push(...seats));
    live.refuse = new OnsaleError('SEAT_TAKEN', { details: { seats: [7] } });
    await sale.clickSeat(5);
    expect(flashed).toEqual([7]);
    expect(sale.state.notice).toMatchObject({ code: 'SEAT_TAKEN', seats: [7] });
    expect(sale.ownSeats.size).toBe(0);
  });

  it('[A1] whose outcome stays unknown is looked up by and by', async () => {
    open();
    await settle();
    live.refuse = new OnsaleError('UNKNOWN');
    await sale.clickSeat(5);
    live.holds = [holdOf({})];
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sale.ownSeats.get(5)).toBe('mine');
  });
});

describe('a search for the best seats', () => {
  it('holds what the sale chose, says so, and keeps the answer', async () => {
    open();
    const searching = sale.findBest({ count: 2 });
    expect(sale.state.search).toEqual({ kind: 'asking' });
    await sale.findBest({ count: 3 });
    await searching;
    expect(live.asked).toEqual(['best 2']);
    expect(sale.ownSeats.get(5)).toBe('mine');
    expect(sale.state.search).toMatchObject({ kind: 'found', hold: { amount: 200 } });
    expect(sale.state.notice).toMatchObject({ kind: 'news', key: 'saidBest', isOfSearch: true });
  });

  it('says why there are none, and does not ask after what is the buyer’s own', async () => {
    open();
    await settle();
    live.refuse = new OnsaleError('NOT_ENOUGH_SEATS');
    await sale.findBest({ count: 2 });
    expect(sale.state.search).toMatchObject({ kind: 'refused', code: 'NOT_ENOUGH_SEATS' });
    expect(sale.state.notice).toMatchObject({ kind: 'refusal', code: 'NOT_ENOUGH_SEATS' });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(readings).toBe(1);
  });

  it('before the sale opens is refused without asking', async () => {
    vi.setSystemTime(Date.parse(show.onSaleAt) - 1);
    open();
    await sale.findBest({ count: 2 });
    expect(live.asked).toEqual([]);
    expect(sale.state.search).toMatchObject({ kind: 'refused', code: 'NOT_ON_SALE' });
  });
});

describe('what is one’s own', () => {
  it('is read at the start, so that a reload shows the same', async () => {
    live.holds = [holdOf({ id: 'h2', seats: [9], state: 'paid', order: 'o1' }), holdOf({})];
    open();
    await settle();
    expect([...sale.ownSeats]).toEqual([
      [9, 'owned'],
      [5, 'mine'],
    ]);
  });

  it('[H2] ends at the deadline by the server’s clock, and says so', async () => {
    live.holds = [holdOf({})];
    open();
    await settle();
    await vi.advanceTimersByTimeAsync(119_999);
    expect(sale.activeHolds).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(sale.activeHolds).toEqual([]);
    expect(sale.state.notice).toMatchObject({ kind: 'news', key: 'saidExpired', seats: [5] });
  });

  it('follows what the server tells of it', async () => {
    live.holds = [holdOf({})];
    open();
    await settle();
    const event = {
      id: 'h1',
      show: 'hamlet',
      seats: [],
      expiresAt: holdOf({}).expiresAt,
      order: null,
    } as const;
    live.tell({ kind: 'hold', hold: { ...event, state: 'expired' } });
    expect(sale.state.notice).toMatchObject({ key: 'saidExpired', seats: [5] });
  });

  it('is read again when the map contradicts it, since news can be lost', async () => {
    live.holds = [holdOf({})];
    open();
    await settle();
    live.holds = [];
    live.tell({ kind: 'seats', section: 'stalls', seats: [5] });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sale.activeHolds).toEqual([]);
  });

  it('is let go of all at once', async () => {
    live.holds = [holdOf({}), holdOf({ id: 'h2', seats: [6] })];
    open();
    await settle();
    await sale.releaseAll();
    expect(live.asked).toEqual(['release all', 'release all']);
    expect(sale.ownSeats.size).toBe(0);
    expect(sale.state.notice).toMatchObject({ key: 'saidReleasedAll' });
  });
});

describe('paying', () => {
  beforeEach(async () => {
    live.holds = [holdOf({})];
    open();
    await settle();
    sale.openCheckout();
  });

  it('[P1] ends with an order', async () => {
    await sale.pay('sandbox-card');
    expect(sale.state.checkout).toMatchObject({ kind: 'paid', orders: [{ state: 'paid' }] });
    expect(sale.ownSeats.get(5)).toBe('owned');
    sale.closeCheckout();
    expect(sale.state.checkout).toEqual({ kind: 'closed' });
  });

  it('says that a payment was declined and lets the buyer try again, as another attempt', async () => {
    live.payState = 'declined';
    await sale.pay('sandbox-declined');
    expect(sale.state.checkout).toEqual({ kind: 'choosing', refusal: 'PAYMENT_DECLINED' });
    await sale.pay('sandbox-declined');
    expect(new Set(live.asked).size).toBe(2);
  });

  it('[H5] asks again by the same id after silence', async () => {
    live.refuse = new OnsaleError('UNKNOWN');
    await sale.pay('sandbox-card');
    expect(sale.state.checkout).toEqual({ kind: 'choosing', refusal: 'UNKNOWN' });
    live.refuse = null;
    await sale.pay('sandbox-card');
    expect(sale.state.checkout.kind).toBe('paid');
    expect(new Set(live.asked).size).toBe(1);
  });

  it('waits for a provider that takes its time, past the deadline if need be', async () => {
    live.payState = 'pending';
    vi.setSystemTime(startMs + 119_500);
    const paying = sale.pay('sandbox-card');
    await settle();
    expect(sale.state.checkout).toEqual({ kind: 'waiting' });
    await vi.advanceTimersByTimeAsync(1_500);
    expect(sale.activeHolds).toHaveLength(1);
    orders.push(orderOf({ state: 'paid' }));
    await vi.advanceTimersByTimeAsync(1_500);
    await paying;
    expect(sale.state.checkout.kind).toBe('paid');
  });

  it('[P1] says when the money comes back', async () => {
    live.payState = 'refund_due';
    await sale.pay('sandbox-card');
    expect(sale.state.checkout).toEqual({ kind: 'closed' });
    expect(sale.state.notice).toMatchObject({ key: 'saidRefunded' });
  });

  it('cannot be left while the payment is under way', async () => {
    const paying = sale.pay('sandbox-card');
    sale.closeCheckout();
    expect(sale.state.checkout).toEqual({ kind: 'paying' });
    await paying;
  });
});

describe('paying on the provider’s page', () => {
  const contact = { name: 'Ann', email: 'ann@example.com' };

  const paid = () => new Set(live.asked.filter((asked) => asked.startsWith('pay')));

  beforeEach(async () => {
    live.holds = [holdOf({}), holdOf({ id: 'h2', seats: [6] })];
    live.payState = 'pending';
    live.payAt = 'https://pay.example/pay/1';
    open();
    await settle();
    sale.openCheckout();
  });

  it('leaves for it, with one hold at a time, and can be taken up again', async () => {
    await sale.pay('sandbox-page', contact);
    expect(left).toEqual(['https://pay.example/pay/1']);
    expect(sale.state.checkout).toEqual({ kind: 'leaving' });
    expect(live.asked).toHaveLength(1);
    sale.wake();
    expect(sale.state.checkout).toEqual({ kind: 'closed' });
    sale.openCheckout();
    await sale.pay('sandbox-page', contact);
    expect(paid().size).toBe(1);
  });

  it('leaves for it also when it is known a moment later', async () => {
    const { payAt } = live;
    live.payAt = null;
    const paying = sale.pay('sandbox-page', contact);
    await settle();
    expect(sale.state.checkout).toEqual({ kind: 'waiting' });
    orders.push(orderOf({ state: 'pending', ...(payAt === null ? {} : { payAt }) }));
    await vi.advanceTimersByTimeAsync(1_500);
    await paying;
    expect(left).toEqual(['https://pay.example/pay/1']);
  });

  it.each(['javascript:alert(1)', '//elsewhere.example/pay', 'pay'])('does not go to %s', async (payAt) => {
    live.payAt = payAt;
    orders.push(orderOf({ state: 'paid' }), orderOf({ id: 'o2', state: 'paid' }));
    const paying = sale.pay('sandbox-page', contact);
    await vi.advanceTimersByTimeAsync(10_000);
    await paying;
    expect(left).toEqual([]);
  });

  it('tries again as another attempt when the provider has declined', async () => {
    await sale.pay('sandbox-page', contact);
    sale.wake();
    sale.openCheckout();
    live.payState = 'declined';
    live.payAt = null;
    await sale.pay('sandbox-page', contact);
    expect(sale.state.checkout).toEqual({ kind: 'choosing', refusal: 'PAYMENT_DECLINED' });
    expect(paid().size).toBe(2);
  });
});

describe('[H8] more time', () => {
  it('is asked for all holds that may have it, once', async () => {
    live.holds = [holdOf({ mayExtend: true }), holdOf({ id: 'h2', seats: [6] })];
    open();
    await settle();
    expect(sale.extendable).toHaveLength(1);
    const extending = sale.extend();
    expect(sale.state.isExtending).toBe(true);
    await sale.extend();
    await extending;
    expect(live.asked).toEqual(['extend h1']);
    expect(sale.extendable).toEqual([]);
    expect(sale.state.notice).toMatchObject({ key: 'saidExtended' });
    expect(sale.state.isExtending).toBe(false);
  });

  it('says why not', async () => {
    live.holds = [holdOf({ mayExtend: true })];
    open();
    await settle();
    live.refuse = new OnsaleError('NO_EXTENSION');
    await sale.extend();
    expect(sale.state.notice).toMatchObject({ kind: 'refusal', code: 'NO_EXTENSION' });
  });
});

describe('the banner', () => {
  it('shows a lost connection, and for a moment that it is back', async () => {
    open();
    live.tell({ kind: 'state', state: { kind: 'reconnecting', sinceMs: 0, attempt: 0 } });
    expect(sale.state.banner).toBe('reconnecting');
    await vi.advanceTimersByTimeAsync(2_000);
    live.tell({ kind: 'state', state: { kind: 'live' } });
    expect(sale.state.banner).toBe('liveAgain');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(sale.state.banner).toBe('none');
    expect(readings).toBe(2);
  });

  it('says nothing of the end of an outage that was too short to be told', async () => {
    open();
    live.tell({ kind: 'state', state: { kind: 'reconnecting', sinceMs: 0, attempt: 0 } });
    await vi.advanceTimersByTimeAsync(500);
    live.tell({ kind: 'state', state: { kind: 'reconnecting', sinceMs: 0, attempt: 1 } });
    await vi.advanceTimersByTimeAsync(500);
    live.tell({ kind: 'state', state: { kind: 'live' } });
    expect(sale.state.banner).toBe('none');
  });

  it('says nothing when the first connection comes', () => {
    live.state = { kind: 'connecting' };
    open();
    expect(sale.state.banner).toBe('connecting');
    live.tell({ kind: 'state', state: { kind: 'live' } });
    expect(sale.state.banner).toBe('none');
  });

  it('names what cannot be mended', () => {
    open();
    live.tell({ kind: 'state', state: { kind: 'failed', code: 'SHOW_NOT_FOUND' } });
    expect(sale.state).toMatchObject({ banner: 'failed', link: { code: 'SHOW_NOT_FOUND' } });
  });
});

it('reconnects and reads again when the page is looked at', async () => {
  open();
  await settle();
  sale.wake();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(live.asked).toEqual(['hurry']);
  expect(readings).toBe(2);
});

it('tells when the sale opens', () => {
  open();
  sale.tellOpening();
  expect(sale.state.notice).toMatchObject({ kind: 'news', key: 'saidOpen' });
});

it('[I1] holds nothing for a buyer whom the sale would not know again, and says so', async () => {
  isForgetful = true;
  open();
  await settle();
  expect([sale.state.isForgotten, readings, visits]).toEqual([true, 2, 1]);
  await sale.clickSeat(5);
  expect(live.asked).toEqual([]);
  expect(sale.state.notice).toMatchObject({ kind: 'refusal', code: 'NO_SESSION' });
});
