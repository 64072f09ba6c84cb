import { describe, expect, it } from 'vitest';
import { type LedgerRows, ledgerFaults, ledgerSums } from './ledger.ts';

const show = 'test-show';
const seat = (index: number, hold: string | null = null) =>
  ({ show, seat: index, state: hold === null ? 'available' : 'sold', hold }) as const;
const order = { id: 'o1', hold: 'h1', show, seats: [0, 1], amount: 60, state: 'paid' } as const;
const hold = { id: 'h1', show, seats: [0, 1], amount: 60, state: 'paid', order: 'o1' } as const;
const sound: LedgerRows = {
  orders: [
    order,
    { ...order, id: 'o0', state: 'declined' },
    { ...order, id: 'o2', hold: 'h2', seats: [3], amount: 30, state: 'refunded' },
    { ...order, id: 'o3', hold: 'h3', seats: [1], amount: 30, state: 'refund_due' },
    { ...order, id: 'o4', hold: 'h4', seats: [2], amount: 5, state: 'pending' },
  ],
  holds: [
    hold,
    { ...hold, id: 'h2', seats: [], amount: 0, state: 'refunded', order: 'o2' },
    { ...hold, id: 'h3', seats: [], amount: 0, state: 'expired', order: 'o3' },
    { ...hold, id: 'h4', seats: [2], amount: 5, state: 'active', order: 'o4' },
  ],
  seats: [seat(0, 'h1'), seat(1, 'h1'), { ...seat(2), state: 'held', hold: 'h4' }, seat(3)],
};
const [, ...otherOrders] = sound.orders;
const [, ...otherHolds] = sound.holds;

describe('the ledger', () => {
  it('[P1] finds no fault where every payment is an order or a refund', () => {
    expect(ledgerFaults(sound)).toEqual([]);
    expect(ledgerFaults({ orders: [], holds: [], seats: [seat(0)] })).toEqual([]);
  });

  it('[P1] adds up the orders of each state', () => {
    expect(ledgerSums(sound.orders)).toEqual({
      ...{ pending: 5, paid: 60, declined: 60, refund_due: 30, refunded: 30 },
    });
  });

  it.each<[string, LedgerRows, string[]]>([
    [
      'a paid order whose seat is not sold',
      { ...sound, seats: [seat(0, 'h1'), seat(1)] },
      ['order o1 is paid and its seat 1 is not sold to it'],
    ],
    [
      'a seat sold to another hold than its order’s',
      { ...sound, seats: [seat(0, 'h1'), seat(1, 'h3')] },
      [
        'order o1 is paid and its seat 1 is not sold to it',
        'seat 1 of test-show is sold to another hold than its order’s',
      ],
    ],
    [
      'a sold seat without an order',
      { ...sound, seats: [...sound.seats, seat(9, 'h9')] },
      ['seat 9 of test-show is sold and has 0 paid orders'],
    ],
    [
      'a seat that is sold twice',
      {
        ...sound,
        orders: [...sound.orders, { ...order, id: 'o5', hold: 'h5', seats: [1], amount: 30 }],
        holds: [...sound.holds, { ...hold, id: 'h5', seats: [1], amount: 30, order: 'o5' }],
      },
      [
        'order o5 is paid and its seat 1 is not sold to it',
        'seat 1 of test-show is sold and has 2 paid orders',
      ],
    ],
    [
      'an order that is paid and given back',
      { ...sound, orders: [...sound.orders, { ...order, state: 'refunded' }] },
      ['order o1 is there twice, as refunded too', 'order o1 is refunded and its hold h1 is paid by it'],
    ],
    [
      'a hold that is paid twice',
      { ...sound, orders: [{ ...order, id: 'o0' }, order, ...otherOrders.slice(1)] },
      [
        'order o0 is paid and its hold h1 is paid otherwise',
        'hold h1 is paid and has 2 paid orders',
        'seat 0 of test-show is sold and has 2 paid orders',
        'seat 1 of test-show is sold and has 2 paid orders',
        'paid orders come to 120, and paid holds to 60',
      ],
    ],
    [
      'a refund whose hold keeps its seats',
      { ...sound, orders: [{ ...order, state: 'refund_due' }, ...otherOrders], seats: [] },
      [
        'order o1 is refund_due and its hold h1 is paid by it',
        'hold h1 is paid and has 0 paid orders',
        'paid orders come to 0, and paid holds to 60',
      ],
    ],
    [
      'a paid order whose hold ended',
      { ...sound, holds: [{ ...hold, state: 'expired' }, ...otherHolds] },
      [
        'order o1 is paid and its hold h1 is expired otherwise',
        'hold h1 is expired and has 1 paid orders',
        'paid orders come to 60, and paid holds to 0',
      ],
    ],
    [
      'a hold that has cost something else than its order',
      { ...sound, holds: [{ ...hold, amount: 30 }, ...otherHolds] },
      ['order o1 is paid and its hold h1 is paid otherwise', 'paid orders come to 60, and paid holds to 30'],
    ],
    [
      'an order without its hold',
      { ...sound, holds: [hold] },
      ['order o2 has no hold h2', 'order o3 has no hold h3', 'order o4 has no hold h4'],
    ],
  ])('[P1] [S1] finds %s', (_, rows, faults) => {
    expect(ledgerFaults(rows)).toEqual(faults);
  });
});
