import { changeOf, type LogEntry, type SeatRecord } from '@onsale/domain';
import { createTestSale } from '@onsale/domain/testing';
import { describe, expect, it } from 'vitest';
import { lostAcknowledgements } from './acknowledged.ts';
import type { Call } from './history.ts';
import { invariantFaults } from './invariants.ts';
import { replayLog } from './log-replay.ts';
import type { HoldRow, OrderRow, SeatRow, SectionRow, ShowRows } from './rows.ts';

const sale = createTestSale({ sections: [3, 3], holdMs: 100, paymentMs: 200, cap: 4 });
const show = { id: sale.show.id, sale, sections: sale.plan.sections, blocked: [5] };
const [standard, premium] = [30_00, 75_50];

const held = (hold: string, untilMs: number): SeatRecord => ({ state: 'held', hold, untilMs });
const sold = (hold: string): SeatRecord => ({ state: 'sold', hold });
const available: SeatRecord = { state: 'available' };

function entry(section: number, version: number, changes: Record<number, SeatRecord>): LogEntry {
  return {
    show: show.id,
    section,
    version,
    changes: Object.entries(changes).map(([seat, record]) => changeOf(Number(seat), record)),
    notices: [],
  };
}

/**
 * Seat 0 is held by `live`, seats 1 and 3 are sold to `sold`, seat 2 was held by `gone`, whose time is over, seat 4 is
 * held by `late`, which nobody has swept, and seat 5 is blocked.
 */
class Rows implements ShowRows {
  show = show;
  nowMs = 1_000;
  seats: SeatRow[] = [
    { seat: 0, state: 1, hold: 'live', untilMs: 1_050 },
    { seat: 1, state: 2, hold: 'sold', untilMs: 0 },
    { seat: 2, state: 0, hold: null, untilMs: 0 },
    { seat: 3, state: 2, hold: 'sold', untilMs: 0 },
    { seat: 4, state: 1, hold: 'late', untilMs: 700 },
    { seat: 5, state: 3, hold: null, untilMs: 0 },
  ];
  holds: HoldRow[] = [
    hold({ id: 'live', requested: [0], seats: [0], untilMs: 1_050 }),
    hold({ id: 'sold', buyer: 'ben', requested: [1, 3], seats: [1, 3], state: 'paid', order: 'order' }),
    hold({ id: 'gone', requested: [2], seats: [], state: 'expired', untilMs: 300 }),
    hold({ id: 'late', buyer: 'cat', requested: [4], seats: [4], untilMs: 700 }),
  ];
  orders: OrderRow[] = [
    { id: 'order', hold: 'sold', buyer: 'ben', seats: [1, 3], amount: standard + premium, state: 'paid' },
  ];
  sections: SectionRow[] = [
    { section: 0, version: 4, trimmedTo: 0 },
    { section: 1, version: 3, trimmedTo: 0 },
  ];
  log: LogEntry[] = [
    entry(0, 1, { 1: held('sold', 150), 2: held('gone', 300) }),
    entry(0, 2, { 1: sold('sold') }),
    entry(0, 3, { 2: available }),
    entry(0, 4, { 0: held('live', 1_050) }),
    entry(1, 1, { 3: held('sold', 150) }),
    entry(1, 2, { 3: sold('sold') }),
    entry(1, 3, { 4: held('late', 700) }),
  ];

  seat(seat: number, change: Partial<SeatRow>): void {
    this.seats = this.seats.map((row) => (row.seat === seat ? { ...row, ...change } : row));
  }

  hold(id: string, change: Partial<HoldRow>): void {
    this.holds = this.holds.map((row) => (row.id === id ? { ...row, ...change } : row));
  }

  order(change: Partial<OrderRow>): void {
    this.orders = this.orders.map((row) => ({ ...row, ...change }));
  }

  /** Puts another entry in an entry's place. */
  entry(at: number, next: LogEntry): void {
    this.log = this.log.with(at, next);
  }
}

const noticeOf = (hold: string, state: 'active' | 'released', seats: number[]) => ({
  buyer: 'ann',
  hold,
  state,
  seats,
  untilMs: 300,
});

function hold(row: Partial<HoldRow> & Pick<HoldRow, 'id' | 'requested' | 'seats'>): HoldRow {
  const amount = row.seats.reduce((sum, seat) => sum + (seat < 3 ? standard : premium), 0);
  return {
    buyer: 'ann',
    seatCount: row.seats.length,
    amount,
    untilMs: 150,
    state: 'active',
    order: null,
    ...row,
  };
}

const faultsOf = (rows: ShowRows): string[] => invariantFaults(rows, replayLog(rows.show, rows.log));

const broken: readonly [rule: string, what: string, breakIt: (rows: Rows) => void][] = [
  ['S1', 'a held seat without its hold', (rows) => rows.seat(0, { hold: 'nobody' })],
  [
    'S1',
    'a held seat that its hold does not have',
    (rows) => rows.hold('live', { seats: [1], seatCount: 1 }),
  ],
  ['S1', 'a held seat of a hold that is released', (rows) => rows.hold('live', { state: 'released' })],
  ['S1', 'a free seat that names a hold', (rows) => rows.seat(2, { hold: 'gone' })],
  ['S1', 'a hold that ended and has seats', (rows) => rows.hold('gone', { seats: [2], seatCount: 1 })],
  [
    'S2',
    'a seat sold without having been held, then held',
    (rows) => rows.entry(1, entry(0, 2, { 1: sold('sold'), 5: held('x', 1) })),
  ],
  ['S3', 'a version that is missing in the log', (rows) => rows.entry(1, entry(0, 7, { 1: sold('sold') }))],
  ['L1', 'a head past the log', (rows) => (rows.sections = [{ section: 0, version: 5, trimmedTo: 0 }])],
  ['L1', 'an entry past the head', (rows) => (rows.sections = [{ section: 0, version: 3, trimmedTo: 0 }])],
  ['L1', 'a log that was cut off without saying so', (rows) => (rows.log = rows.log.slice(1))],
  [
    'L2',
    'a seat that the log gives to another',
    (rows) => rows.entry(3, entry(0, 4, { 0: held('other', 1_050) })),
  ],
  [
    'L2',
    'a seat whose deadline the log does not know',
    (rows) => rows.entry(3, entry(0, 4, { 0: held('live', 1_040) })),
  ],
  ['L2', 'a change without an entry', (rows) => rows.entry(3, entry(0, 4, {}))],
  [
    'H1',
    'a live hold without one of its seats',
    (rows) => rows.hold('live', { requested: [0, 2], seats: [0, 2], seatCount: 2 }),
  ],
  ['H1', 'a live hold without any seat', (rows) => rows.hold('live', { seats: [], seatCount: 0 })],
  ['H1', 'a hold with a seat that was not asked for', (rows) => rows.hold('live', { requested: [2] })],
  ['H2', 'a seat and its hold that end at different times', (rows) => rows.hold('live', { untilMs: 1_060 })],
  [
    'H2',
    'a seat taken before another’s deadline',
    (rows) => rows.entry(2, entry(0, 3, { 2: held('early', 399) })),
  ],
  [
    'H4',
    'a buyer past the cap',
    (rows) => rows.hold('live', { buyer: 'ben', seats: [0, 0, 0], seatCount: 3 }),
  ],
  ['H4', 'a hold that counts wrongly', (rows) => rows.hold('live', { seatCount: 2 })],
  [
    'H5',
    'a hold that ended twice',
    (rows) =>
      (rows.log = rows.log.map((each) => ({
        ...each,
        notices: [{ buyer: 'ann', hold: 'gone', state: 'expired' as const, seats: [], untilMs: 300 }],
      }))),
  ],
  [
    'P1',
    'a sold seat of a hold that is not paid',
    (rows) => rows.hold('sold', { state: 'active', untilMs: 0 }),
  ],
  ['P1', 'a sold seat without a paid order', (rows) => rows.order({ state: 'refund_due' })],
  [
    'P1',
    'a sold seat with two paid orders',
    (rows) => (rows.orders = [...rows.orders, ...rows.orders.map((row) => ({ ...row, id: 'again' }))]),
  ],
  ['P1', 'an order of no hold', (rows) => rows.order({ hold: 'nobody' })],
  ['P1', 'an order of another buyer', (rows) => rows.order({ buyer: 'cat' })],
  ['P2', 'an order of fewer seats than its hold', (rows) => rows.order({ seats: [1, 3, 4] })],
  ['P2', 'an order of another amount than its hold', (rows) => rows.order({ amount: 1 })],
  ['P2', 'a hold of another price than its seats', (rows) => rows.hold('live', { amount: 1 })],
];

describe('the invariants', () => {
  it('hold where all is well', () => expect(faultsOf(new Rows())).toEqual([]));

  it('[H2] lets a batch give a seat to the next that its hold let go of in the same batch', () => {
    const rows = new Rows();
    const [first] = rows.log;
    if (first === undefined) expect.fail('no log');
    rows.entry(0, { ...first, notices: [noticeOf('gone', 'active', [2])] });
    const taken = entry(0, 3, { 2: held('early', 399) });
    const faults = () => replayLog(rows.show, rows.log).faults;
    rows.entry(2, taken);
    expect(faults()).toEqual([expect.stringContaining('[H2]')]);
    rows.entry(2, { ...taken, notices: [noticeOf('gone', 'released', [])] });
    expect(faults()).toEqual([]);
  });

  it.each(broken)('[%s] are broken by %s', (rule, _what, breakIt) => {
    const rows = new Rows();
    breakIt(rows);
    expect(faultsOf(rows).filter((fault) => fault.includes(`[${rule}]`))).not.toEqual([]);
  });

  it('tell the first few of many faults, and how many more there are', () => {
    const rows = new Rows();
    rows.log = [];
    rows.sections = [];
    rows.seats = Array.from({ length: 8 }, (_, seat) => ({ seat, state: 2, hold: 'nobody', untilMs: 0 }));
    const faults = faultsOf(rows).filter(
      (fault) => fault.includes('nobody') || fault.includes('does not exist'),
    );
    expect(faults).toHaveLength(5);
    expect(faultsOf(rows)).toContain('test-show: and 3 more of that kind');
  });
});

describe('what buyers were told', () => {
  const asked = { kind: 'hold', show: show.id, hold: 'live', seats: [0] } as const;
  const body = {
    id: 'live',
    show: show.id,
    seats: [0],
    amount: 1,
    currency: 'KRW',
    expiresAt: '',
    serverTime: '',
  };
  const answer = (order: 'paid' | null, holdId = 'live'): Call => ({
    buyer: 'ann',
    via: 'http',
    process: 'seats-api-1',
    asked:
      order === null
        ? { ...asked, hold: holdId }
        : { ...asked, kind: 'pay', order: 'order', method: 'sandbox-card', hold: holdId },
    startMs: 0,
    endMs: 1,
    outcome: {
      kind: 'ok',
      hold: { ...body, state: 'active', order: null },
      order:
        order === null
          ? null
          : {
              id: 'order',
              hold: holdId,
              show: show.id,
              seats: [0],
              amount: 1,
              currency: 'KRW',
              state: order,
              createdAt: '',
            },
    },
  });
  const lost = (calls: Call[], rows = new Rows()) =>
    lostAcknowledgements(calls, { shows: [rows], startMs: 0, endMs: 0 });

  it('is there', () => expect(lost([answer(null)])).toEqual([]));

  it.each([
    ['L1', 'a hold that is gone', () => lost([answer(null, 'vanished')])],
    ['L1', 'a hold that is another buyer’s', () => lost([{ ...answer(null), buyer: 'ben' }])],
    [
      'L1',
      'seats that were given back and are still held',
      () => lost([{ ...answer(null), asked: { ...asked, kind: 'release', isWhole: true } }]),
    ],
    [
      'P1',
      'a payment that is not on record',
      () => {
        const rows = new Rows();
        rows.order({ state: 'declined' });
        return lost([answer('paid')], rows);
      },
    ],
  ])('[%s] is found to be lost: %s', (rule, _what, faults) => {
    expect(faults().filter((fault) => fault.includes(`[${rule}]`))).toHaveLength(1);
  });
});
