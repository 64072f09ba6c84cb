import {
  type Hold,
  InvariantBroken,
  type Order,
  type Outcome,
  OutcomeUnknown,
  refuse,
  StoreUnavailable,
} from '@onsale/domain';
import { createIdMaker, createRandom } from '@onsale/domain/testing';
import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-timers.ts';
import { gistOf } from './testing/lane-bench.ts';
import { dayOneMs, SaleBench } from './testing/sale-bench.ts';
import { createGate } from './testing/store-tap.ts';

const noConnection = new StoreUnavailable('no connection');
const lostAtCommit = new OutcomeUnknown('lost at COMMIT');
/** The end of the bus of a process that hears of nobody. */
const deafBus = { publish() {}, subscribe() {}, close: async () => {} };

/** An id that its maker's clock dates that much later than the database's. */
const idMadeAfter = (bench: SaleBench, ms: number): string =>
  createIdMaker(createRandom(ms), () => bench.nowMs + ms)();

const orderOf = (outcome: Outcome): Order | null => (outcome.ok ? outcome.order : null);
const holdOf = (outcome: Outcome): Hold | null => (outcome.ok ? outcome.hold : null);

describe('hold', () => {
  it('[H1] [P2] grants seats at the show’s prices until the deadline', async () => {
    const bench = new SaleBench();
    const id = bench.newId();
    expect(await bench.hold('ann', [4, 0], id)).toMatchObject({
      ok: true,
      hold: { id, buyer: 'ann', seats: [0, 4], amount: 105_50, untilMs: dayOneMs + 300_000, state: 'active' },
    });
    expect(bench.states()).toBe('1000|1000');
  });

  it('[H1] names the seats that stood in the way, and takes none', async () => {
    const bench = new SaleBench();
    await bench.hold('ann', [1, 5]);
    expect(await bench.hold('bob', [5, 0, 1])).toEqual(refuse('SEAT_TAKEN', { seats: [1, 5] }));
    expect(bench.states()).toBe('0100|0100');
  });

  it('refuses a show that does not exist', async () => {
    const bench = new SaleBench();
    await expect(bench.room.booking.hold('ann', 'no-show', bench.newId(), [0])).resolves.toEqual(
      refuse('SHOW_NOT_FOUND'),
    );
  });

  it('[H4] counts a buyer’s seats over sections and processes', async () => {
    const bench = new SaleBench({ cap: 3 });
    const other = bench.open();
    await bench.held('ann', [0, 4]);
    const { id } = bench.sale.show;
    expect(await other.booking.hold('ann', id, bench.newId(), [1, 5])).toEqual(
      refuse('CAP_EXCEEDED', { cap: 3, claimed: 2 }),
    );
    expect(gistOf(await other.booking.hold('ann', id, bench.newId(), [5]))).toBe('active');
  });

  it('[S1] lets one of two processes have a seat, whichever mirror is behind', async () => {
    const bench = new SaleBench();
    const other = bench.open();
    await bench.warmUp();
    const { id } = bench.sale.show;
    const answers = await Promise.all([
      bench.hold('ann', [0]),
      other.booking.hold('bob', id, bench.newId(), [0]),
    ]);
    expect(answers.map(gistOf).toSorted()).toEqual(['SEAT_TAKEN', 'active']);
  });
});

describe('an extension', () => {
  it('[H8] moves the deadline once, through whichever process', async () => {
    const bench = new SaleBench({ extensionMs: 60_000 });
    const other = bench.open();
    const held = await bench.held('ann', [0, 4]);
    const extended = { ok: true, hold: { ...held, untilMs: held.untilMs + 60_000, extendedByBuyer: true } };
    expect(await other.booking.extend('ann', held.id)).toMatchObject(extended);
    expect(await bench.room.booking.extend('ann', held.id)).toMatchObject(extended);
  });

  it('[H3] is refused to others, and for ids that cannot be a hold’s', async () => {
    const bench = new SaleBench({ extensionMs: 60_000 });
    const held = await bench.held('ann', [0]);
    for (const id of [held.id, bench.newId(), 'no-uuid'])
      expect(await bench.room.booking.extend('bob', id)).toEqual(refuse('HOLD_NOT_FOUND'));
  });

  it('[H8] is said to be possible while it is, and asks the store only where a payment failed', async () => {
    const bench = new SaleBench({ extensionMs: 60_000 });
    const held = await bench.held('ann', [0]);
    const may = async () => {
      const hold = bench.inner.holdNow(held.id) ?? held;
      return bench.room.booking.mayExtend(hold, bench.nowMs);
    };
    await bench.warmUp();
    expect(await may()).toBe(true);
    expect(bench.tap.calls).toEqual([]);
    bench.payments.onStart = () => 'declined';
    await bench.pay(held);
    expect(await may()).toBe(true);
    bench.payments.onStart = () => 'pending';
    await bench.pay(held);
    expect(await may()).toBe(false);
    const extended = await bench.held('bob', [1]);
    await bench.room.booking.extend('bob', extended.id);
    const now = bench.inner.holdNow(extended.id) ?? extended;
    expect(await bench.room.booking.mayExtend(now, bench.nowMs)).toBe(false);
  });
});

describe('an early refusal', () => {
  const cases: [why: string, seats: number[], expected: Outcome, id?: string][] = [
    ['an id that is none', [0], refuse('BAD_ID'), 'no-uuid'],
    ['no seat', [], refuse('SEATS_EMPTY')],
    ['a seat outside', [0, 8], refuse('SEAT_OUT_OF_RANGE', { seats: [8] })],
    ['a seat that is no number', [Number.NaN], refuse('SEAT_OUT_OF_RANGE', { seats: [Number.NaN] })],
    ['a seat twice', [1, 1], refuse('SEATS_DUPLICATE', { seats: [1] })],
    ['more seats than the cap', [1, 2, 3, 5, 6], refuse('CAP_EXCEEDED', { cap: 4 })],
    ['a seat that is held', [6, 0, 4], refuse('SEAT_TAKEN', { seats: [0, 4] })],
  ];

  it.each(cases)('[A1] of %s asks the store for nothing', async (_, seats, expected, id) => {
    const bench = new SaleBench();
    await bench.held('zoe', [0, 4]);
    await bench.warmUp();
    await bench.follow();
    expect(await bench.hold('ann', seats, id ?? bench.newId())).toEqual(expected);
    expect(bench.tap.calls).toEqual([]);
    expect(bench.states()).toBe('1000|1000');
  });

  it('of a seat that was sold or blocked asks the store for nothing', async () => {
    const bench = new SaleBench();
    await bench.paid(await bench.held('zoe', [0]));
    const block = { command: { kind: 'block', seats: [1] } as const, seats: [1] };
    bench.inner.commitNow({ sale: bench.sale, sections: [0], commands: [block] });
    await bench.warmUp();
    await bench.follow();
    expect(await bench.hold('ann', [0, 1, 2])).toEqual(refuse('SEAT_TAKEN', { seats: [0, 1] }));
    expect(bench.tap.calls).toEqual([]);
  });

  it('[S1] never grants: what the mirror thinks available is the store’s to say', async () => {
    const bench = new SaleBench();
    await bench.warmUp();
    const unheard = bench.open({ bus: deafBus });
    await unheard.booking.hold('zoe', bench.sale.show.id, bench.newId(), [0]);
    expect(bench.room.mirrors.peek(bench.sale.show.id, 0)?.stateOf(0)).toBe(0);
    expect(await bench.hold('ann', [0])).toEqual(refuse('SEAT_TAKEN', { seats: [0] }));
    expect(bench.tap.calls).toEqual(['commit']);
  });

  it('[H2] is none for a seat whose hold is over, however late the sweeper is', async () => {
    const bench = new SaleBench({ holdMs: 5_000 });
    await bench.held('zoe', [0]);
    await bench.warmUp();
    await bench.timers.advance(4_999);
    expect(gistOf(await bench.hold('ann', [0]))).toBe('SEAT_TAKEN');
    await bench.timers.advance(1);
    bench.tap.calls.length = 0;
    expect(gistOf(await bench.hold('ann', [0]))).toBe('active');
    expect(bench.tap.calls).toEqual(['commit']);
  });

  it('[H1] is none of taken seats by a mirror that nobody can tell of their release', async () => {
    const bench = new SaleBench();
    const other = bench.open();
    const hold = await bench.held('zoe', [0]);
    await bench.warmUp();
    await bench.follow();
    const deaf = bench.open({ store: bench.tap.store, bus: deafBus });
    await deaf.catalog.sale(bench.sale.show.id);
    await deaf.mirrors.open(bench.sale, 0);
    await bench.follow();
    const ask = () => deaf.booking.hold('ann', bench.sale.show.id, bench.newId(), [0]);
    bench.tap.before = () => {
      throw noConnection;
    };
    await other.booking.release('zoe', hold.id, null);
    expect(gistOf(await ask())).toBe('SEAT_TAKEN');
    await bench.timers.advance(2_001);
    expect(gistOf(await ask())).toBe('UNAVAILABLE');
    bench.tap.before = () => {};
    expect(gistOf(await ask())).toBe('active');
  });

  it('is none of taken seats before the process knows the time', async () => {
    const bench = new SaleBench();
    const other = bench.open();
    await other.booking.hold('zoe', bench.sale.show.id, bench.newId(), [0]);
    await bench.room.mirrors.open(bench.sale, 0);
    expect(bench.room.clock.estimateMs()).toBeNull();
    expect(gistOf(await bench.hold('ann', [0]))).toBe('SEAT_TAKEN');
    expect(bench.tap.count('commit')).toBe(1);
  });

  it.each([
    ['more than 2 s before the sale opens', 60_000 - 2_001, 'NOT_ON_SALE', 0],
    ['2 s before it, since the clock is an estimate', 60_000 - 2_000, 'NOT_ON_SALE', 1],
    ['a moment before it', 60_000 - 1, 'NOT_ON_SALE', 1],
    ['when it opens', 60_000, 'active', 1],
  ])('is by the estimated clock %s', async (_, afterMs, gist, commits) => {
    const bench = new SaleBench({ onSaleAtMs: dayOneMs + 60_000 });
    await bench.warmUp();
    await bench.timers.advance(afterMs);
    bench.tap.calls.length = 0;
    const outcome = await bench.hold('ann', [0]);
    expect(gistOf(outcome)).toBe(gist);
    if (!outcome.ok) expect(outcome.error.details).toEqual({ onSaleAtMs: dayOneMs + 60_000 });
    expect(bench.tap.count('commit')).toBe(commits);
  });

  it('is none of a sale that is over: only the database’s clock closes it', async () => {
    const bench = new SaleBench({ offSaleAtMs: dayOneMs + 1_000 });
    await bench.warmUp();
    await bench.timers.advance(1_000);
    bench.tap.calls.length = 0;
    expect(await bench.hold('ann', [0])).toEqual(refuse('SALE_CLOSED'));
    expect(bench.tap.calls).toEqual(['commit']);
  });
});

describe('a repeated hold', () => {
  it('[H5] has the answer of the first, although its seats are taken: by itself', async () => {
    const bench = new SaleBench();
    await bench.warmUp();
    const hold = await bench.held('ann', [0, 4]);
    expect(await bench.hold('ann', [4, 0], hold.id)).toEqual({ ok: true, hold, order: null });
    expect(bench.states()).toBe('1000|1000');
  });

  it('[H5] has it on another process too, whose mirror knows the seats as taken', async () => {
    const bench = new SaleBench();
    const other = bench.open();
    await other.mirrors.open(bench.sale, 0);
    const hold = await bench.held('ann', [0]);
    await settled();
    expect(other.mirrors.peek(bench.sale.show.id, 0)?.stateOf(0)).toBe(1);
    expect(await other.booking.hold('ann', hold.show, hold.id, [0])).toEqual({ ok: true, hold, order: null });
  });

  it('[H5] is the hold as it stands, when some of its seats are another’s meanwhile', async () => {
    const bench = new SaleBench();
    await bench.warmUp();
    const hold = await bench.held('ann', [0, 1]);
    await bench.room.booking.release('ann', hold.id, [1]);
    await bench.held('bob', [1]);
    const repeated = await bench.hold('ann', [0, 1], hold.id);
    expect(repeated).toMatchObject({ ok: true, hold: { id: hold.id, seats: [0], state: 'active' } });
  });

  it('[H5] is paid, when it was paid', async () => {
    const bench = new SaleBench();
    await bench.warmUp();
    const hold = await bench.held('ann', [0]);
    await bench.paid(hold);
    expect(await bench.hold('ann', [0], hold.id)).toMatchObject({ ok: true, hold: { state: 'paid' } });
  });

  it.each([-801, 801])(
    '[H5] asks the store, whatever the mirror says, when its id was made %i ms from now',
    async (ms) => {
      const bench = new SaleBench();
      await bench.held('zoe', [0]);
      await bench.warmUp();
      expect(gistOf(await bench.hold('ann', [0], idMadeAfter(bench, ms)))).toBe('SEAT_TAKEN');
      expect(bench.tap.calls).toEqual(['commit']);
    },
  );

  it.each([-800, 800])('is refused by the mirror when its id was made %i ms from now', async (ms) => {
    const bench = new SaleBench();
    await bench.held('zoe', [0]);
    await bench.warmUp();
    await bench.follow();
    expect(gistOf(await bench.hold('ann', [0], idMadeAfter(bench, ms)))).toBe('SEAT_TAKEN');
    expect(bench.tap.calls).toEqual([]);
  });

  it('[H5] is the hold as it stands, where the mirror is younger than the id and never saw the hold', async () => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    await bench.room.booking.release('ann', hold.id, null);
    await bench.held('zoe', [0]);
    await bench.warmUp();
    expect(await bench.hold('ann', [0], hold.id)).toMatchObject({ ok: true, hold: { state: 'released' } });
    expect(bench.tap.calls).toEqual(['commit']);
  });

  it('[H5] is refused with other seats, or by another buyer', async () => {
    const bench = new SaleBench();
    await bench.warmUp();
    const hold = await bench.held('ann', [0, 1]);
    expect(await bench.hold('ann', [0], hold.id)).toEqual(refuse('ID_REUSED'));
    expect(await bench.hold('ann', [2, 3], hold.id)).toEqual(refuse('ID_REUSED'));
    expect(await bench.hold('bob', [0, 1], hold.id)).toEqual(refuse('ID_REUSED'));
    expect(bench.states()).toBe('1100|0000');
  });

  it('[H5] after a refusal is decided afresh', async () => {
    const bench = new SaleBench();
    await bench.warmUp();
    const hold = await bench.held('bob', [0]);
    const id = bench.newId();
    expect(gistOf(await bench.hold('ann', [0], id))).toBe('SEAT_TAKEN');
    await bench.room.booking.release('bob', hold.id, null);
    expect(gistOf(await bench.hold('ann', [0], id))).toBe('active');
  });

  it('[A1] [H5] tells what became of one whose outcome was unknown', async () => {
    const bench = new SaleBench();
    const id = bench.newId();
    bench.tap.after = (call) => {
      if (call === 'commit') throw lostAtCommit;
    };
    expect(await bench.hold('ann', [0], id)).toEqual(refuse('UNKNOWN', { retryAfterMs: 250 }));
    bench.tap.after = () => {};
    expect(await bench.hold('ann', [0], id)).toMatchObject({ ok: true, hold: { id, seats: [0] } });
  });
});

describe('release', () => {
  it('gives back the hold, or some of its seats', async () => {
    const bench = new SaleBench();
    const { booking } = bench.room;
    const hold = await bench.held('ann', [0, 1, 4]);
    expect(await booking.release('ann', hold.id, [1, 4])).toMatchObject({ ok: true, hold: { seats: [0] } });
    expect(bench.states()).toBe('1000|0000');
    expect(gistOf(await booking.release('ann', hold.id, null))).toBe('released');
    expect(gistOf(await booking.release('ann', hold.id, null))).toBe('released');
    expect(bench.states()).toBe('0000|0000');
  });

  it('[H3] of another’s hold answers the same as of one that does not exist', async () => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    const foreign = await bench.room.booking.release('bob', hold.id, null);
    expect(foreign).toEqual(refuse('HOLD_NOT_FOUND'));
    expect(await bench.room.booking.release('bob', bench.newId(), null)).toEqual(foreign);
    expect(await bench.room.booking.release('bob', hold.id, [7])).toEqual(foreign);
    expect(bench.states()).toBe('1000|0000');
  });

  it('[H2] is refused after the deadline', async () => {
    const bench = new SaleBench({ holdMs: 1_000 });
    const hold = await bench.held('ann', [0]);
    await bench.timers.advance(1_000);
    expect(await bench.room.booking.release('ann', hold.id, null)).toEqual(refuse('HOLD_EXPIRED'));
  });

  it('refuses seats that are not the hold’s', async () => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    expect(await bench.room.booking.release('ann', hold.id, [0, 99])).toEqual(
      refuse('SEAT_NOT_IN_HOLD', { seats: [99] }),
    );
  });
});

describe('pay', () => {
  it('[P1] [P2] sells the seats for the hold’s amount', async () => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0, 4]);
    const id = bench.newId();
    const charged: Order[] = [];
    bench.payments.onStart = (order) => {
      charged.push(order);
      return 'succeeded';
    };
    const outcome = await bench.pay(hold, id);
    expect(outcome).toMatchObject({
      ok: true,
      order: { id, hold: hold.id, buyer: 'ann', seats: [0, 4], amount: 105_50, state: 'paid' },
      hold: { id: hold.id, state: 'paid', order: id },
    });
    expect(charged).toMatchObject([{ id, amount: 105_50, currency: 'KRW', state: 'pending' }]);
    expect(bench.states()).toBe('2000|2000');
  });

  it('[H2] [P2] tells the provider the deadline that the payment gave the hold', async () => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    const deadlines: (number | undefined)[] = [];
    bench.payments.onStart = (_order, _method, untilMs) => {
      deadlines.push(untilMs);
      return 'pending';
    };
    await bench.timers.advance(hold.untilMs - bench.nowMs - 1);
    const outcome = await bench.pay(hold);
    expect(deadlines).toEqual([holdOf(outcome)?.untilMs]);
    expect(deadlines[0]).toBeGreaterThan(hold.untilMs);
  });

  it('[A1] [P1] refuses a method that is not offered at once, asks nobody, and leaves the hold to be paid', async () => {
    const bench = new SaleBench();
    bench.payments.onOffers = (method) => method !== 'by-page';
    const hold = await bench.held('ann', [0]);
    const refused = await bench.pay(hold, bench.newId(), 'by-page');
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'PAYMENT_DECLINED', details: { faults: ['method: by-page is not offered here'] } },
    });
    expect(bench.payments.asked).toEqual([]);
    expect(orderOf(await bench.pay(hold))?.state).toBe('paid');
  });

  it('names the page of a pending order alone, and none when the provider fails to say', async () => {
    const bench = new SaleBench();
    bench.payments.onStart = () => 'pending';
    bench.payments.onPageOf = ({ id }) => `/pay/${id}`;
    const order = orderOf(await bench.pay(await bench.held('ann', [0])));
    if (order === null) throw new Error('no order');
    const { booking } = bench.room;
    expect(await booking.pageOf(order)).toBe(`/pay/${order.id}`);
    expect(await booking.pageOf({ ...order, state: 'paid' })).toBeNull();
    const defect = new Error('a defect');
    bench.payments.onPageOf = () => {
      throw defect;
    };
    expect(await booking.pageOf(order)).toBeNull();
    expect(bench.errors.map(([, error]) => error)).toEqual([defect]);
  });

  it('[H5] [P1] again answers the paid order and takes no more money', async () => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    const id = bench.newId();
    const first = await bench.pay(hold, id);
    expect(await bench.pay(hold, id)).toEqual(first);
    expect(await bench.pay(hold)).toEqual(refuse('HOLD_ENDED'));
    expect(bench.payments.asked).toEqual([['start', id]]);
  });

  it('keeps the seats when it is declined, and another attempt may succeed', async () => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    const id = bench.newId();
    bench.payments.onStart = (_, method) => (method === 'bad-card' ? 'declined' : 'succeeded');
    expect(await bench.pay(hold, id, 'bad-card')).toEqual(refuse('PAYMENT_DECLINED'));
    expect(bench.states()).toBe('1000|0000');
    expect(await bench.pay(hold, id, 'good-card')).toEqual(refuse('PAYMENT_DECLINED'));
    expect(bench.payments.asked).toEqual([['start', id]]);
    expect(gistOf(await bench.pay(hold))).toBe('paid');
  });

  it.each(['unknown', 'pending', 'absent'] as const)(
    '[P1] keeps seats and order as they are while the provider says %s, and asks it again by the same id',
    async (charge) => {
      const bench = new SaleBench();
      const hold = await bench.held('ann', [0]);
      const id = bench.newId();
      bench.payments.onStart = () => charge;
      const outcome = await bench.pay(hold, id);
      expect(outcome).toMatchObject({ ok: true, order: { id, state: 'pending' }, hold: { id: hold.id } });
      expect(bench.states()).toBe('1000|0000');
      expect(await bench.pay(hold)).toEqual(refuse('PAYMENT_PENDING'));
      bench.payments.onStart = () => 'succeeded';
      expect(gistOf(await bench.pay(hold, id))).toBe('paid');
      expect(bench.payments.asked).toEqual([
        ['start', id],
        ['start', id],
      ]);
    },
  );

  it('[A1] answers INTERNAL when the provider’s adapter is broken, and the attempt stays open', async () => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    const defect = new TypeError('the adapter is broken');
    const id = bench.newId();
    bench.payments.onStart = () => {
      throw defect;
    };
    expect(await bench.pay(hold, id)).toEqual(refuse('INTERNAL'));
    expect(bench.errors.map(([, error]) => error)).toEqual([defect]);
    expect(bench.inner.orderNow(id)?.state).toBe('pending');
  });

  it('[P1] that succeeds late takes the seats back when they are still available', async () => {
    const bench = new SaleBench({ holdMs: 1_000, paymentMs: 1_000 });
    const hold = await bench.held('ann', [0, 4]);
    const charging = createGate();
    bench.payments.onStart = () => charging.opened.then(() => 'succeeded');
    const paying = bench.pay(hold);
    await bench.timers.advance(5_000);
    await bench.room.booking.submit(hold.id, { kind: 'expire', hold: hold.id });
    expect(bench.states()).toBe('0000|0000');
    charging.open();
    expect(await paying).toMatchObject({ ok: true, order: { state: 'paid' }, hold: { state: 'paid' } });
    expect(bench.states()).toBe('2000|2000');
    expect(bench.payments.count('refund')).toBe(0);
  });

  it('[P1] that succeeds after a seat is gone is refunded, on record', async () => {
    const bench = new SaleBench({ holdMs: 1_000, paymentMs: 1_000 });
    const hold = await bench.held('ann', [0, 4]);
    const id = bench.newId();
    const charging = createGate();
    bench.payments.onStart = () => charging.opened.then(() => 'succeeded');
    const paying = bench.pay(hold, id);
    await bench.timers.advance(5_000);
    await bench.held('bob', [4]);
    charging.open();
    expect(await paying).toMatchObject({ ok: true, order: { id, state: 'refunded' } });
    expect(bench.inner.orderNow(id)).toMatchObject({ state: 'refunded', amount: 105_50 });
    expect(bench.payments.asked).toEqual([
      ['start', id],
      ['refund', id],
    ]);
    expect(bench.states()).toBe('1000|1000');
  });

  it('[P1] leaves the refund due, on record, while the provider does not answer', async () => {
    const bench = new SaleBench({ holdMs: 1_000, paymentMs: 1_000 });
    const hold = await bench.held('ann', [0]);
    const id = bench.newId();
    const charging = createGate();
    bench.payments.onStart = () => charging.opened.then(() => 'succeeded');
    bench.payments.onRefund = () => 'unknown';
    const paying = bench.pay(hold, id);
    await bench.timers.advance(5_000);
    await bench.held('bob', [0]);
    charging.open();
    expect(await paying).toMatchObject({
      ok: true,
      order: { id, state: 'refund_due' },
      hold: { id: hold.id },
    });
    expect(bench.inner.orderNow(id)?.state).toBe('refund_due');
  });

  it('[P1] twice at once by one id takes the money once', async () => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    const id = bench.newId();
    const answers = await Promise.all([bench.pay(hold, id), bench.pay(hold, id)]);
    expect(answers.map((answer) => orderOf(answer))).toMatchObject([
      { id, state: 'paid' },
      { id, state: 'paid' },
    ]);
    expect(new Set(bench.payments.asked.map(([, order]) => order))).toEqual(new Set([id]));
    expect(bench.payments.count('refund')).toBe(0);
  });

  it('[P1] twice at once by two ids makes one order', async () => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    const [first, second] = [bench.newId(), bench.newId()];
    const answers = await Promise.all([bench.pay(hold, first), bench.pay(hold, second)]);
    expect(answers.map(gistOf)).toEqual(['paid', 'PAYMENT_PENDING']);
    expect(bench.payments.asked).toEqual([['start', first]]);
    expect(bench.inner.orderNow(second)).toBeNull();
  });

  it('[H3] for another’s hold answers the same as for one that does not exist, and charges nobody', async () => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    const { booking } = bench.room;
    const foreign = await booking.pay('bob', hold.id, bench.newId(), 'card');
    expect(foreign).toEqual(refuse('HOLD_NOT_FOUND'));
    expect(await booking.pay('bob', bench.newId(), bench.newId(), 'card')).toEqual(foreign);
    expect(bench.payments.asked).toEqual([]);
  });

  it('[H2] is refused after the deadline, and charges nobody', async () => {
    const bench = new SaleBench({ holdMs: 1_000 });
    const hold = await bench.held('ann', [0]);
    await bench.timers.advance(1_000);
    expect(await bench.pay(hold)).toEqual(refuse('HOLD_EXPIRED'));
    expect(bench.payments.asked).toEqual([]);
  });

  it('[H5] by the id of another hold’s order is refused', async () => {
    const bench = new SaleBench();
    const order = await bench.paid(await bench.held('ann', [0]));
    const hold = await bench.held('bob', [1]);
    expect(await bench.pay(hold, order.id)).toEqual(refuse('ID_REUSED'));
    expect(bench.payments.count('start')).toBe(1);
  });

  it.each(['no-uuid', '', 'x'.repeat(64), '0192F0C1-2D3E-7A4B-8C5D-6E7F8A9B0C1D'])(
    'by the id %j, which is no UUIDv7, is refused before anything is asked',
    async (id) => {
      const bench = new SaleBench();
      const hold = await bench.held('ann', [0]);
      bench.tap.calls.length = 0;
      expect(await bench.pay(hold, id)).toEqual(refuse('BAD_ID'));
      expect(bench.tap.calls).toEqual([]);
      expect(bench.payments.asked).toEqual([]);
    },
  );

  it.each([
    [noConnection, 'UNAVAILABLE'],
    [lostAtCommit, 'UNKNOWN'],
  ] as const)('[A1] charges nobody when it cannot be recorded first: %s', async (error, code) => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    bench.tap.before = (call) => {
      if (call === 'commit') throw error;
    };
    expect(gistOf(await bench.pay(hold))).toBe(code);
    expect(bench.payments.asked).toEqual([]);
  });

  it('[A1] goes on by the same id after its start was recorded without an answer', async () => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    const id = bench.newId();
    bench.tap.after = (call) => {
      if (call === 'commit') throw lostAtCommit;
    };
    expect(gistOf(await bench.pay(hold, id))).toBe('UNKNOWN');
    expect(bench.inner.orderNow(id)?.state).toBe('pending');
    bench.tap.after = () => {};
    expect(gistOf(await bench.pay(hold, id))).toBe('paid');
    expect(bench.payments.asked).toEqual([['start', id]]);
  });

  it.each([
    ['cannot be reached', noConnection],
    ['loses the answer', lostAtCommit],
  ])('[A1] [P1] says that the outcome is unknown when money was taken and the store %s', async (_, error) => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    const id = bench.newId();
    bench.payments.onStart = () => {
      bench.tap.before = () => {
        throw error;
      };
      return 'succeeded';
    };
    expect(await bench.pay(hold, id)).toEqual(refuse('UNKNOWN', { retryAfterMs: 250 }));
    bench.tap.before = () => {};
    bench.payments.onStart = () => 'succeeded';
    expect(gistOf(await bench.pay(hold, id))).toBe('paid');
    expect(bench.payments.count('refund')).toBe(0);
  });

  it('[A1] [P1] says so too when money was taken and the lanes are full', async () => {
    const bench = new SaleBench({}, { lanes: { queueMax: 1 } });
    const hold = await bench.held('ann', [0]);
    const busy = createGate();
    const others: Promise<Outcome>[] = [];
    bench.payments.onStart = () => {
      bench.tap.before = () => busy.opened;
      others.push(bench.hold('bob', [1]), bench.hold('cy', [2]));
      return settled().then(() => 'succeeded');
    };
    expect(await bench.pay(hold)).toEqual(refuse('UNKNOWN', { retryAfterMs: 250 }));
    busy.open();
    expect((await Promise.all(others)).map(gistOf)).toEqual(['active', 'active']);
  });
});

describe('refund', () => {
  it('[S2] [P1] puts the seats back on sale and records that the money went back', async () => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0, 4]);
    const { id } = await bench.paid(hold);
    expect(await bench.room.booking.refund(id)).toMatchObject({ ok: true, order: { id, state: 'refunded' } });
    expect(bench.states()).toBe('0000|0000');
    expect(bench.inner.holdNow(hold.id)?.state).toBe('refunded');
    expect(gistOf(await bench.room.booking.refund(id))).toBe('refunded');
    expect(bench.payments.count('refund')).toBe(1);
  });

  it('[P1] stays due while the provider is silent, and goes on when asked again', async () => {
    const bench = new SaleBench();
    const { id } = await bench.paid(await bench.held('ann', [0]));
    bench.payments.onRefund = () => 'unknown';
    expect(gistOf(await bench.room.booking.refund(id))).toBe('refund_due');
    expect(bench.states()).toBe('0000|0000');
    bench.payments.onRefund = () => 'refunded';
    expect(gistOf(await bench.room.booking.refund(id))).toBe('refunded');
    expect(bench.inner.orderNow(id)?.state).toBe('refunded');
  });

  it('[P1] is refused for an order that took no money', async () => {
    const bench = new SaleBench();
    expect(await bench.room.booking.refund(bench.newId())).toEqual(refuse('ORDER_NOT_FOUND'));
    bench.payments.onStart = () => 'unknown';
    const id = bench.newId();
    await bench.pay(await bench.held('ann', [0]), id);
    expect(await bench.room.booking.refund(id)).toEqual(refuse('HOLD_ENDED'));
    expect(bench.payments.count('refund')).toBe(0);
    expect(bench.states()).toBe('1000|0000');
  });
});

describe('what a buyer looks up', () => {
  it('[H3] is his own', async () => {
    const bench = new SaleBench();
    const { booking } = bench.room;
    const hold = await bench.held('ann', [0]);
    const order = await bench.paid(hold);
    const later = await bench.held('ann', [1]);
    expect(await booking.findHold('ann', hold.id)).toMatchObject({ id: hold.id, state: 'paid' });
    expect(await booking.findOrder('ann', order.id)).toEqual(order);
    const own = await booking.findHolds('ann', hold.show);
    expect(own.map(({ id }) => id)).toEqual([later.id, hold.id]);
  });

  it('[H3] is nothing when it is another’s, as when it does not exist', async () => {
    const bench = new SaleBench();
    const { booking } = bench.room;
    const hold = await bench.held('ann', [0]);
    const order = await bench.paid(hold);
    for (const id of [hold.id, bench.newId()]) expect(await booking.findHold('bob', id)).toBeNull();
    for (const id of [order.id, bench.newId()]) expect(await booking.findOrder('bob', id)).toBeNull();
    expect(await booking.findHolds('bob', hold.show)).toEqual([]);
  });
});

describe('commands under way', () => {
  it('[A1] are bounded: past twenty thousand the answer is BUSY at once', async () => {
    const bench = new SaleBench();
    const gate = createGate();
    bench.tap.before = () => gate.opened;
    const release = () => bench.room.booking.release('ann', bench.newId(), null);
    const waiting = Array.from({ length: 20_000 }, release);
    expect(await release()).toEqual(refuse('BUSY', { retryAfterMs: 250 }));
    gate.open();
    const answers = await Promise.all(waiting);
    expect(new Set(answers.map(gistOf))).toEqual(new Set(['HOLD_NOT_FOUND']));
    expect(gistOf(await release())).toBe('HOLD_NOT_FOUND');
  });
});

describe('a drain', () => {
  it('[A1] [P1] refuses what comes, and lets a payment under way be recorded', async () => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    const charging = createGate();
    bench.payments.onStart = () => charging.opened.then(() => 'succeeded');
    const paying = bench.pay(hold);
    await settled();
    const order: string[] = [];
    const drained = bench.room.drain().then(() => order.push('drained'));
    expect(await bench.hold('bob', [1])).toEqual(refuse('BUSY', { retryAfterMs: 250 }));
    expect(await bench.room.booking.release('ann', hold.id, null)).toEqual(
      refuse('BUSY', { retryAfterMs: 250 }),
    );
    expect(order).toEqual([]);
    charging.open();
    expect(gistOf(await paying)).toBe('paid');
    await drained;
    expect(bench.states()).toBe('2000|0000');
  });

  it('resolves at once when nothing is under way, for everybody who asks', async () => {
    const bench = new SaleBench();
    await bench.held('ann', [0]);
    await Promise.all([bench.room.drain(), bench.room.drain()]);
    expect(gistOf(await bench.hold('ann', [1]))).toBe('BUSY');
  });

  it('[H2] refuses the system’s own commands too once buyers are answered', async () => {
    const bench = new SaleBench({ holdMs: 1_000 });
    const hold = await bench.held('ann', [0]);
    await bench.timers.advance(1_000);
    await bench.room.drain();
    const expire = { kind: 'expire', hold: hold.id } as const;
    expect(gistOf(await bench.room.booking.submit(hold.id, expire))).toBe('BUSY');
  });
});

describe('an id that no hold or order can have', () => {
  it.each(['', 'no-uuid', 'x'.repeat(64), '석', '0192F0C1-2D3E-7A4B-8C5D-6E7F8A9B0C1D'])(
    '%j is not asked for, and answers as one that does not exist',
    async (id) => {
      const bench = new SaleBench();
      const { booking } = bench.room;
      expect(await booking.release('ann', id, null)).toEqual(refuse('HOLD_NOT_FOUND'));
      expect(await booking.pay('ann', id, bench.newId(), 'card')).toEqual(refuse('HOLD_NOT_FOUND'));
      expect(await booking.findHold('ann', id)).toBeNull();
      expect(await booking.findOrder('ann', id)).toBeNull();
      expect(bench.tap.calls).toEqual([]);
    },
  );
});

describe('a store that fails', () => {
  const commands: [name: string, ask: (bench: SaleBench, hold: Hold, order: Order) => Promise<Outcome>][] = [
    ['hold', (bench) => bench.hold('ann', [1])],
    ['release', (bench, hold) => bench.room.booking.release('ann', hold.id, null)],
    ['pay', (bench, hold) => bench.pay(hold)],
    ['refund', (bench, _, order) => bench.room.booking.refund(order.id)],
  ];

  it.each(commands)('[A1] makes %s answer UNAVAILABLE, and nothing changes', async (_, ask) => {
    const bench = new SaleBench();
    const other = bench.open();
    const { id: show } = bench.sale.show;
    const held = holdOf(await other.booking.hold('ann', show, bench.newId(), [0]));
    const bought = holdOf(await other.booking.hold('ann', show, bench.newId(), [4]));
    const order = orderOf(await other.booking.pay('ann', bought?.id ?? '', bench.newId(), 'card'));
    if (held === null || order === null) throw new Error('a hold and an order were expected');
    bench.tap.before = () => {
      throw noConnection;
    };
    expect(gistOf(await ask(bench, held, order))).toBe('UNAVAILABLE');
    expect(bench.states()).toBe('1000|2000');
    expect(bench.errors).toEqual([]);
  });

  it.each(commands)('[A1] makes %s answer UNKNOWN when the answer is lost', async (_, ask) => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    const order = await bench.paid(await bench.held('ann', [4]));
    bench.tap.before = (call) => {
      if (call === 'commit') throw lostAtCommit;
    };
    expect(gistOf(await ask(bench, hold, order))).toBe('UNKNOWN');
  });

  it.each(commands)('[A1] makes %s answer INTERNAL for a defect, which is reported', async (_, ask) => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    const order = await bench.paid(await bench.held('ann', [4]));
    const defect = new InvariantBroken('the store is broken');
    bench.tap.before = () => {
      throw defect;
    };
    expect(gistOf(await ask(bench, hold, order))).toBe('INTERNAL');
    expect(bench.errors.map(([, error]) => error)).toEqual([defect]);
  });

  it('[A1] answers INTERNAL for a show whose layout is gone', async () => {
    const bench = new SaleBench();
    const { booking } = bench.open({
      planOf: () => {
        throw new RangeError('a stored layout is broken');
      },
    });
    expect(gistOf(await booking.hold('ann', bench.sale.show.id, bench.newId(), [0]))).toBe('INTERNAL');
    expect(bench.errors).toHaveLength(1);
  });
});
