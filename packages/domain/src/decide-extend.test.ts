import { describe, expect, it } from 'vitest';
import { mayExtend } from './decide-extend.ts';
import type { Hold } from './hold.ts';
import { Desk } from './testing/desk.ts';
import { heldOf, orderedOf, refusalOf } from './testing/outcomes.ts';

const openDesk = (extensionMs: number | null = 30_000) =>
  new Desk({ holdMs: 10_000, paymentMs: 2_000, extensionMs, cap: 2 });

const may = (desk: Desk, hold: Hold) => {
  const now = desk.heldNow(hold) ?? hold;
  const newest = now.order === null ? null : desk.store.orderNow(now.order);
  return mayExtend(desk.sale.show, now, newest, desk.nowMs);
};

describe('an extension', () => {
  it('[H8] moves the deadline of hold and seats by the show’s time, counted from the deadline', () => {
    const desk = openDesk();
    const held = desk.hold('ann', [0, 4]);
    desk.nowMs += 9_999;
    const extended = heldOf(desk.extend(held));
    expect(extended).toEqual({ ...held, untilMs: held.untilMs + 30_000, extendedByBuyer: true });
    expect(desk.heldNow(held)).toEqual(extended);
    for (const seat of [0, 4])
      expect(desk.store.seatNow('test-show', seat)).toMatchObject({ untilMs: extended.untilMs });
    expect(desk.entries.map(({ changes }) => changes.length)).toEqual([1, 1]);
    expect(desk.entries[0]?.notices).toMatchObject([{ hold: held.id, untilMs: extended.untilMs }]);
  });

  it('[H8] [H5] repeated gives the hold as it stands, whatever became of it, and has no effect', () => {
    const desk = openDesk();
    const held = desk.hold('ann', [0]);
    const extended = heldOf(desk.extend(held));
    desk.nowMs += 1_000;
    expect(heldOf(desk.extend(held))).toEqual(extended);
    expect(desk.entries).toEqual([]);
    const order = desk.startPayment(held);
    expect(heldOf(desk.extend(held))).toMatchObject({ order: order.id, untilMs: extended.untilMs });
    desk.settle(order, 'succeeded');
    expect(heldOf(desk.extend(held)).state).toBe('paid');
    expect(desk.entries).toEqual([]);
  });

  it('[H8] is refused where the show has none', () => {
    const desk = openDesk(null);
    const held = desk.hold('ann', [0]);
    expect(refusalOf(desk.extend(held))).toEqual({ code: 'NO_EXTENSION' });
    expect(desk.heldNow(held)).toEqual(held);
  });

  it('[H2] is refused from the deadline on, swept or not', () => {
    const desk = openDesk();
    const held = desk.hold('ann', [0]);
    desk.nowMs = held.untilMs;
    expect(refusalOf(desk.extend(held))).toEqual({ code: 'HOLD_EXPIRED' });
    desk.expire(held);
    expect(refusalOf(desk.extend(held))).toEqual({ code: 'HOLD_EXPIRED' });
  });

  it('[H8] is refused for a hold that has ended otherwise, and while a payment is under way', () => {
    const desk = openDesk();
    const released = desk.hold('ann', [0]);
    desk.release(released);
    expect(refusalOf(desk.extend(released))).toEqual({ code: 'HOLD_ENDED' });
    const held = desk.hold('ann', [0]);
    const order = desk.startPayment(held);
    expect(refusalOf(desk.extend(held))).toEqual({ code: 'PAYMENT_PENDING' });
    desk.settle(order, 'declined');
    expect(heldOf(desk.extend(held)).extendedByBuyer).toBe(true);
  });

  it('[H3] is refused to others as if the hold did not exist', () => {
    const desk = openDesk();
    const held = desk.hold('ann', [0]);
    const unknown = { code: 'HOLD_NOT_FOUND' };
    expect(refusalOf(desk.extend({ ...held, buyer: 'bob' }))).toEqual(unknown);
    expect(refusalOf(desk.extend({ ...held, id: desk.newId() }))).toEqual(unknown);
  });

  it('[H8] [P2] and a payment’s start move the deadline each by itself, in either order', () => {
    const desk = openDesk(1_000);
    const first = desk.hold('ann', [0]);
    desk.nowMs = first.untilMs - 500;
    desk.extend(first);
    expect(heldOf(desk.pay(first)).untilMs).toBe(first.untilMs + 1_500);

    const second = desk.hold('bob', [1]);
    desk.nowMs = second.untilMs - 500;
    const paying = desk.pay(second);
    desk.settle(orderedOf(paying), 'declined');
    expect(heldOf(desk.extend(second)).untilMs).toBe(heldOf(paying).untilMs + 1_000);
  });

  it('[H4] goes on counting the seats towards the cap, and frees them when its time is over', () => {
    const desk = openDesk();
    const held = desk.hold('ann', [0, 4]);
    desk.extend(held);
    desk.nowMs = held.untilMs;
    const more = () => desk.ask({ kind: 'hold', id: desk.newId(), buyer: 'ann', seats: [1] });
    expect(refusalOf(more())).toEqual({ code: 'CAP_EXCEEDED', details: { cap: 2, claimed: 2 } });
    expect(refusalOf(desk.ask({ kind: 'hold', id: desk.newId(), buyer: 'bob', seats: [0] })).code).toBe(
      'SEAT_TAKEN',
    );
    desk.nowMs += 30_000;
    expect(heldOf(more()).seats).toEqual([1]);
  });
});

describe('mayExtend', () => {
  it('[H8] says so exactly while an extension would be granted', () => {
    const desk = openDesk();
    const held = desk.hold('ann', [0]);
    expect(may(desk, held)).toBe(true);
    const order = desk.startPayment(held);
    expect(may(desk, held)).toBe(false);
    desk.settle(order, 'declined');
    expect(may(desk, held)).toBe(true);
    desk.extend(held);
    expect(may(desk, held)).toBe(false);
    const late = desk.hold('bob', [1]);
    desk.nowMs = late.untilMs;
    expect(may(desk, late)).toBe(false);
    const none = openDesk(null);
    expect(may(none, none.hold('ann', [0]))).toBe(false);
  });

  it('[H8] does not say so while it is not known how the newest attempt to pay stands', () => {
    const desk = openDesk();
    const { hold } = desk.startPayment(desk.hold('ann', [0]));
    const held = desk.store.holdNow(hold);
    if (held === null) throw new Error('the hold is gone');
    expect(mayExtend(desk.sale.show, held, null, desk.nowMs)).toBe(false);
  });
});
