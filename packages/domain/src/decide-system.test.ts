import { describe, expect, it } from 'vitest';
import type { Command } from './command.ts';
import { InvariantBroken } from './errors.ts';
import { Desk } from './testing/desk.ts';
import { createTestSale, testShowImport } from './testing/fixtures.ts';
import { heldOf, refusalOf } from './testing/outcomes.ts';

describe('expiry', () => {
  it('[H2] makes the seats available and tells the buyer, once however often it is asked', () => {
    const desk = new Desk({ holdMs: 1_000 });
    const held = desk.hold('ann', [0, 4]);
    desk.nowMs = held.untilMs;
    const ended = { state: 'expired', seats: [], amount: 0, endedAtMs: held.untilMs };
    const expired = { ok: true, hold: { ...held, ...ended }, order: null };
    expect(desk.expire(held)).toEqual(expired);
    expect(desk.states()).toBe('0000|0000');
    const notice = { buyer: 'ann', hold: held.id, state: 'expired', seats: [], untilMs: held.untilMs };
    expect(desk.entries.map(({ notices }) => notices)).toEqual([[notice], []]);
    for (let round = 0; round < 2; round++) {
      expect(desk.expire(held)).toEqual(expired);
      expect(desk.entries).toEqual([]);
    }
  });

  it('[H2] writes down the deadline as the end, however late it comes', () => {
    const desk = new Desk({ holdMs: 1_000 });
    const held = desk.hold('ann', [0]);
    desk.nowMs += 60_000;
    expect(heldOf(desk.expire(held)).endedAtMs).toBe(held.untilMs);
  });

  it('[H2] does not come a millisecond early', () => {
    const desk = new Desk({ holdMs: 1_000 });
    const held = desk.hold('ann', [0]);
    desk.nowMs = held.untilMs - 1;
    expect(heldOf(desk.expire(held))).toEqual(held);
    expect([desk.states(), desk.entries]).toEqual(['1000|0000', []]);
  });

  it('[S1] leaves seats alone that another hold took or bought, or that were blocked meanwhile', () => {
    const desk = new Desk({ sections: [8], holdMs: 1_000 });
    const late = desk.hold('ann', [0, 1, 2, 3]);
    desk.nowMs = late.untilMs;
    const next = desk.hold('bob', [0]);
    desk.buy('cy', [1]);
    desk.ask({ kind: 'block', seats: [2] });
    desk.expire(late);
    expect(desk.states()).toBe('12300000');
    expect(desk.store.seatNow('test-show', 0)).toMatchObject({ hold: next.id });
  });

  it('[P1] leaves released, paid and refunded holds as they are', () => {
    const desk = new Desk({ holdMs: 1_000 });
    const released = desk.hold('ann', [0]);
    desk.release(released);
    const paid = desk.buy('ann', [1]);
    const refunded = desk.buy('ann', [2]);
    desk.ask({ kind: 'refund', order: refunded.id, hold: refunded.hold });
    desk.nowMs += 10_000;
    for (const [id, state] of [
      [released.id, 'released'],
      [paid.hold, 'paid'],
      [refunded.hold, 'refunded'],
    ] as const) {
      expect(heldOf(desk.ask({ kind: 'expire', hold: id })).state).toBe(state);
      expect(desk.entries).toEqual([]);
    }
    expect(desk.states()).toBe('0200|0000');
  });

  it('[A1] of a hold that does not exist is refused', () => {
    const desk = new Desk();
    expect(refusalOf(desk.ask({ kind: 'expire', hold: desk.newId() }))).toEqual({ code: 'HOLD_NOT_FOUND' });
  });
});

describe('a command of the system', () => {
  it.each(['expire', 'settlePayment', 'refund', 'recordRefund'] as const)(
    '[S1] never decides about a hold of another show (%s)',
    (kind) => {
      const desk = new Desk({ holdMs: 1_000 });
      const order = desk.buy('ann', [0]);
      const elsewhere = createTestSale({ id: 'another-show' });
      desk.store.importNow(testShowImport({ id: elsewhere.show.id }));
      const about = { order: order.id, hold: order.hold };
      const command: Command =
        kind === 'settlePayment'
          ? { kind, ...about, buyer: 'ann', outcome: 'succeeded' }
          : { kind, ...about };
      const batch = { sale: elsewhere, sections: [0], commands: [{ command, seats: [0] }] };
      expect(() => desk.store.commitNow(batch)).toThrow(InvariantBroken);
      expect(desk.store.orderNow(order.id)).toEqual(order);
      expect(desk.store.seatNow(elsewhere.show.id, 0)).toEqual({ state: 'available' });
    },
  );
});

describe('block', () => {
  it('[S2] takes available seats out of the sale', () => {
    const desk = new Desk();
    expect(desk.ask({ kind: 'block', seats: [4, 0, 0] })).toEqual({ ok: true, hold: null, order: null });
    expect(desk.states()).toBe('3000|3000');
    expect(desk.entries.map(({ changes }) => changes)).toEqual([[[0, 3, 0, 0]], [[4, 3, 0, 0]]]);
  });

  it('[S2] takes the seats of overdue holds, and not those of live and paid ones', () => {
    const desk = new Desk({ holdMs: 1_000, sections: [4] });
    desk.buy('ann', [0]);
    const late = desk.hold('bob', [1]);
    desk.nowMs = late.untilMs;
    desk.hold('cy', [2]);
    const refusal = refusalOf(desk.ask({ kind: 'block', seats: [3, 2, 1, 0] }));
    expect(refusal).toEqual({ code: 'SEAT_TAKEN', details: { seats: [0, 2] } });
    expect(desk.states()).toBe('2110');
    expect(desk.ask({ kind: 'block', seats: [1, 3] }).ok).toBe(true);
    expect(desk.states()).toBe('2313');
  });

  it('[H5] repeated has no effect', () => {
    const desk = new Desk({ blocked: [0] });
    expect(desk.ask({ kind: 'block', seats: [0] }).ok).toBe(true);
    expect(desk.entries).toEqual([]);
  });
});

describe('unblock', () => {
  it('[S2] puts blocked seats back on sale and leaves the others as they are', () => {
    const desk = new Desk({ sections: [4], blocked: [0] });
    desk.buy('ann', [1]);
    desk.hold('bob', [2]);
    expect(desk.ask({ kind: 'unblock', seats: [0, 1, 2, 3] })).toEqual({ ok: true, hold: null, order: null });
    expect(desk.states()).toBe('0210');
    expect(desk.entries.map(({ changes }) => changes)).toEqual([[[0, 0, 0, 0]]]);
    desk.hold('cy', [0]);
  });
});
