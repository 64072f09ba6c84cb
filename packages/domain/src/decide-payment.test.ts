import { describe, expect, it } from 'vitest';
import { mayReturn } from './decide-payment.ts';
import type { Hold } from './hold.ts';
import type { Order } from './order.ts';
import { Desk } from './testing/desk.ts';
import { heldOf, orderedOf, refusalOf } from './testing/outcomes.ts';

const overdueMs = 10_000;

/** A hold of two sections whose payment was started and whose deadline has passed. */
function overduePayment(desk: Desk): { hold: Hold; order: Order } {
  const held = desk.hold('ann', [0, 4]);
  const outcome = desk.pay(held);
  desk.nowMs += overdueMs;
  return { hold: heldOf(outcome), order: orderedOf(outcome) };
}

const shortDesk = () => new Desk({ holdMs: 1_000, paymentMs: 2_000 });

describe('the start of a payment', () => {
  it('[P2] fixes seats, amount and currency by the server’s figures', () => {
    const desk = new Desk();
    const held = desk.hold('ann', [0, 1, 4]);
    desk.release(held, [1]);
    const order = desk.newId();
    const outcome = desk.pay(held, order);
    expect(orderedOf(outcome)).toEqual({
      id: order,
      hold: held.id,
      show: 'test-show',
      buyer: 'ann',
      seats: [0, 4],
      amount: 105_50,
      currency: 'KRW',
      state: 'pending',
      createdAtMs: 1_000_000,
      contact: null,
    });
    expect(heldOf(outcome)).toMatchObject({ state: 'active', extended: true, order });
  });

  it('[P2] moves the deadline to the payment time from then, when that is later', () => {
    const desk = shortDesk();
    const held = desk.hold('ann', [0, 4]);
    desk.nowMs += 900;
    const { untilMs } = heldOf(desk.pay(held));
    expect(untilMs).toBe(1_002_900);
    for (const seat of [0, 4]) expect(desk.store.seatNow('test-show', seat)).toMatchObject({ untilMs });
    expect(desk.entries.map(({ changes }) => changes.length)).toEqual([1, 1]);
    expect(desk.entries[0]?.notices).toMatchObject([{ hold: held.id, state: 'active', untilMs }]);
  });

  it('[P2] never moves the deadline to an earlier moment', () => {
    const desk = new Desk({ holdMs: 5_000, paymentMs: 2_000 });
    const held = desk.hold('ann', [0]);
    expect(heldOf(desk.pay(held)).untilMs).toBe(held.untilMs);
    expect(desk.entries).toMatchObject([{ changes: [], notices: [{ untilMs: held.untilMs }] }]);
  });

  it('[P2] moves the deadline for the first attempt only', () => {
    const desk = shortDesk();
    const held = desk.hold('ann', [0]);
    const first = desk.pay(held);
    desk.settle(orderedOf(first), 'declined');
    desk.nowMs += 1_500;
    expect(heldOf(desk.pay(held)).untilMs).toBe(heldOf(first).untilMs);
    desk.nowMs = heldOf(first).untilMs;
    expect(refusalOf(desk.release(held)).code).toBe('HOLD_EXPIRED');
  });

  it('[H5] repeated has the same answer in every state, and no effect', () => {
    const desk = shortDesk();
    const held = desk.hold('ann', [0]);
    const order = desk.startPayment(held);
    const again = () => orderedOf(desk.pay(held, order.id));
    expect(again()).toEqual(order);
    desk.nowMs += overdueMs;
    expect(again()).toEqual(order);
    const paid = orderedOf(desk.settle(order, 'succeeded'));
    expect(again()).toEqual(paid);
    expect(paid.state).toBe('paid');
    expect(desk.entries).toEqual([]);
  });

  it('[H5] keeps the contact with the order whatever becomes of it, and refuses the id with another', () => {
    const desk = new Desk();
    const held = desk.hold('ann', [0]);
    const id = desk.newId();
    const contact = { name: 'Ann', email: 'ann@example.com' };
    const order = orderedOf(desk.pay(held, id, contact));
    expect(order.contact).toEqual(contact);
    expect(orderedOf(desk.pay(held, id, { ...contact }))).toEqual(order);
    for (const other of [undefined, { ...contact, name: 'Bob' }, { ...contact, email: 'b@example.com' }])
      expect(refusalOf(desk.pay(held, id, other))).toEqual({ code: 'ID_REUSED' });
    expect(orderedOf(desk.settle(order, 'succeeded'))).toEqual({ ...order, state: 'paid' });
    const refund = { kind: 'refund', order: id, hold: held.id } as const;
    expect(orderedOf(desk.ask(refund)).contact).toEqual(contact);
  });

  it('[H5] with an order id of another hold is refused', () => {
    const desk = new Desk();
    const order = desk.startPayment(desk.hold('bob', [1]));
    const own = desk.hold('ann', [0]);
    expect(refusalOf(desk.pay(own, order.id))).toEqual({ code: 'ID_REUSED' });
    expect(desk.store.orderNow(order.id)).toEqual(order);
  });

  it.each(['no-uuid', '0192F0C1-2D3E-7A4B-8C5D-6E7F8A9B0C1D', '0192f0c1-2d3e-4a4b-8c5d-6e7f8a9b0c1d'])(
    '[H5] with an id that is no UUIDv7 is refused without a trace (%s)',
    (id) => {
      const desk = new Desk();
      const held = desk.hold('ann', [0]);
      expect(refusalOf(desk.pay(held, id))).toEqual({ code: 'BAD_ID' });
      expect([desk.entries, desk.store.orderNow(id), desk.heldNow(held)]).toEqual([[], null, held]);
    },
  );

  it('[H3] by another buyer has the same answer as for a hold that does not exist', () => {
    const desk = new Desk();
    const held = desk.hold('ann', [0]);
    const order = desk.startPayment(held);
    const foreign = [desk.pay({ ...held, buyer: 'bob' }), desk.pay({ ...held, buyer: 'bob' }, order.id)];
    const none = desk.pay({ ...held, id: desk.newId() });
    expect([...foreign, none].map(refusalOf)).toEqual(Array(3).fill({ code: 'HOLD_NOT_FOUND' }));
  });

  it('[H2] is refused from the deadline on, the same before and after the sweeper', () => {
    const desk = shortDesk();
    const held = desk.hold('ann', [0]);
    desk.nowMs = held.untilMs;
    expect(refusalOf(desk.pay(held))).toEqual({ code: 'HOLD_EXPIRED' });
    desk.expire(held);
    expect(refusalOf(desk.pay(held))).toEqual({ code: 'HOLD_EXPIRED' });
  });

  it('[P1] is refused while another attempt is under way', () => {
    const desk = new Desk();
    const held = desk.hold('ann', [0]);
    desk.startPayment(held);
    expect(refusalOf(desk.pay(held))).toEqual({ code: 'PAYMENT_PENDING' });
  });

  it('[P1] is refused for a hold that was paid, refunded or released', () => {
    const desk = new Desk();
    const held = desk.hold('ann', [0]);
    const order = desk.startPayment(held);
    desk.settle(order, 'succeeded');
    expect(refusalOf(desk.pay(held))).toEqual({ code: 'HOLD_ENDED' });
    desk.ask({ kind: 'refund', order: order.id, hold: held.id });
    expect(refusalOf(desk.pay(held))).toEqual({ code: 'HOLD_ENDED' });
    const released = desk.hold('bob', [1]);
    desk.release(released);
    expect(refusalOf(desk.pay(released))).toEqual({ code: 'HOLD_ENDED' });
  });
});

describe('a payment in time', () => {
  it('[P1] that succeeds is an order, and its seats are sold', () => {
    const desk = new Desk();
    const held = desk.hold('ann', [0, 4]);
    const order = desk.startPayment(held);
    const outcome = desk.settle(order, 'succeeded');
    expect(orderedOf(outcome)).toEqual({ ...order, state: 'paid' });
    expect(heldOf(outcome)).toMatchObject({ state: 'paid', seats: [0, 4], amount: 105_50, order: order.id });
    expect(desk.states()).toBe('2000|2000');
    expect(desk.entries[0]?.notices).toMatchObject([{ buyer: 'ann', state: 'paid', order: order.id }]);
  });

  it('[P1] that is declined leaves the hold as it was, for another attempt', () => {
    const desk = new Desk();
    const held = desk.hold('ann', [0]);
    const order = desk.startPayment(held);
    const outcome = desk.settle(order, 'declined');
    expect(orderedOf(outcome)).toEqual({ ...order, state: 'declined' });
    expect(desk.entries).toEqual([]);
    expect(desk.states()).toBe('1000|0000');
    expect(orderedOf(desk.settle(desk.startPayment(held), 'succeeded')).state).toBe('paid');
  });

  it('[H5] settled again keeps its first outcome', () => {
    const desk = new Desk();
    const order = desk.buy('ann', [0]);
    for (const outcome of ['succeeded', 'declined'] as const) {
      expect(orderedOf(desk.settle(order, outcome))).toEqual(order);
      expect(desk.entries).toEqual([]);
    }
  });

  it('[P1] keeps its sold seats when the sweeper comes after the deadline', () => {
    const desk = shortDesk();
    const order = desk.buy('ann', [0]);
    desk.nowMs += overdueMs;
    const hold = desk.store.holdNow(order.hold);
    expect(desk.ask({ kind: 'expire', hold: order.hold })).toEqual({ ok: true, hold, order: null });
    expect(desk.states()).toBe('2000|0000');
  });
});

describe('a payment that succeeds late', () => {
  it.each([false, true])('[P1] takes its seats back when they are available (swept: %s)', (swept) => {
    const desk = shortDesk();
    const { hold, order } = overduePayment(desk);
    if (swept) desk.expire(hold);
    const outcome = desk.settle(order, 'succeeded');
    expect(orderedOf(outcome).state).toBe('paid');
    expect(heldOf(outcome)).toEqual({ ...hold, state: 'paid' });
    expect(desk.states()).toBe('2000|2000');
    expect(desk.store.claimedNow('test-show', 'ann', desk.nowMs)).toBe(2);
  });

  it('[P1] takes back seats that others held and gave up, or let expire', () => {
    const desk = shortDesk();
    const { order } = overduePayment(desk);
    desk.release(desk.hold('bob', [0]));
    const late = desk.hold('cy', [4]);
    desk.nowMs += overdueMs;
    expect(orderedOf(desk.settle(order, 'succeeded')).state).toBe('paid');
    desk.expire(late);
    expect(desk.states()).toBe('2000|2000');
  });

  it.each([
    ['held', (desk: Desk) => desk.hold('bob', [4])],
    ['sold', (desk: Desk) => desk.buy('bob', [4])],
    ['blocked', (desk: Desk) => desk.ask({ kind: 'block', seats: [4] })],
  ])('[P1] is owed back whole when one of its seats is %s', (_, take) => {
    const desk = shortDesk();
    const { order } = overduePayment(desk);
    take(desk);
    const before = desk.states();
    expect(orderedOf(desk.settle(order, 'succeeded'))).toEqual({ ...order, state: 'refund_due' });
    expect(desk.states()).toBe(before);
    expect(desk.store.orderNow(order.id)?.state).toBe('refund_due');
  });

  it('[P1] is owed back when it had been declined before, even while the seats are held', () => {
    const desk = new Desk();
    const held = desk.hold('ann', [0]);
    const first = desk.startPayment(held);
    desk.settle(first, 'declined');
    const second = orderedOf(desk.settle(desk.startPayment(held), 'succeeded'));
    expect(orderedOf(desk.settle(first, 'succeeded')).state).toBe('refund_due');
    expect(desk.store.orderNow(second.id)?.state).toBe('paid');
    expect(desk.states()).toBe('2000|0000');
  });

  it.each([
    [2, 'live', 'refund_due'],
    [2, 'paid', 'refund_due'],
    [3, 'live', 'paid'],
    [2, 'released', 'paid'],
    [2, 'overdue', 'paid'],
  ] as const)(
    '[H4] is within the cap of %i beside a seat in a %s hold, or owed back: %s',
    (cap, other, state) => {
      const desk = new Desk({ holdMs: 1_000, paymentMs: 2_000, cap });
      const { hold, order } = overduePayment(desk);
      const next = other === 'paid' ? desk.heldNow({ id: desk.buy('ann', [1]).hold }) : desk.hold('ann', [1]);
      if (next === null) throw new Error('the other hold is gone');
      if (other === 'released') desk.release(next);
      if (other === 'overdue') desk.nowMs = next.untilMs;
      const before = desk.states();
      expect(orderedOf(desk.settle(order, 'succeeded'))).toEqual({ ...order, state });
      if (state === 'refund_due') {
        expect([desk.states(), desk.entries, desk.heldNow(hold)]).toEqual([before, [], hold]);
        const ids = { order: order.id, hold: hold.id };
        expect(orderedOf(desk.ask({ kind: 'recordRefund', ...ids })).state).toBe('refunded');
      }
      expect(desk.store.claimedNow('test-show', 'ann', desk.nowMs)).toBeLessThanOrEqual(cap);
    },
  );

  it('[H4] sees in the same batch that another hold took up the cap', () => {
    const desk = new Desk({ holdMs: 1_000, paymentMs: 2_000, cap: 2 });
    const { order } = overduePayment(desk);
    const outcomes = desk.batch(
      { kind: 'hold', id: desk.newId(), buyer: 'ann', seats: [1] },
      { kind: 'settlePayment', order: order.id, hold: order.hold, buyer: 'ann', outcome: 'succeeded' },
    );
    expect(orderedOf(outcomes[1]).state).toBe('refund_due');
  });

  it('[H4] counts the seats it takes back in the same batch', () => {
    const desk = new Desk({ holdMs: 1_000, paymentMs: 2_000, cap: 2 });
    const { order } = overduePayment(desk);
    const outcomes = desk.batch(
      { kind: 'settlePayment', order: order.id, hold: order.hold, buyer: 'ann', outcome: 'succeeded' },
      { kind: 'hold', id: desk.newId(), buyer: 'ann', seats: [1] },
    );
    expect(refusalOf(outcomes[1])).toEqual({ code: 'CAP_EXCEEDED', details: { cap: 2, claimed: 2 } });
  });
});

describe('a refund', () => {
  it('[S2] makes the sold seats available, and the money due and then returned', () => {
    const desk = new Desk();
    const order = desk.buy('ann', [0, 4]);
    const ids = { order: order.id, hold: order.hold };
    const outcome = desk.ask({ kind: 'refund', ...ids });
    expect(orderedOf(outcome)).toEqual({ ...order, state: 'refund_due' });
    expect(heldOf(outcome)).toMatchObject({ state: 'refunded', seats: [], amount: 0, endedAtMs: desk.nowMs });
    expect(desk.states()).toBe('0000|0000');
    expect(desk.entries[0]?.notices).toMatchObject([{ state: 'refunded', order: order.id }]);
    expect(orderedOf(desk.ask({ kind: 'recordRefund', ...ids })).state).toBe('refunded');
    expect(desk.entries).toEqual([]);
  });

  it('[H5] repeated has the same answer and no effect', () => {
    const desk = new Desk();
    const order = desk.buy('ann', [0]);
    const ids = { order: order.id, hold: order.hold };
    for (const kind of ['refund', 'recordRefund'] as const) {
      const first = orderedOf(desk.ask({ kind, ...ids }));
      expect(orderedOf(desk.ask({ kind, ...ids }))).toEqual(first);
      expect(orderedOf(desk.ask({ kind: 'refund', ...ids }))).toEqual(first);
      expect(desk.entries).toEqual([]);
    }
  });

  it('[H4] gives the buyer room under the cap again, in the same batch too', () => {
    const desk = new Desk({ cap: 1 });
    const order = desk.buy('ann', [0]);
    const outcomes = desk.batch(
      { kind: 'refund', order: order.id, hold: order.hold },
      { kind: 'hold', id: desk.newId(), buyer: 'ann', seats: [0] },
    );
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
  });

  it.each(['refund', 'recordRefund'] as const)('[P1] is not for money that never came (%s)', (kind) => {
    const desk = new Desk();
    const held = desk.hold('ann', [0]);
    const order = desk.startPayment(held);
    const ask = () => refusalOf(desk.ask({ kind, order: order.id, hold: held.id })).code;
    expect(ask()).toBe('HOLD_ENDED');
    desk.settle(order, 'declined');
    expect(ask()).toBe('HOLD_ENDED');
  });

  it('[P1] is not recorded before it is due', () => {
    const desk = new Desk();
    const order = desk.buy('ann', [0]);
    const outcome = desk.ask({ kind: 'recordRefund', order: order.id, hold: order.hold });
    expect(refusalOf(outcome)).toEqual({ code: 'HOLD_ENDED' });
    expect(desk.states()).toBe('2000|0000');
  });
});

describe('a command on an order', () => {
  it.each(['settlePayment', 'refund', 'recordRefund'] as const)(
    '[P1] finds it only together with its own hold (%s)',
    (kind) => {
      const desk = new Desk();
      const order = desk.startPayment(desk.hold('ann', [0]));
      const other = desk.hold('bob', [1]);
      const wrong = [
        { order: desk.newId(), hold: order.hold },
        { order: order.id, hold: other.id },
        { order: order.id, hold: desk.newId() },
      ];
      for (const ids of wrong) {
        const outcome = desk.ask(
          kind === 'settlePayment' ? { kind, ...ids, buyer: 'ann', outcome: 'succeeded' } : { kind, ...ids },
        );
        expect(refusalOf(outcome)).toEqual({ code: 'ORDER_NOT_FOUND' });
      }
      expect(desk.store.orderNow(order.id)).toEqual(order);
    },
  );

  it('[P1] settles it only with its own buyer, whose cap was counted', () => {
    const desk = new Desk();
    const order = desk.startPayment(desk.hold('ann', [0]));
    expect(refusalOf(desk.settle({ ...order, buyer: 'bob' }, 'succeeded'))).toEqual({
      code: 'ORDER_NOT_FOUND',
    });
    expect(desk.store.orderNow(order.id)).toEqual(order);
  });
});

describe('a return', () => {
  const untilMs = 1_020_000;
  const openDesk = () => new Desk({ returnsUntilMs: untilMs });

  it('[P3] [S2] gives seats and money back until the show’s moment', () => {
    const desk = openDesk();
    const order = desk.buy('ann', [0, 4]);
    desk.nowMs = untilMs - 1;
    const outcome = desk.giveBack(order);
    expect(orderedOf(outcome)).toEqual({ ...order, state: 'refund_due' });
    expect(heldOf(outcome)).toMatchObject({ state: 'refunded', seats: [], amount: 0, endedAtMs: desk.nowMs });
    expect(desk.states()).toBe('0000|0000');
    expect(desk.entries[0]?.notices).toMatchObject([{ hold: order.hold, state: 'refunded' }]);
  });

  it('[P3] [H5] repeated, also after the moment and beside a refund, gives the order as it stands', () => {
    const desk = openDesk();
    const order = desk.buy('ann', [0]);
    const due = orderedOf(desk.giveBack(order));
    desk.nowMs = untilMs;
    expect(orderedOf(desk.giveBack(order))).toEqual(due);
    expect(desk.entries).toEqual([]);
    desk.ask({ kind: 'recordRefund', order: order.id, hold: order.hold });
    expect(orderedOf(desk.giveBack(order)).state).toBe('refunded');
  });

  it('[P3] is refused from the moment on, where the show allows none, and for what is not paid', () => {
    const desk = openDesk();
    const pending = desk.startPayment(desk.hold('ann', [1]));
    expect(refusalOf(desk.giveBack(pending))).toEqual({ code: 'NO_RETURNS' });
    const order = desk.buy('ann', [0]);
    desk.nowMs = untilMs;
    expect(refusalOf(desk.giveBack(order))).toEqual({ code: 'NO_RETURNS' });
    const strict = new Desk();
    expect(refusalOf(strict.giveBack(strict.buy('ann', [0])))).toEqual({ code: 'NO_RETURNS' });
  });

  it('[P3] is refused to others as if the order did not exist', () => {
    const desk = openDesk();
    const order = desk.buy('ann', [0]);
    expect(refusalOf(desk.giveBack({ ...order, buyer: 'bob' }))).toEqual({ code: 'ORDER_NOT_FOUND' });
    expect(refusalOf(desk.giveBack({ ...order, id: desk.newId() }))).toEqual({ code: 'ORDER_NOT_FOUND' });
    expect(desk.store.orderNow(order.id)).toEqual(order);
  });

  it('[P3] is said to be possible exactly while it is', () => {
    const desk = openDesk();
    const order = desk.buy('ann', [0]);
    const may = () => mayReturn(desk.sale.show, order, desk.nowMs);
    expect(may()).toBe(true);
    desk.nowMs = untilMs;
    expect(may()).toBe(false);
  });
});
