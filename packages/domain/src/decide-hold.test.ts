import { describe, expect, it } from 'vitest';
import { closedRefusal, faultOfHold } from './decide-hold.ts';
import { Desk } from './testing/desk.ts';
import { createTestSale } from './testing/fixtures.ts';
import { heldOf, refusalOf } from './testing/outcomes.ts';

const id = '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d';

describe('faultOfHold', () => {
  const sale = createTestSale();

  it.each([
    ['BAD_ID', 'no-uuid', [0], undefined],
    ['BAD_ID', id.toUpperCase(), [0], undefined],
    ['SEATS_EMPTY', id, [], undefined],
    ['SEAT_OUT_OF_RANGE', id, [8, 0, -1], [-1, 8]],
    ['SEAT_OUT_OF_RANGE', id, [9, 9, 0, 0], [9]],
    ['SEAT_OUT_OF_RANGE', id, [0.5], [0.5]],
    ['SEAT_OUT_OF_RANGE', id, [Number.NaN], [Number.NaN]],
    ['SEATS_DUPLICATE', id, [7, 0, 7, 0, 7], [0, 7]],
  ])('[H1] answers %s for id %s and seats %j', (code, asked, seats, named) => {
    expect(faultOfHold(sale, asked, seats)).toEqual(
      named === undefined ? { code } : { code, details: { seats: named } },
    );
  });

  it('finds nothing wrong with every seat of the show', () => {
    expect(faultOfHold(sale, id, [7, 6, 5, 4, 3, 2, 1, 0])).toBeNull();
  });

  it.each([
    ['no-uuid', [0]],
    [id, []],
    [id, [99]],
    [id, [0, 0]],
  ])('[H5] refuses a hold with such a fault without a trace: id %s, seats %j', (asked, seats) => {
    const desk = new Desk();
    const outcome = desk.ask({ kind: 'hold', id: asked, buyer: 'ann', seats });
    expect(refusalOf(outcome)).toEqual(faultOfHold(sale, asked, seats));
    expect([desk.entries, desk.store.holdNow(asked), desk.states()]).toEqual([[], null, '0000|0000']);
  });
});

describe('closedRefusal', () => {
  const { show } = createTestSale({ onSaleAtMs: 100, offSaleAtMs: 200 });
  const early = { code: 'NOT_ON_SALE', details: { onSaleAtMs: 100 } };

  it.each([
    [99, early],
    [100, null],
    [199, null],
    [200, { code: 'SALE_CLOSED' }],
  ])('judges a sale from 100 to 200 at %i', (nowMs, refusal) => {
    expect(closedRefusal(show, nowMs)).toEqual(refusal);
  });

  it('lets a sale without an end go on', () => {
    expect(closedRefusal(createTestSale().show, Number.MAX_SAFE_INTEGER)).toBeNull();
  });

  it.each([
    ['NOT_ON_SALE', { onSaleAtMs: 1_000_001 }],
    ['SALE_CLOSED', { offSaleAtMs: 1_000_000 }],
  ])('answers %s to a hold outside the hours', (code, hours) => {
    const outcome = new Desk(hours).ask({ kind: 'hold', id, buyer: 'ann', seats: [0] });
    expect(refusalOf(outcome).code).toBe(code);
  });

  it('[H5] answers a repeated hold after the sale has closed', () => {
    const desk = new Desk({ offSaleAtMs: 1_000_001 });
    const held = desk.hold('ann', [0], id);
    desk.nowMs += 1;
    expect(desk.hold('ann', [0], id)).toEqual(held);
  });
});

describe('a hold', () => {
  it('[H1] sets every seat aside until its deadline', () => {
    const desk = new Desk({ holdMs: 60_000 });
    expect(desk.hold('ann', [5, 0], id)).toEqual({
      id,
      show: 'test-show',
      buyer: 'ann',
      requested: [0, 5],
      seats: [0, 5],
      amount: 105_50,
      createdAtMs: 1_000_000,
      untilMs: 1_060_000,
      endedAtMs: null,
      state: 'active',
      extended: false,
      extendedByBuyer: false,
      order: null,
      choice: null,
    });
    for (const seat of [0, 5])
      expect(desk.store.seatNow('test-show', seat)).toEqual({ state: 'held', hold: id, untilMs: 1_060_000 });
  });

  it('[H1] is refused whole, naming the held, sold and blocked seats in the way', () => {
    const desk = new Desk({ sections: [6], blocked: [4] });
    desk.hold('bob', [1]);
    desk.buy('bob', [3]);
    const outcome = desk.ask({ kind: 'hold', id, buyer: 'ann', seats: [4, 3, 2, 1] });
    expect(refusalOf(outcome)).toEqual({ code: 'SEAT_TAKEN', details: { seats: [1, 3, 4] } });
    expect([desk.states(), desk.entries]).toEqual(['010230', []]);
  });

  it('[L1] is told to its buyer with the lowest of its sections', () => {
    const desk = new Desk();
    const held = desk.hold('ann', [4, 0], id);
    const notice = { buyer: 'ann', hold: id, state: 'active', seats: [0, 4], untilMs: held.untilMs };
    expect(desk.entries.map(({ notices }) => notices)).toEqual([[notice], []]);
  });

  it('[S1] does not take a seat from its own buyer’s other hold', () => {
    const desk = new Desk();
    desk.hold('ann', [0]);
    expect(refusalOf(desk.ask({ kind: 'hold', id, buyer: 'ann', seats: [0] })).code).toBe('SEAT_TAKEN');
  });

  it('[H2] takes the seats of an overdue hold exactly from its deadline on', () => {
    const desk = new Desk({ holdMs: 1_000 });
    desk.hold('bob', [0, 1]);
    const ask = { kind: 'hold', id, buyer: 'ann', seats: [1, 2] } as const;
    desk.nowMs += 999;
    expect(refusalOf(desk.ask(ask)).code).toBe('SEAT_TAKEN');
    desk.nowMs += 1;
    expect(heldOf(desk.ask(ask)).seats).toEqual([1, 2]);
  });

  it('[H4] may reach the cap, with seats of all sections, and not pass it', () => {
    const desk = new Desk({ cap: 3 });
    desk.hold('ann', [0, 4]);
    const more = { kind: 'hold', id, buyer: 'ann', seats: [1, 5] } as const;
    expect(refusalOf(desk.ask(more))).toEqual({ code: 'CAP_EXCEEDED', details: { cap: 3, claimed: 2 } });
    expect(desk.hold('ann', [1]).seats).toEqual([1]);
    expect(desk.hold('bob', [5]).seats).toEqual([5]);
  });

  it('[H4] is refused for the cap before its seats are looked at', () => {
    const desk = new Desk({ cap: 1 });
    desk.hold('bob', [0]);
    expect(refusalOf(desk.ask({ kind: 'hold', id, buyer: 'ann', seats: [0, 1] })).code).toBe('CAP_EXCEEDED');
  });
});

describe('a repeated hold', () => {
  it('[H5] has the same answer, whatever the order of its seats, and no effect', () => {
    const desk = new Desk();
    const first = desk.ask({ kind: 'hold', id, buyer: 'ann', seats: [4, 0, 2] });
    expect(first).toEqual({ ok: true, hold: desk.store.holdNow(id), order: null });
    expect(desk.ask({ kind: 'hold', id, buyer: 'ann', seats: [2, 4, 0] })).toEqual(first);
    expect(desk.entries).toEqual([]);
  });

  it('[H5] tells how the hold stands when it has ended', () => {
    const desk = new Desk();
    const held = desk.hold('ann', [0], id);
    desk.nowMs += 10;
    desk.release(held);
    const ended = { state: 'released', seats: [], amount: 0, endedAtMs: 1_000_010 };
    expect(desk.hold('ann', [0], id)).toEqual({ ...held, ...ended });
    expect(desk.states()).toBe('0000|0000');
  });

  it.each([
    ['fewer seats', 'ann', [0]],
    ['more seats', 'ann', [0, 1, 2]],
    ['other seats', 'ann', [0, 2]],
    ['another buyer', 'bob', [0, 1]],
  ])('[H5] is refused with %s', (_, buyer, seats) => {
    const desk = new Desk();
    desk.hold('ann', [0, 1], id);
    expect(refusalOf(desk.ask({ kind: 'hold', id, buyer, seats }))).toEqual({ code: 'ID_REUSED' });
    expect(desk.entries).toEqual([]);
  });

  it('[H5] is compared with what was asked for, not with what is left', () => {
    const desk = new Desk();
    const held = desk.hold('ann', [0, 1], id);
    desk.release(held, [1]);
    expect(refusalOf(desk.ask({ kind: 'hold', id, buyer: 'ann', seats: [0] })).code).toBe('ID_REUSED');
    expect(desk.hold('ann', [0, 1], id).seats).toEqual([0]);
  });

  it('[H5] is decided afresh after a refusal', () => {
    const desk = new Desk();
    const other = desk.hold('bob', [0]);
    expect(refusalOf(desk.ask({ kind: 'hold', id, buyer: 'ann', seats: [0] })).code).toBe('SEAT_TAKEN');
    desk.release(other);
    expect(desk.hold('cy', [0], id).buyer).toBe('cy');
  });
});

describe('a release', () => {
  it('[S2] makes the seats available and tells the buyer', () => {
    const desk = new Desk();
    const held = desk.hold('ann', [0, 4], id);
    desk.nowMs += 10;
    const released = heldOf(desk.release(held));
    expect(released).toEqual({ ...held, state: 'released', seats: [], amount: 0, endedAtMs: desk.nowMs });
    expect(desk.states()).toBe('0000|0000');
    const notice = { buyer: 'ann', hold: id, state: 'released', seats: [], untilMs: held.untilMs };
    expect(desk.entries.map(({ changes, notices }) => [changes, notices])).toEqual([
      [[[0, 0, 0, 0]], [notice]],
      [[[4, 0, 0, 0]], []],
    ]);
  });

  it('[P2] of some seats lowers the amount and keeps the deadline', () => {
    const desk = new Desk();
    const held = desk.hold('ann', [0, 1, 4], id);
    desk.nowMs += 10;
    expect(heldOf(desk.release(held, [4, 0]))).toEqual({ ...held, seats: [1], amount: 30_00 });
    expect(desk.states()).toBe('0100|0000');
    expect(heldOf(desk.release(held, [1])).state).toBe('released');
  });

  it('[H5] repeated has the same answer and no effect', () => {
    const desk = new Desk();
    const held = desk.hold('ann', [0, 1], id);
    for (const seats of [[0], [1], null, [0, 1]]) {
      const first = desk.release(held, seats);
      expect(desk.release(held, seats)).toEqual(first);
      expect(desk.entries).toEqual([]);
    }
  });

  it('[H5] of seats that are partly given back already gives back the rest', () => {
    const desk = new Desk();
    const held = desk.hold('ann', [0, 1, 2], id);
    desk.release(held, [0]);
    expect(heldOf(desk.release(held, [0, 1])).seats).toEqual([2]);
  });

  it.each([
    ['SEATS_EMPTY', [], undefined],
    ['SEAT_NOT_IN_HOLD', [0, 3, 2], [2, 3]],
    ['SEAT_NOT_IN_HOLD', [99], [99]],
    ['SEATS_DUPLICATE', [1, 0, 1], [1]],
  ])('[H1] answers %s for seats %j and releases none', (code, seats, named) => {
    const desk = new Desk();
    const outcome = desk.release(desk.hold('ann', [0, 1], id), seats);
    expect(refusalOf(outcome)).toEqual(named === undefined ? { code } : { code, details: { seats: named } });
    expect([desk.states(), desk.entries]).toEqual(['1100|0000', []]);
  });

  it('[H3] by another buyer has the same answer as for a hold that does not exist', () => {
    const desk = new Desk();
    const held = desk.hold('ann', [0], id);
    const foreign = [desk.release({ ...held, buyer: 'bob' }), desk.release({ ...held, buyer: 'bob' }, [7])];
    const none = desk.release({ ...held, id: desk.newId() });
    expect([...foreign, none].map(refusalOf)).toEqual(Array(3).fill({ code: 'HOLD_NOT_FOUND' }));
    expect(desk.states()).toBe('1000|0000');
  });

  it('[H2] is refused from the deadline on, the same before and after the sweeper', () => {
    const desk = new Desk({ holdMs: 1_000 });
    const held = desk.hold('ann', [0, 1], id);
    desk.nowMs += 999;
    expect(desk.release(held, [1]).ok).toBe(true);
    desk.nowMs += 1;
    const attempts = () => [null, [0], [1]].map((seats) => refusalOf(desk.release(held, seats)).code);
    expect(attempts()).toEqual(Array(3).fill('HOLD_EXPIRED'));
    desk.expire(held);
    expect(attempts()).toEqual(Array(3).fill('HOLD_EXPIRED'));
  });

  it('[H5] of a hold that was released in time is still answered after its deadline', () => {
    const desk = new Desk({ holdMs: 1_000 });
    const held = desk.hold('ann', [0], id);
    const released = desk.release(held);
    desk.nowMs += 2_000;
    expect(desk.release(held)).toEqual(released);
  });

  it('[P1] is refused while a payment is under way, and when it has ended the hold', () => {
    const desk = new Desk();
    const held = desk.hold('ann', [0, 1], id);
    const order = desk.startPayment(held);
    expect(refusalOf(desk.release(held))).toEqual({ code: 'PAYMENT_PENDING' });
    desk.settle(order, 'succeeded');
    expect(refusalOf(desk.release(held))).toEqual({ code: 'HOLD_ENDED' });
    desk.ask({ kind: 'refund', order: order.id, hold: id });
    expect(refusalOf(desk.release(held))).toEqual({ code: 'HOLD_ENDED' });
  });

  it('[P1] is possible after a payment was declined', () => {
    const desk = new Desk();
    const held = desk.hold('ann', [0], id);
    desk.settle(desk.startPayment(held), 'declined');
    expect(heldOf(desk.release(held)).state).toBe('released');
  });
});
