import { refuse } from '@onsale/domain';
import { describe, expect, it } from 'vitest';
import { gistOf } from './testing/lane-bench.ts';
import { dayOneMs, SaleBench } from './testing/sale-bench.ts';

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
