import type { HoldBody } from '@onsale/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  firstDeadlineMs,
  holdsIn,
  laterOf,
  noHoldings,
  withEvent,
  withHold,
  withList,
  withoutOverdue,
} from './holdings.ts';

function hold(changes: Partial<HoldBody> = {}): HoldBody {
  return {
    id: 'h1',
    show: 's',
    seats: [1, 2],
    amount: 200,
    currency: 'EUR',
    expiresAt: '2030-01-01T00:02:00.000Z',
    state: 'active',
    order: null,
    serverTime: '2030-01-01T00:00:00.000Z',
    ...changes,
  };
}

const holdingsOf = (...holds: HoldBody[]) => holds.reduce(withHold, noHoldings);
const later = { ...hold(), seats: [2], amount: 100 };

describe('laterOf', () => {
  it('prefers fewer seats, a later deadline, and a later state', () => {
    expect(laterOf(hold(), later)).toBe(later);
    expect(laterOf(later, hold())).toBe(later);
    const moved = hold({ expiresAt: '2030-01-01T00:03:00.000Z' });
    expect(laterOf(moved, hold())).toBe(moved);
    const released = hold({ state: 'released', seats: [] });
    expect(laterOf(released, moved)).toBe(released);
    const paidLate = hold({ state: 'paid', order: 'o1' });
    expect(laterOf(hold({ state: 'expired' }), paidLate)).toBe(paidLate);
  });

  it('comes to the same whatever the order in which accounts arrive', () => {
    const account = fc.record({
      state: fc.constantFrom<HoldBody['state']>('active', 'released', 'expired', 'paid', 'refunded'),
      size: fc.integer({ min: 0, max: 2 }),
      minute: fc.integer({ min: 2, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(account, { minLength: 1, maxLength: 6 }), fc.nat(), (accounts, turn) => {
        const holds = accounts.map(({ state, size, minute }) =>
          hold({ state, seats: [1, 2].slice(0, size), expiresAt: `2030-01-01T00:0${minute}:00.000Z` }),
        );
        const turned = [
          ...holds.slice(turn % holds.length),
          ...holds.slice(0, turn % holds.length),
        ].reverse();
        const rank = ({ state, seats, expiresAt }: HoldBody | undefined = hold()) => [
          state === 'released' || state === 'expired' ? 'ended' : state,
          seats.length,
          expiresAt,
        ];
        expect(rank(holdingsOf(...turned).get('h1'))).toEqual(rank(holdingsOf(...holds).get('h1')));
      }),
    );
  });
});

describe('withEvent', () => {
  const event = { id: 'h1', show: 's', expiresAt: '2030-01-01T00:02:00.000Z', order: null } as const;

  it('[H8] keeps that a hold may be extended until its deadline has moved', () => {
    const known = holdingsOf(hold({ mayExtend: true }));
    const told = (expiresAt: string) =>
      withEvent(known, { ...event, expiresAt, seats: [1, 2], state: 'active' }, 'EUR', () => 200).get('h1');
    expect(told(event.expiresAt)?.mayExtend).toBe(true);
    expect(told('2030-01-01T00:03:00.000Z')?.mayExtend).toBeUndefined();
  });

  it('prices the seats that are left', () => {
    const next = withEvent(
      holdingsOf(hold()),
      { ...event, state: 'active', seats: [2] },
      'EUR',
      (seats) => seats.length * 100,
    );
    expect(next.get('h1')).toMatchObject({ seats: [2], amount: 100 });
  });

  it('remembers which seats an ended hold had', () => {
    const next = withEvent(holdingsOf(hold()), { ...event, state: 'expired', seats: [] }, 'EUR', () => 0);
    expect(next.get('h1')).toMatchObject({ state: 'expired', seats: [1, 2] });
  });

  it('shows a hold that was made elsewhere by the same buyer', () => {
    const next = withEvent(noHoldings, { ...event, state: 'active', seats: [5] }, 'EUR', () => 100);
    expect(holdsIn(next, 'active')).toMatchObject([{ id: 'h1', seats: [5], amount: 100, currency: 'EUR' }]);
  });
});

describe('withList', () => {
  it('ends what the list leaves out, but not what was made after it was asked for', () => {
    const known = holdingsOf(hold({ id: 'gone' }), hold({ id: 'bought', state: 'paid' }));
    const now = withHold(known, hold({ id: 'fresh' }));
    const next = withList(now, [hold({ id: 'other' })], known);
    expect(holdsIn(next, 'active').map(({ id }) => id)).toEqual(['fresh', 'other']);
    expect(holdsIn(next, 'paid')).toEqual([]);
  });

  it('does not bring back what has ended since', () => {
    const now = withHold(holdingsOf(hold()), hold({ state: 'released' }));
    expect(holdsIn(withList(now, [hold()], holdingsOf(hold())), 'active')).toEqual([]);
  });
});

describe('deadlines', () => {
  const holdings = holdingsOf(hold({ id: 'a' }), hold({ id: 'b', expiresAt: '2030-01-01T00:05:00.000Z' }));
  const deadlineMs = Date.parse('2030-01-01T00:02:00.000Z');

  it('names the first', () => {
    expect(firstDeadlineMs(holdings)).toBe(deadlineMs);
    expect(firstDeadlineMs(noHoldings)).toBeNull();
  });

  it('[H2] ends a hold at its deadline, unless its payment is under way', () => {
    expect(withoutOverdue(holdings, deadlineMs - 1, () => false)).toBe(holdings);
    expect(
      holdsIn(
        withoutOverdue(holdings, deadlineMs, () => false),
        'active',
      ).map(({ id }) => id),
    ).toEqual(['b']);
    expect(withoutOverdue(holdings, deadlineMs, (id) => id === 'a')).toBe(holdings);
  });
});

it('forgets ended holds first when there are too many', () => {
  let holdings = holdingsOf(hold({ id: 'kept', state: 'paid' }));
  for (let count = 0; count < 600; count++) {
    holdings = withHold(holdings, hold({ id: `h${count}`, state: 'released' }));
  }
  expect(holdings.size).toBe(500);
  expect(holdings.has('kept')).toBe(true);
  expect(holdings.has('h599')).toBe(true);
});
