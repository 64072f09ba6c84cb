import { type Order, type Outcome, refuse } from '@onsale/domain';
import { describe, expect, it } from 'vitest';
import { holdOf, lostAtCommit, noConnection, orderOf } from './testing/booking-fixtures.ts';
import { settled } from './testing/fake-timers.ts';
import { gistOf } from './testing/lane-bench.ts';
import { SaleBench } from './testing/sale-bench.ts';
import { createGate } from './testing/store-tap.ts';

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
