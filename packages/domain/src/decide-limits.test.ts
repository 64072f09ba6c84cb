import { describe, expect, it } from 'vitest';
import type { Hold } from './hold.ts';
import { Desk } from './testing/desk.ts';
import { heldOf, orderedOf, refusalOf } from './testing/outcomes.ts';

const holdOf = (desk: Desk, seat: number, id = desk.newId(), buyer = 'ann') =>
  ({ kind: 'hold', id, buyer, seats: [seat] }) as const;

describe('holds within a minute', () => {
  const threeAMinute = () => new Desk({ sections: [4, 4], cap: 8, limits: { holdsPerMinuteMax: 3 } });

  it('[H6] are granted up to the limit, over all sections, and again when the oldest is a minute old', () => {
    const desk = threeAMinute();
    desk.hold('ann', [0]);
    for (const seat of [1, 4]) {
      desk.nowMs += 20_000;
      desk.hold('ann', [seat]);
    }
    desk.nowMs += 19_999;
    const refusal = { code: 'TOO_MANY_HOLDS', details: { retryAfterMs: 1 } };
    expect(refusalOf(desk.ask(holdOf(desk, 5)))).toEqual(refusal);
    expect(desk.entries).toEqual([]);
    desk.nowMs += 1;
    desk.hold('ann', [5]);
    expect(refusalOf(desk.ask(holdOf(desk, 6))).details).toEqual({ retryAfterMs: 20_000 });
  });

  it('[H6] count whatever became of them, and each buyer has his own', () => {
    const desk = threeAMinute();
    desk.release(desk.hold('ann', [0]));
    desk.buy('ann', [0]);
    const paid = desk.buy('ann', [1]);
    desk.ask({ kind: 'refund', order: paid.id, hold: paid.hold });
    expect(refusalOf(desk.ask(holdOf(desk, 2))).code).toBe('TOO_MANY_HOLDS');
    desk.hold('bob', [2]);
  });

  it('[H6] count within a batch as well', () => {
    const desk = threeAMinute();
    const outcomes = desk.batch(...[0, 1, 2, 4].map((seat) => holdOf(desk, seat)));
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true, false]);
    expect(refusalOf(outcomes[3]).details).toEqual({ retryAfterMs: 60_000 });
  });

  it('[H6] [H5] do not count repeats and refusals, and repeats are always answered', () => {
    const desk = threeAMinute();
    desk.hold('bob', [7]);
    const id = desk.newId();
    const first = desk.hold('ann', [0], id);
    for (let round = 0; round < 3; round++) {
      expect(desk.hold('ann', [0], id)).toEqual(first);
      expect(refusalOf(desk.ask(holdOf(desk, 7))).code).toBe('SEAT_TAKEN');
    }
    desk.hold('ann', [1]);
    desk.hold('ann', [2]);
    expect(refusalOf(desk.ask(holdOf(desk, 3))).code).toBe('TOO_MANY_HOLDS');
    expect(desk.hold('ann', [0], id)).toEqual(first);
  });

  it('[H6] are refused before their seats are looked at', () => {
    const desk = threeAMinute();
    desk.hold('bob', [7]);
    for (const seat of [0, 1, 2]) desk.hold('ann', [seat]);
    expect(refusalOf(desk.ask(holdOf(desk, 7))).code).toBe('TOO_MANY_HOLDS');
  });
});

describe('a buyer who drops holds', () => {
  const twoDrops = () =>
    new Desk({
      ...{ sections: [4, 4], cap: 8, holdMs: 1_000, paymentMs: 2_000 },
      limits: { dropsMax: 2, dropWindowMs: 10_000 },
    });
  const drop = (desk: Desk, seat: number): Hold => heldOf(desk.release(desk.hold('ann', [seat])));

  it('[H7] cools down until the oldest drop leaves the window', () => {
    const desk = twoDrops();
    drop(desk, 0);
    desk.nowMs += 4_000;
    drop(desk, 4);
    desk.nowMs += 5_999;
    const refusal = { code: 'COOLING_DOWN', details: { retryAfterMs: 1 } };
    expect(refusalOf(desk.ask(holdOf(desk, 0)))).toEqual(refusal);
    expect(desk.entries).toEqual([]);
    desk.hold('bob', [0]);
    desk.nowMs += 1;
    drop(desk, 1);
    expect(refusalOf(desk.ask(holdOf(desk, 1))).details).toEqual({ retryAfterMs: 4_000 });
  });

  it('[H7] is counted from the deadline of what he lets expire, swept or not', () => {
    const desk = twoDrops();
    const holds = [desk.hold('ann', [0]), desk.hold('ann', [4])];
    desk.nowMs += 1_000;
    const refused = () => refusalOf(desk.ask(holdOf(desk, 1)));
    expect(refused()).toEqual({ code: 'COOLING_DOWN', details: { retryAfterMs: 10_000 } });
    desk.nowMs += 3_000;
    for (const hold of holds) desk.expire(hold);
    expect(refused()).toEqual({ code: 'COOLING_DOWN', details: { retryAfterMs: 7_000 } });
  });

  it('[H7] stays cool while more than the limit are in the window', () => {
    const desk = twoDrops();
    const holds = [0, 1, 2].map((seat) => desk.hold('ann', [seat]));
    for (const hold of holds) {
      desk.release(hold);
      desk.nowMs += 100;
    }
    desk.nowMs += 9_700;
    expect(refusalOf(desk.ask(holdOf(desk, 3))).details).toEqual({ retryAfterMs: 100 });
    desk.nowMs += 100;
    desk.hold('ann', [3]);
  });

  it('[H7] may give back some seats of a hold, and what he pays for does not count', () => {
    const desk = twoDrops();
    for (const seat of [0, 1]) {
      const order = desk.buy('ann', [seat]);
      desk.ask({ kind: 'refund', order: order.id, hold: order.hold });
    }
    const held = desk.hold('ann', [0, 1, 2]);
    for (const seat of [0, 1]) desk.release(held, [seat]);
    desk.buy('ann', [3]);
    expect(desk.hold('ann', [4]).seats).toEqual([4]);
  });

  it('[H7] [P1] has not dropped what a late payment takes back, in the same batch too', () => {
    const desk = twoDrops();
    drop(desk, 0);
    const order = desk.startPayment(desk.hold('ann', [4]));
    desk.nowMs += 2_000;
    expect(refusalOf(desk.ask(holdOf(desk, 1))).code).toBe('COOLING_DOWN');
    const { id, hold } = order;
    const outcomes = desk.batch(
      holdOf(desk, 1),
      { kind: 'settlePayment', order: id, hold, buyer: 'ann', outcome: 'succeeded' },
      holdOf(desk, 1),
    );
    expect(refusalOf(outcomes[0]).code).toBe('COOLING_DOWN');
    expect(orderedOf(outcomes[1]).state).toBe('paid');
    expect(heldOf(outcomes[2]).seats).toEqual([1]);
  });

  it('[H7] [H5] still gets the answer to a repeated hold', () => {
    const desk = twoDrops();
    const id = desk.newId();
    const kept = desk.hold('ann', [7], id);
    for (const seat of [0, 1]) drop(desk, seat);
    expect(desk.hold('ann', [7], id)).toEqual(kept);
  });

  it('[H7] is refused before his seats are looked at, and after his cap', () => {
    const desk = twoDrops();
    desk.hold('bob', [7]);
    for (const seat of [0, 1]) drop(desk, seat);
    expect(refusalOf(desk.ask(holdOf(desk, 7))).code).toBe('COOLING_DOWN');
    const seats = Array.from({ length: 9 }, (_, seat) => seat);
    const capped = new Desk({ sections: [9], cap: 8, limits: { dropsMax: 1, dropWindowMs: 10_000 } });
    drop(capped, 0);
    const id = capped.newId();
    expect(refusalOf(capped.ask({ kind: 'hold', id, buyer: 'ann', seats })).code).toBe('CAP_EXCEEDED');
  });
});

describe('limits that are off', () => {
  it('bar nobody', () => {
    const desk = new Desk();
    for (let round = 0; round < 40; round++) desk.release(desk.hold('ann', [0]));
    expect(desk.hold('ann', [0]).state).toBe('active');
  });
});
