import type { HoldBody, OrderBody } from '@onsale/contracts';
import { describe, expect, it } from 'vitest';
import { type Asked, type Call, type CallOutcome, History } from './history.ts';
import { seatHistories } from './seat-histories.ts';

const show = 'grid';
const until = (ms: number) => new Date(ms).toISOString();
const body = (change: Partial<HoldBody> = {}): HoldBody => ({
  id: 'h',
  show,
  seats: [1, 2],
  amount: 2,
  currency: 'KRW',
  expiresAt: until(500),
  state: 'active',
  order: null,
  serverTime: until(0),
  ...change,
});
const orderBody = (state: OrderBody['state'], seats = [1, 2]): OrderBody => ({
  id: 'o',
  hold: 'h',
  show,
  seats,
  amount: 2,
  currency: 'KRW',
  state,
  createdAt: until(0),
});

const hold: Asked = { kind: 'hold', show, hold: 'h', seats: [1, 2] };
const release: Asked = { kind: 'release', show, hold: 'h', seats: [1, 2], isWhole: true };
const pay: Asked = { kind: 'pay', show, hold: 'h', order: 'o', method: 'sandbox-card', seats: [1, 2] };
const ok = (hold: HoldBody, order: OrderBody | null = null): CallOutcome => ({ kind: 'ok', hold, order });
const refused = (
  code: 'SEAT_TAKEN' | 'HOLD_EXPIRED' | 'HOLD_NOT_FOUND' | 'PAYMENT_DECLINED' | 'BUSY',
  seats: number[] = [],
) => ({ kind: 'refused', code, seats }) as const;
const unknown: CallOutcome = { kind: 'unknown', why: 'timeout' };

const call = (asked: Asked, outcome: CallOutcome, startMs = 100, endMs = 200): Call => ({
  buyer: 'ann',
  via: 'http',
  process: 'seats-api-1',
  asked,
  outcome,
  startMs,
  endMs,
});

/** The acts of seat 1, as `kind` or, where no answer came, `kind?`, and of seat 2. */
function actsOf(...calls: Call[]): [string[], string[]] {
  const finals = { seats: [], startMs: 0, endMs: 0 };
  const histories = seatHistories(calls, finals, { refusalAgeMsMax: 50, clockMs: 3 });
  const name = (seat: number) =>
    (histories.get(`${show}/${seat}`) ?? []).map(
      ({ act, mustHappen }) => `${act.kind}${mustHappen ? '' : '?'}`,
    );
  return [name(1), name(2)];
}

describe('what a call says of its seats', () => {
  it.each([
    ['a hold', call(hold, ok(body())), [['take'], ['take']]],
    ['a hold without an answer', call(hold, unknown), [['take?'], ['take?']]],
    ['a hold that one seat stood in the way of', call(hold, refused('SEAT_TAKEN', [2])), [[], ['refused']]],
    ['a hold that nobody had time for', call(hold, refused('BUSY')), [[], []]],
    ['a release', call(release, ok(body({ state: 'released', seats: [] }))), [['give'], ['give']]],
    ['a release without an answer', call(release, unknown), [['give?'], ['give?']]],
    ['a release too late', call(release, refused('HOLD_EXPIRED')), [['over'], ['over']]],
    ['a release of nothing', call(release, refused('HOLD_NOT_FOUND')), [['absent'], ['absent']]],
    [
      'a payment',
      call(pay, ok(body(), orderBody('paid'))),
      [
        ['extend', 'sell'],
        ['extend', 'sell'],
      ],
    ],
    [
      'a payment for the seats that were left',
      call(pay, ok(body(), orderBody('paid', [2]))),
      [[], ['extend', 'sell']],
    ],
    [
      'a payment under way',
      call(pay, ok(body(), orderBody('pending'))),
      [
        ['extend', 'sell?'],
        ['extend', 'sell?'],
      ],
    ],
    ['a payment that went back', call(pay, ok(body(), orderBody('refunded'))), [['extend'], ['extend']]],
    [
      'a payment without an answer',
      call(pay, unknown),
      [
        ['extend?', 'sell?'],
        ['extend?', 'sell?'],
      ],
    ],
    ['a payment that was declined', call(pay, refused('PAYMENT_DECLINED')), [['extend'], ['extend']]],
  ])('%s', (_what, made, acts) => expect(actsOf(made)).toEqual(acts));

  it('is one act for a command that went unanswered twice, from when it was first sent and without an end', () => {
    const histories = seatHistories(
      [call(hold, unknown, 100, 200), call(hold, unknown, 300, 400)],
      { seats: [], startMs: 0, endMs: 0 },
      { refusalAgeMsMax: 50, clockMs: 3 },
    );
    expect(histories.get('grid/1')).toMatchObject([{ startMs: 97, endMs: Number.POSITIVE_INFINITY }]);
  });

  it('may be old where it was refused, and only there', () => {
    const spanOf = (outcome: CallOutcome) =>
      seatHistories(
        [call(hold, outcome)],
        { seats: [], startMs: 0, endMs: 0 },
        { refusalAgeMsMax: 50, clockMs: 3 },
      ).get('grid/1');
    expect(spanOf(refused('SEAT_TAKEN', [1]))).toMatchObject([{ startMs: 47, endMs: 203 }]);
    expect(spanOf(ok(body()))).toMatchObject([{ startMs: 97, endMs: 203, act: { untilMs: 500 } }]);
  });

  it.each([
    [{ state: 'active' }, 'active', 500],
    [{ state: 'active', seats: [2] }, 'released', 500],
    [{ state: 'active', order: 'o' }, 'active', null],
    [{ state: 'paid', order: 'o' }, 'paid', null],
    [{ state: 'expired', seats: [] }, 'expired', 500],
    [{ state: 'released', seats: [] }, 'released', 500],
  ] as const)('is, for a hold that is %o, that the seat is %s until %s', (change, seen, untilMs) => {
    const made = call(hold, ok(body({ ...change, seats: [...('seats' in change ? change.seats : [1, 2])] })));
    const histories = seatHistories(
      [made],
      { seats: [], startMs: 0, endMs: 0 },
      { refusalAgeMsMax: 0, clockMs: 0 },
    );
    expect(histories.get('grid/1')?.[0]?.act).toEqual({ kind: 'take', hold: 'h', seen, untilMs });
  });
});

describe('the history', () => {
  it('[A1] keeps a command open until it has an answer of its own', () => {
    const history = new History();
    const openAfter = (outcome: CallOutcome) => {
      history.add(call(hold, outcome));
      return history.unresolved().length;
    };
    expect(openAfter(refused('BUSY'))).toBe(0);
    expect(openAfter(unknown)).toBe(1);
    expect(openAfter(refused('BUSY'))).toBe(1);
    expect(openAfter(ok(body()))).toBe(0);
    expect(history.counts()).toMatchObject({
      calls: 4,
      ok: 1,
      refused: 2,
      unknown: 1,
      refusedBy: { BUSY: 2 },
    });
  });
});
