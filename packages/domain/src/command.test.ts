import { describe, expect, it } from 'vitest';
import { type Command, needOf, refuse } from './command.ts';

const seated = (command: Command, seats: readonly number[]) => ({ command, seats });

describe('needOf', () => {
  it('[H4] needs the seats, the id, and the buyer’s count for a hold', () => {
    const need = needOf([seated({ kind: 'hold', id: 'h1', buyer: 'ann', seats: [3, 1] }, [3, 1])]);
    expect(need).toEqual({
      seats: [1, 3],
      whole: [],
      holds: ['h1'],
      orders: [],
      ordersOf: [],
      buyers: ['ann'],
    });
  });

  it('[P1] needs the newest order of a hold that is released or paid', () => {
    const release: Command = { kind: 'release', hold: 'h1', buyer: 'ann', seats: [1] };
    const pay: Command = { kind: 'startPayment', order: 'o1', hold: 'h2', buyer: 'bob' };
    expect(needOf([seated(release, [1, 2]), seated(pay, [3])])).toEqual({
      seats: [1, 2, 3],
      whole: [],
      holds: ['h1', 'h2'],
      orders: ['o1'],
      ordersOf: ['h1', 'h2'],
      buyers: ['bob'],
    });
  });

  it.each(['settlePayment', 'refund', 'recordRefund'] as const)(
    '[P1] needs hold and order for %s',
    (kind) => {
      const ids = { order: 'o1', hold: 'h1' };
      const command: Command =
        kind === 'settlePayment' ? { kind, ...ids, buyer: 'ann', outcome: 'declined' } : { kind, ...ids };
      expect(needOf([seated(command, [0])])).toMatchObject({ holds: ['h1'], orders: ['o1'], seats: [0] });
    },
  );

  it('[H4] needs the buyer’s count for a payment, which may come late', () => {
    const settle = {
      kind: 'settlePayment',
      order: 'o1',
      hold: 'h1',
      buyer: 'ann',
      outcome: 'succeeded',
    } as const;
    expect(needOf([seated(settle, [0])]).buyers).toEqual(['ann']);
    expect(needOf([seated({ kind: 'refund', order: 'o1', hold: 'h1' }, [0])]).buyers).toEqual([]);
  });

  it('[H4] needs the buyer’s count at the start of a payment, which moves a deadline', () => {
    const pay: Command = { kind: 'startPayment', order: 'o1', hold: 'h1', buyer: 'ann' };
    expect(needOf([seated(pay, [0])]).buyers).toEqual(['ann']);
  });

  it('[H4] needs the buyer’s count for an extension, which moves a deadline', () => {
    const need = needOf([seated({ kind: 'extend', hold: 'h1', buyer: 'ann' }, [0])]);
    expect(need).toMatchObject({ holds: ['h1'], ordersOf: ['h1'], buyers: ['ann'] });
  });

  it('needs the hold that expires, and only the seats that are blocked or unblocked', () => {
    expect(needOf([seated({ kind: 'expire', hold: 'h1' }, [2])])).toMatchObject({
      holds: ['h1'],
      seats: [2],
    });
    for (const kind of ['block', 'unblock'] as const) {
      const need = needOf([seated({ kind, seats: [2] }, [2])]);
      expect(need).toEqual({ seats: [2], whole: [], holds: [], orders: [], ordersOf: [], buyers: [] });
    }
  });

  it('[S4] needs each thing of a batch once, in the order in which it is locked', () => {
    const hold = (id: string, buyer: string, seats: number[]) =>
      seated({ kind: 'hold', id, buyer, seats }, seats);
    const need = needOf([hold('h2', 'cy', [11, 2]), hold('h1', 'ann', [2]), hold('h2', 'cy', [11, 2])]);
    expect(need).toMatchObject({ seats: [2, 11], whole: [], holds: ['h1', 'h2'], buyers: ['ann', 'cy'] });
  });
});

describe('refuse', () => {
  it('[A1] gives code and details, and no details where there are none', () => {
    expect(refuse('SEAT_TAKEN', { seats: [1] })).toEqual({
      ok: false,
      error: { code: 'SEAT_TAKEN', details: { seats: [1] } },
    });
    expect(Object.keys(Object(refuse('BUSY')))).toEqual(['ok', 'error']);
    expect(refuse('BUSY')).toStrictEqual({ ok: false, error: { code: 'BUSY' } });
  });
});
