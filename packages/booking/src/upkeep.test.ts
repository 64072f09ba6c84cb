import type { Hold, Order } from '@onsale/domain';
import { refuse, StoreUnavailable } from '@onsale/domain';
import { describe, expect, it } from 'vitest';
import type { SaleRoom } from './sale-room.ts';
import { settled } from './testing/fake-timers.ts';
import { SaleBench } from './testing/sale-bench.ts';
import { createGate } from './testing/store-tap.ts';

const sweepEveryMs = 500;
const settleEveryMs = 5_000;
const settleAfterMs = 15_000;
const trimEveryMs = 60_000;
const noConnection = new StoreUnavailable('no connection');

/** A sale with one process that sells and some that only look after it. */
class UpkeepBench extends SaleBench {
  /** The processes that look after the sale, through the store that the test taps. */
  keepUp(count = 1, upkeep: { logKept?: number } = {}): SaleRoom[] {
    return Array.from({ length: count }, () => this.open({ store: this.tap.store, upkeep }));
  }

  /** An order whose provider never answered, as a crash leaves it. */
  async leftOpen(hold: Hold): Promise<Order> {
    const id = this.newId();
    this.payments.onStart = () => 'unknown';
    await this.pay(hold, id);
    return this.stored(id);
  }

  stored(id: string): Order {
    const order = this.inner.orderNow(id);
    if (order === null) throw new Error('the order is gone');
    return order;
  }
}

describe('the sweeper', () => {
  it('[H2] writes down what is overdue, and nothing else', async () => {
    const bench = new UpkeepBench({ holdMs: 1_000, cap: 8 });
    const over = await bench.held('ann', [0, 4]);
    await bench.timers.advance(450);
    bench.keepUp();
    await bench.timers.advance(150);
    const live = await bench.held('bob', [1]);
    await bench.timers.advance(sweepEveryMs - 150);
    expect(bench.states()).toBe('1100|1000');
    await bench.timers.advance(sweepEveryMs);
    expect(bench.inner.holdNow(over.id)).toMatchObject({ state: 'expired', seats: [] });
    expect(bench.inner.holdNow(live.id)?.state).toBe('active');
    expect(bench.states()).toBe('0100|0000');
  });

  it('[H2] [H5] does no harm in several processes at once: each hold expires once', async () => {
    const bench = new UpkeepBench({ holdMs: 1_000, sections: [30], cap: 30 });
    for (let seat = 0; seat < 30; seat++) await bench.held('ann', [seat]);
    const before = (await bench.inner.heads(bench.sale.show.id))[0] ?? 0;
    bench.keepUp(3);
    await bench.timers.advance(1_000 + sweepEveryMs);
    expect(bench.states()).toBe('0'.repeat(30));
    const log = await bench.inner.changes({ show: bench.sale.show.id, section: 0 }, before, 100);
    const notices = log.kind === 'entries' ? log.entries.flatMap((entry) => entry.notices) : [];
    expect(notices.map(({ state }) => state)).toEqual(Array(30).fill('expired'));
    expect(new Set(notices.map(({ hold }) => hold)).size).toBe(30);
  });

  it('[S1] leaves a seat alone that another hold took since', async () => {
    const bench = new UpkeepBench({ holdMs: 1_000 });
    await bench.held('ann', [0, 1]);
    await bench.timers.advance(1_000);
    const next = await bench.held('bob', [1]);
    bench.keepUp();
    await bench.timers.advance(sweepEveryMs);
    expect(bench.states()).toBe('0100|0000');
    expect(bench.inner.seatNow(next.show, 1)).toMatchObject({ state: 'held', hold: next.id });
  });

  it('[L3] reads overdue holds 200 at a time, and goes on at once while a page was full', async () => {
    const bench = new UpkeepBench({ holdMs: 1_000, sections: [450], cap: 450 });
    for (let seat = 0; seat < 450; seat++) await bench.held('ann', [seat]);
    await bench.timers.advance(1_000);
    bench.keepUp();
    await bench.timers.advance(sweepEveryMs);
    expect(bench.states()).toBe('0'.repeat(450));
  });

  it('tries again with the next round what the store refused, and says what failed', async () => {
    const bench = new UpkeepBench({ holdMs: 1_000 });
    await bench.held('ann', [0]);
    await bench.timers.advance(1_000);
    bench.keepUp();
    bench.tap.before = () => {
      throw noConnection;
    };
    await bench.timers.advance(sweepEveryMs);
    expect(bench.errors.map(([, error]) => error)).toContain(noConnection);
    expect(bench.states()).toBe('1000|0000');
    bench.tap.before = () => {};
    await bench.timers.advance(sweepEveryMs);
    expect(bench.states()).toBe('0000|0000');
  });
});

describe('settling', () => {
  it('[P1] leaves an attempt to its process until it is fifteen seconds old', async () => {
    const bench = new UpkeepBench();
    const { id } = await bench.leftOpen(await bench.held('ann', [0]));
    bench.keepUp();
    await bench.timers.advance(settleAfterMs - 1);
    expect(bench.payments.count('lookup')).toBe(0);
    await bench.timers.advance(1);
    expect(bench.payments.asked.at(-1)).toEqual(['lookup', id]);
  });

  it.each([
    ['succeeded', 'paid', '2000|0000'],
    ['declined', 'declined', '1000|0000'],
    ['unknown', 'pending', '1000|0000'],
    ['pending', 'pending', '1000|0000'],
  ] as const)('[P1] of an attempt that %s makes the order %s', async (charge, state, seats) => {
    const bench = new UpkeepBench();
    const order = await bench.leftOpen(await bench.held('ann', [0]));
    bench.payments.onLookup = () => charge;
    bench.keepUp();
    await bench.timers.advance(settleAfterMs + settleEveryMs);
    expect(bench.stored(order.id).state).toBe(state);
    expect(bench.states()).toBe(seats);
    expect(bench.payments.count('void')).toBe(0);
    expect(bench.payments.count('refund')).toBe(0);
  });

  it('[P1] of a success whose seats are gone gives the money back', async () => {
    const bench = new UpkeepBench({ holdMs: 1_000, paymentMs: 1_000 });
    const order = await bench.leftOpen(await bench.held('ann', [0]));
    await bench.timers.advance(2_000);
    bench.payments.onStart = () => 'succeeded';
    await bench.paid(await bench.held('bob', [0]));
    bench.payments.onLookup = () => 'succeeded';
    bench.keepUp();
    await bench.timers.advance(settleAfterMs + settleEveryMs);
    expect(bench.stored(order.id).state).toBe('refunded');
    expect(bench.payments.asked.slice(2)).toEqual([
      ['lookup', order.id],
      ['refund', order.id],
    ]);
  });

  it('[P1] asks for a refund that is due until the provider confirms it, and then no more', async () => {
    const bench = new UpkeepBench();
    const order = await bench.paid(await bench.held('ann', [0]));
    bench.payments.onRefund = () => 'unknown';
    await bench.room.booking.refund(order.id);
    bench.keepUp();
    await bench.timers.advance(2 * settleEveryMs);
    expect(bench.stored(order.id).state).toBe('refund_due');
    expect(bench.payments.count('refund')).toBe(3);
    bench.payments.onRefund = () => 'refunded';
    await bench.timers.advance(5 * settleEveryMs);
    expect(bench.stored(order.id).state).toBe('refunded');
    expect(bench.payments.count('refund')).toBe(4);
  });

  it('[P1] voids what the provider never heard of before it writes it off', async () => {
    const bench = new UpkeepBench();
    const order = await bench.leftOpen(await bench.held('ann', [0]));
    bench.payments.onLookup = () => 'absent';
    bench.keepUp();
    await bench.timers.advance(settleAfterMs);
    expect(bench.payments.asked.slice(1)).toEqual([
      ['lookup', order.id],
      ['void', order.id],
    ]);
    expect(bench.stored(order.id).state).toBe('declined');
  });

  it('[P1] sells when the void came too late', async () => {
    const bench = new UpkeepBench();
    const order = await bench.leftOpen(await bench.held('ann', [0]));
    bench.payments.onLookup = () => 'absent';
    bench.payments.onVoid = () => 'succeeded';
    bench.keepUp();
    await bench.timers.advance(settleAfterMs);
    expect(bench.stored(order.id).state).toBe('paid');
  });

  it('[P1] voids what stays pending for ten minutes, and not before', async () => {
    const bench = new UpkeepBench();
    const order = await bench.leftOpen(await bench.held('ann', [0]));
    bench.payments.onLookup = () => 'pending';
    bench.keepUp();
    await bench.timers.advance(600_000 - 1);
    expect(bench.payments.count('void')).toBe(0);
    expect(bench.stored(order.id).state).toBe('pending');
    await bench.timers.advance(settleEveryMs);
    expect(bench.payments.count('void')).toBe(1);
    expect(bench.stored(order.id).state).toBe('declined');
  });

  it('[P1] does no harm in several processes at once', async () => {
    const bench = new UpkeepBench();
    const orders = [
      await bench.leftOpen(await bench.held('ann', [0])),
      await bench.leftOpen(await bench.held('bob', [4])),
    ];
    bench.payments.onLookup = ({ buyer }) => (buyer === 'ann' ? 'succeeded' : 'declined');
    bench.keepUp(3);
    await bench.timers.advance(settleAfterMs + settleEveryMs);
    expect(orders.map(({ id }) => bench.stored(id).state)).toEqual(['paid', 'declined']);
    expect(bench.payments.count('refund')).toBe(0);
  });

  it('[P1] goes on with all the others when one is in the way', async () => {
    const bench = new UpkeepBench({ sections: [25], cap: 25 });
    const orders: Order[] = [];
    for (let seat = 0; seat < 25; seat++) orders.push(await bench.leftOpen(await bench.held('ann', [seat])));
    const [stuck, ...others] = orders;
    const defect = new TypeError('the adapter is broken');
    bench.payments.onLookup = ({ id }) => {
      if (id === stuck?.id) throw defect;
      return 'succeeded';
    };
    bench.keepUp();
    await bench.timers.advance(settleAfterMs);
    expect(others.map(({ id }) => bench.stored(id).state)).toEqual(Array(24).fill('paid'));
    expect(bench.errors.map(([, error]) => error)).toEqual([defect]);
  });

  it('counts what it leaves open, until it is settled', async () => {
    const bench = new UpkeepBench();
    const order = await bench.leftOpen(await bench.held('ann', [0]));
    bench.payments.onLookup = () => 'pending';
    const [process] = bench.keepUp();
    expect(bench.room.upkeep).toBeNull();
    await bench.timers.advance(settleAfterMs + settleEveryMs);
    const figures = process?.upkeep?.figures();
    expect(figures?.openOrders).toEqual({ pending: 1, refund_due: 0 });
    expect(figures?.oldestMs).toBeGreaterThanOrEqual(settleAfterMs);
    bench.payments.onLookup = () => 'succeeded';
    await bench.timers.advance(2 * settleEveryMs);
    expect(bench.stored(order.id).state).toBe('paid');
    expect(process?.upkeep?.figures().openOrders).toEqual({ pending: 0, refund_due: 0 });
  });

  it('[P1] makes no second order of an attempt that its own process settles at the same time', async () => {
    const bench = new UpkeepBench();
    const hold = await bench.held('ann', [0]);
    const id = bench.newId();
    const charging = createGate();
    bench.payments.onStart = () => charging.opened.then(() => 'succeeded');
    const paying = bench.pay(hold, id);
    bench.payments.onLookup = () => 'succeeded';
    bench.keepUp();
    await bench.timers.advance(settleAfterMs);
    expect(bench.stored(id).state).toBe('paid');
    charging.open();
    expect(await paying).toMatchObject({ ok: true, order: { id, state: 'paid' } });
    expect(bench.payments.count('refund')).toBe(0);
  });

  it('ends with the orders that it has taken up when it is stopped', async () => {
    const bench = new UpkeepBench({ sections: [20], cap: 20 });
    for (let seat = 0; seat < 20; seat++) await bench.leftOpen(await bench.held('ann', [seat]));
    const asking = createGate();
    bench.payments.onLookup = () => asking.opened.then(() => 'unknown');
    const [room] = bench.keepUp();
    await bench.timers.advance(settleAfterMs);
    const order: string[] = [];
    const closed = room?.close().then(() => order.push('closed'));
    await settled();
    order.push('answered');
    asking.open();
    await closed;
    expect(order).toEqual(['answered', 'closed']);
    expect(bench.payments.count('lookup')).toBe(10);
  });
});

describe('trimming', () => {
  it('keeps the newest entries of each section', async () => {
    const bench = new UpkeepBench({ sections: [6, 6], cap: 12 });
    for (const seat of [0, 1, 2, 3, 6]) await bench.held('ann', [seat]);
    bench.keepUp(1, { logKept: 2 });
    await bench.timers.advance(trimEveryMs - 1);
    const { changes } = bench.inner;
    const { id: show } = bench.sale.show;
    const read = (section: number, since: number) => changes.call(bench.inner, { show, section }, since, 10);
    expect((await read(0, 0)).kind).toBe('entries');
    await bench.timers.advance(1);
    expect(await read(0, 1)).toEqual({ kind: 'trimmed' });
    expect((await read(0, 2)).kind).toBe('entries');
    expect((await read(1, 0)).kind).toBe('entries');
  });
});

describe('a message of the provider', () => {
  it('[P1] makes the provider be asked, whatever else it says', async () => {
    const bench = new UpkeepBench();
    const order = await bench.leftOpen(await bench.held('ann', [0]));
    bench.payments.onLookup = () => 'succeeded';
    const { booking } = bench.room;
    expect(await booking.hearProvider({ signature: 'forged' }, order.id)).toEqual(refuse('BAD_SIGNATURE'));
    expect(bench.payments.count('lookup')).toBe(0);
    const heard = await booking.hearProvider({ signature: 'genuine' }, order.id);
    expect(heard).toMatchObject({ ok: true, order: { id: order.id, state: 'paid' } });
    expect(await booking.hearProvider({ signature: 'genuine' }, order.id)).toMatchObject({
      ok: true,
      order: { state: 'paid' },
    });
    expect(bench.payments.count('lookup')).toBe(1);
  });
});
