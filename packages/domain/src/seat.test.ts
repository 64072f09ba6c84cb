import { describe, expect, it } from 'vitest';
import { InvariantBroken } from './errors.ts';
import {
  ascending,
  availableSeat,
  blockedSeat,
  isAllowedMove,
  isFree,
  type SeatRecord,
  type SeatState,
  seatCodes,
  seatColumnsOf,
  seatRecordOf,
} from './seat.ts';

const held: SeatRecord = { state: 'held', hold: 'h', untilMs: 100 };
const sold: SeatRecord = { state: 'sold', hold: 'h' };
const states: readonly SeatState[] = ['available', 'held', 'sold', 'blocked'];

describe('isFree', () => {
  it.each([
    ['an available seat', availableSeat, 0, true],
    ['a blocked seat', blockedSeat, 0, false],
    ['a sold seat', sold, 1_000, false],
    ['a held seat before its deadline', held, 99, false],
    ['a held seat at its deadline', held, 100, true],
    ['a held seat after its deadline', held, 101, true],
  ])('[H2] judges %s', (_, seat, nowMs, free) => {
    expect(isFree(seat, nowMs)).toBe(free);
  });
});

describe('isAllowedMove', () => {
  it('[S2] allows the steps of the rule, a late sale, a new deadline, and no others', () => {
    const allowed = states.flatMap((from) =>
      states.filter((to) => isAllowedMove(from, to)).map((to) => `${from}>${to}`),
    );
    expect(allowed.sort()).toEqual([
      'available>blocked',
      'available>held',
      'available>sold',
      'blocked>available',
      'held>available',
      'held>held',
      'held>sold',
      'sold>available',
    ]);
  });
});

describe('the columns of a seat', () => {
  it.each([availableSeat, blockedSeat, held, sold])('give back $state', (seat) => {
    const { code, hold, untilMs } = seatColumnsOf(seat);
    expect(code).toBe(seatCodes[seat.state]);
    expect(seatRecordOf(code, hold, untilMs)).toEqual(seat);
  });

  it('hold nothing that the state does not need', () => {
    expect(seatColumnsOf(sold)).toEqual({ code: 2, hold: 'h', untilMs: 0 });
    expect(seatColumnsOf(blockedSeat)).toEqual({ code: 3, hold: null, untilMs: 0 });
  });

  it.each([seatCodes.held, seatCodes.sold])('[S1] are broken when state %i comes without a hold', (code) => {
    expect(() => seatRecordOf(code, null, 0)).toThrow(InvariantBroken);
  });
});

describe('ascending', () => {
  it('sorts by number and drops repeats, and leaves its argument alone', () => {
    const seats = [10, 9, 10, 1];
    expect(ascending(seats)).toEqual([1, 9, 10]);
    expect(seats).toEqual([10, 9, 10, 1]);
  });
});
