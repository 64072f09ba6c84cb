import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import type { Loaded } from './draft.ts';
import { InvariantBroken } from './errors.ts';
import { availableSeat } from './seat.ts';
import { Desk } from './testing/desk.ts';
import { createTestSale } from './testing/fixtures.ts';
import { heldOf, orderedOf, refusalOf } from './testing/outcomes.ts';

const loaded: Loaded = {
  nowMs: 100,
  seats: new Map([0, 1].map((seat) => [seat, availableSeat])),
  holds: new Map(),
  orders: new Map(),
  tallies: new Map(),
};
const hold = { kind: 'hold', id: '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d', buyer: 'ann' } as const;

describe('decide', () => {
  it('[S4] answers each command in the order of the batch, each seeing those before it', () => {
    const desk = new Desk();
    const [first, second, order] = [desk.newId(), desk.newId(), desk.newId()];
    const outcomes = desk.batch(
      { kind: 'hold', id: first, buyer: 'ann', seats: [0, 4] },
      { kind: 'hold', id: second, buyer: 'bob', seats: [4] },
      { kind: 'release', hold: first, buyer: 'ann', seats: [4] },
      { kind: 'hold', id: second, buyer: 'bob', seats: [4] },
      { kind: 'startPayment', order, hold: second, buyer: 'bob' },
      { kind: 'settlePayment', order, hold: second, buyer: 'bob', outcome: 'succeeded' },
      { kind: 'refund', order, hold: second },
      { kind: 'recordRefund', order, hold: second },
      { kind: 'block', seats: [4, 5] },
      { kind: 'unblock', seats: [5] },
      { kind: 'expire', hold: first },
    );
    expect(refusalOf(outcomes[1])).toEqual({ code: 'SEAT_TAKEN', details: { seats: [4] } });
    expect(outcomes.filter(({ ok }) => !ok)).toHaveLength(1);
    expect(heldOf(outcomes[3]).buyer).toBe('bob');
    expect(outcomes.slice(4, 8).map((outcome) => orderedOf(outcome).state)).toEqual([
      'pending',
      'paid',
      'refund_due',
      'refunded',
    ]);
    expect(desk.states()).toBe('1000|3000');
    expect(desk.entries.map(({ section, version }) => [section, version])).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });

  it('[H4] counts what the same batch has taken and given back towards the cap', () => {
    const desk = new Desk({ sections: [8], cap: 2 });
    const first = desk.newId();
    const ask = (seats: number[], id = desk.newId()) => ({ kind: 'hold', id, buyer: 'ann', seats }) as const;
    const outcomes = desk.batch(
      ask([0, 1], first),
      ask([2]),
      { kind: 'release', hold: first, buyer: 'ann', seats: [0] },
      ask([3]),
      ask([4]),
    );
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true, true, false]);
    expect(refusalOf(outcomes[4]).details).toEqual({ cap: 2, claimed: 2 });
  });

  it('changes neither its input nor what it answered before', () => {
    const seats = Object.freeze([1, 0]);
    const before = structuredCopy(loaded);
    const { outcomes, writes } = decide(createTestSale(), [{ command: { ...hold, seats }, seats }], loaded);
    expect(loaded).toEqual(before);
    expect(heldOf(outcomes[0]).seats).toEqual([0, 1]);
    expect(writes.holds.get(hold.id)).toEqual(heldOf(outcomes[0]));
  });

  it('decides the same about the same', () => {
    const commands = [{ command: { ...hold, seats: [0, 1] }, seats: [0, 1] }];
    expect(decide(createTestSale(), commands, loaded)).toEqual(decide(createTestSale(), commands, loaded));
  });

  it('has nothing to write for no commands', () => {
    const { outcomes, writes } = decide(createTestSale(), [], loaded);
    expect(outcomes).toEqual([]);
    expect(writes.log.size).toBe(0);
  });

  it('[L1] throws, and so writes nothing, when a seat that it needs was not loaded', () => {
    const commands = [
      { command: { ...hold, seats: [0] }, seats: [0] },
      { command: { kind: 'block', seats: [7] } as const, seats: [7] },
    ];
    expect(() => decide(createTestSale(), commands, loaded)).toThrow(InvariantBroken);
  });
});

function structuredCopy({ seats, holds, orders, tallies, nowMs }: Loaded): Loaded {
  return {
    nowMs,
    seats: new Map(seats),
    holds: new Map(holds),
    orders: new Map(orders),
    tallies: new Map(tallies),
  };
}
