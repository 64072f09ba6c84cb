import { createRandom } from '@onsale/domain/testing';
import { describe, expect, it } from 'vitest';
import { checkSeat, type Verdict } from './linearizability.ts';
import type { SeatAct, SeatOp } from './seat-spec.ts';

const rules = { holdMs: 100, paymentMs: 200 };

/** An act that was answered. */
function op(startMs: number, endMs: number, act: SeatAct): SeatOp {
  return { startMs, endMs, act, mustHappen: true };
}

/** An act that nobody answered. */
function maybe(startMs: number, act: SeatAct): SeatOp {
  return { startMs, endMs: Number.POSITIVE_INFINITY, act, mustHappen: false };
}

const take = (
  hold: string,
  untilMs: number | null,
  seen: 'active' | 'expired' | 'paid' | 'released' | null = 'active',
) => ({ kind: 'take', hold, seen, untilMs }) as const;
const refused = (hold: string) => ({ kind: 'refused', hold }) as const;
const give = (hold: string) => ({ kind: 'give', hold }) as const;
const over = (hold: string) => ({ kind: 'over', hold }) as const;
const absent = (hold: string) => ({ kind: 'absent', hold }) as const;
const extend = (hold: string, untilMs: number | null) => ({ kind: 'extend', hold, untilMs }) as const;
const sell = (hold: string) => ({ kind: 'sell', hold }) as const;
const available = { kind: 'final', state: 'available', hold: null, untilMs: 0 } as const;
const heldBy = (hold: string, untilMs: number) => ({ kind: 'final', state: 'held', hold, untilMs }) as const;
const soldTo = (hold: string) => ({ kind: 'final', state: 'sold', hold, untilMs: 0 }) as const;

const kindOf = (ops: readonly SeatOp[]): Verdict['kind'] => checkSeat(ops, rules).kind;

const accepted: readonly [name: string, ops: readonly SeatOp[]][] = [
  ['nothing', []],
  ['a hold that ends by its deadline', [op(0, 10, take('a', 105)), op(200, 201, available)]],
  [
    'one winner and those refused meanwhile',
    [op(0, 20, refused('b')), op(1, 10, take('a', 105)), op(2, 9, refused('c'))],
  ],
  [
    'the seat given back and taken again',
    [op(0, 5, take('a', 103)), op(10, 20, give('a')), op(12, 30, take('b', 118))],
  ],
  ['the seat taken again at the deadline', [op(0, 5, take('a', 103)), op(100, 110, take('b', 203))]],
  ['the same hold twice with one answer', [op(0, 50, take('a', 104)), op(2, 60, take('a', 104))]],
  ['the same hold again after it ended', [op(0, 5, take('a', 103)), op(150, 155, take('a', 103, 'expired'))]],
  [
    'an answer that came after the deadline',
    [op(0, 500, take('a', 103, 'expired')), op(120, 130, take('b', 225))],
  ],
  [
    'a hold without an answer that had its effect',
    [maybe(0, take('a', null, null)), op(20, 30, refused('b'))],
  ],
  ['a hold without an answer that had none', [maybe(0, take('a', null, null)), op(20, 30, take('b', 125))]],
  [
    'a hold without an answer that had its effect late',
    [
      maybe(0, take('a', null, null)),
      op(20, 30, take('b', 125)),
      op(40, 50, give('b')),
      op(60, 70, refused('c')),
    ],
  ],
  [
    'a repeat that finds the hold of the first',
    [maybe(0, take('a', null, null)), op(50, 60, take('a', 102)), op(101, 110, take('b', 205))],
  ],
  ['giving back twice', [op(0, 5, take('a', 103)), op(10, 11, give('a')), op(20, 21, give('a'))]],
  ['giving back too late', [op(0, 5, take('a', 103)), op(99, 110, over('a'))]],
  ['a release of a hold that has not been made yet', [op(0, 20, take('a', 115)), op(1, 10, absent('a'))]],
  [
    'a payment that moves the deadline',
    [
      op(0, 5, take('a', 103)),
      op(50, 90, extend('a', 260)),
      op(50, 90, sell('a')),
      op(300, 301, soldTo('a')),
    ],
  ],
  [
    'a payment that succeeds late, the seat still there',
    [
      op(0, 5, take('a', 103)),
      op(50, 400, extend('a', 260)),
      op(50, 400, sell('a')),
      op(500, 501, soldTo('a')),
    ],
  ],
  [
    'a payment without an answer that succeeded',
    [
      op(0, 5, take('a', 103)),
      maybe(50, extend('a', null)),
      maybe(50, sell('a')),
      op(400, 410, refused('b')),
    ],
  ],
  [
    'a payment without an answer that only moved the deadline',
    [
      op(0, 5, take('a', 103)),
      maybe(50, extend('a', null)),
      maybe(50, sell('a')),
      op(200, 210, refused('b')),
      op(300, 310, take('c', 405)),
    ],
  ],
  [
    'a payment that was declined, and its hold that ends',
    [op(0, 5, take('a', 103)), op(50, 60, extend('a', null)), op(255, 262, take('b', 361))],
  ],
];

const rejected: readonly [name: string, ops: readonly SeatOp[]][] = [
  ['two winners', [op(0, 10, take('a', 105)), op(2, 12, take('b', 108))]],
  ['a winner before the deadline of another', [op(0, 5, take('a', 103)), op(90, 110, take('b', 202))]],
  ['a refusal of a free seat', [op(0, 10, refused('a'))]],
  [
    'a refusal after the seat was given back',
    [op(0, 5, take('a', 103)), op(10, 11, give('a')), op(20, 30, refused('b'))],
  ],
  ['a refusal after the deadline', [op(0, 5, take('a', 103)), op(110, 120, refused('b'))]],
  ['a hold made before it was asked for', [op(50, 60, take('a', 120))]],
  ['a hold made after its answer', [op(0, 10, take('a', 130))]],
  ['a hold that the end does not know', [op(0, 10, take('a', 105)), op(20, 21, available)]],
  ['a seat held by nobody who asked', [op(20, 21, heldBy('x', 100))]],
  ['a seat held with another deadline', [op(0, 10, take('a', 105)), op(20, 21, heldBy('a', 106))]],
  ['a seat sold to somebody who did not pay', [op(0, 10, take('a', 105)), op(20, 21, soldTo('a'))]],
  [
    'a sale that was lost',
    [op(0, 5, take('a', 103)), op(10, 20, extend('a', 215)), op(10, 20, sell('a')), op(300, 301, available)],
  ],
  [
    'a seat sold twice',
    [
      op(0, 5, take('a', 103)),
      op(10, 20, extend('a', 215)),
      op(10, 20, sell('a')),
      op(500, 510, take('b', 605)),
    ],
  ],
  [
    'a seat given back although it was sold',
    [op(0, 5, take('a', 103)), op(10, 20, extend('a', 215)), op(10, 20, sell('a')), op(30, 40, give('a'))],
  ],
  ['giving back after the deadline', [op(0, 5, take('a', 103)), op(110, 120, give('a'))]],
  ['giving back what was never held', [op(0, 5, give('a'))]],
  ['"too late" before the deadline', [op(0, 5, take('a', 103)), op(50, 60, over('a'))]],
  ['"no such hold" after its answer', [op(0, 5, take('a', 103)), op(10, 20, absent('a'))]],
  ['two answers to one hold', [op(0, 5, take('a', 103)), op(10, 20, take('a', 104))]],
  [
    '"active" again after it was given back',
    [op(0, 5, take('a', 103)), op(10, 20, give('a')), op(30, 40, take('a', 103))],
  ],
  [
    'a winner while a payment is under way',
    [op(0, 5, take('a', 103)), op(50, 90, extend('a', 260)), op(120, 130, take('b', 225))],
  ],
  ['a payment that starts after the deadline', [op(0, 5, take('a', 103)), op(110, 130, extend('a', 320))]],
  [
    'a deadline moved by another moment than the payment’s',
    [op(0, 5, take('a', 103)), op(50, 60, extend('a', 300))],
  ],
  [
    'a late success although another has the seat',
    [
      op(0, 5, take('a', 103)),
      op(50, 60, extend('a', 255)),
      maybe(50, sell('a')),
      op(260, 265, take('b', 362)),
      op(300, 310, sell('a')),
    ],
  ],
];

describe('the check of one seat', () => {
  it.each(accepted)('[S1] [H2] accepts %s', (_name, ops) => expect(kindOf(ops)).toBe('linearizable'));
  it.each(rejected)('[S1] [H2] rejects %s', (_name, ops) => expect(kindOf(ops)).toBe('violation'));

  it('says how far it came and where it was stuck', () => {
    const [first, second] = [op(0, 10, take('a', 105)), op(20, 30, take('b', 125))];
    expect(checkSeat([first, second], rules)).toMatchObject({
      kind: 'violation',
      order: [{ act: first.act }],
      stuckAt: [{ act: second.act }],
    });
  });

  it('copes with a thousand buyers who want one seat at once', () => {
    const losers = Array.from({ length: 999 }, (_, index) => op(index / 10, 200, refused(`loser-${index}`)));
    expect(kindOf([...losers, op(50, 60, take('winner', 155))])).toBe('linearizable');
    expect(kindOf([...losers, op(50, 60, take('winner', 155)), op(51, 61, take('other', 157))])).toBe(
      'violation',
    );
  });

  it('copes with many calls that were never answered', () => {
    const lost = Array.from({ length: 60 }, (_, index) => maybe(index, take(`lost-${index}`, null, null)));
    expect(kindOf([...lost, op(100, 110, take('winner', 205)), op(110, 120, heldBy('winner', 205))])).toBe(
      'linearizable',
    );
    const early = lost.map(({ act }) => maybe(0, act));
    expect(kindOf([...early, op(100, 110, heldBy('nobody', 205))])).toBe('violation');
  });
});

type Breaks = 'nothing' | 'takes' | 'deadlines' | 'refusals';

/** What buyers at random hear of a seat that keeps the rules, or that forgets one of them now and then. */
function randomHistory(seed: number, breaks: Breaks): SeatOp[] {
  const random = createRandom(seed);
  const ops: SeatOp[] = [];
  let nowMs = 0;
  let seat: { hold: string; untilMs: number } | null = null;
  for (let index = 0; index < 60; index += 1) {
    nowMs += 1 + random.below(40) + (breaks === 'deadlines' ? 40 : 0);
    const span = (act: SeatAct) => op(nowMs - random.below(20), nowMs + random.below(20), act);
    const isFree: boolean = seat === null || seat.untilMs <= nowMs;
    const forgets = (rule: Breaks) => breaks === rule && random.below(4) === 0;
    const hold = `hold-${index}`;
    if (seat !== null && random.below(3) === 0) {
      const isLive = !isFree || forgets('deadlines');
      ops.push(span(isLive ? give(seat.hold) : over(seat.hold)));
      if (isLive) seat = null;
    } else if (isFree ? !forgets('refusals') : forgets('takes')) {
      seat = { hold, untilMs: nowMs + rules.holdMs };
      const isAnswered = random.below(6) > 0;
      ops.push(
        isAnswered ? span(take(hold, seat.untilMs)) : maybe(nowMs - random.below(20), take(hold, null, null)),
      );
    } else ops.push(span(refused(hold)));
  }
  const end = seat === null ? available : heldBy(seat.hold, seat.untilMs);
  return [...ops, op(nowMs + 21, nowMs + 21, end)];
}

describe('the check of random histories', () => {
  const seeds = Array.from({ length: 300 }, (_, index) => index + 1);

  it('[S1] accepts whatever a seat that keeps the rules tells', () => {
    expect(seeds.filter((seed) => kindOf(randomHistory(seed, 'nothing')) !== 'linearizable')).toEqual([]);
  });

  it.each(['takes', 'deadlines', 'refusals'] as const)(
    '[S1] [H2] rejects most of what one tells that forgets %s',
    (breaks) => {
      const caught = seeds.filter((seed) => kindOf(randomHistory(seed, breaks)) === 'violation');
      expect(caught.length).toBeGreaterThan(seeds.length / 2);
    },
  );
});
