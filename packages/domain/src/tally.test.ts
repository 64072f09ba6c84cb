import { describe, expect, it } from 'vitest';
import type { Hold } from './hold.ts';
import { type Limits, noLimits } from './limits.ts';
import { addToTally, emptyTally } from './tally.ts';

const nowMs = 1_000_000;
const limits: Limits = { holdsPerMinuteMax: 5, dropsMax: 5, dropWindowMs: 10_000 };
const hold: Hold = {
  id: '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d',
  show: 'test-show',
  buyer: 'ann',
  requested: [0, 1],
  seats: [0, 1],
  amount: 60_00,
  createdAtMs: nowMs - 100_000,
  untilMs: nowMs + 1,
  endedAtMs: null,
  state: 'active',
  extended: false,
  extendedByBuyer: false,
  order: null,
  choice: null,
};
const ended = (state: Hold['state'], endedAtMs: number): Partial<Hold> => ({ state, endedAtMs, seats: [] });
const tallied = (...parts: Partial<Hold>[]) =>
  parts.reduce((tally, part) => addToTally(tally, { ...hold, ...part }, limits, nowMs), emptyTally);

describe('a tally', () => {
  it.each<[string, Partial<Hold>, number]>([
    ['a live hold', {}, 2],
    ['a live hold of which a seat was released', { seats: [1] }, 1],
    ['an overdue hold', { untilMs: nowMs }, 0],
    ['a paid hold, whatever its deadline', { state: 'paid', untilMs: 0 }, 2],
    ['a released hold', ended('released', nowMs), 0],
    ['an expired hold', ended('expired', nowMs), 0],
    ['a refunded hold', ended('refunded', nowMs), 0],
  ])('[H4] counts the seats of %s', (_, part, claimed) => {
    expect(tallied(part).claimed).toBe(claimed);
  });

  it.each<[number, Hold['state'], number]>([
    [nowMs, 'active', 1],
    [nowMs - 59_999, 'active', 1],
    [nowMs - 59_999, 'paid', 1],
    [nowMs - 59_999, 'released', 1],
    [nowMs - 60_000, 'active', 0],
  ])('[H6] counts a hold made at %i that is %s', (createdAtMs, state, count) => {
    expect(tallied({ createdAtMs, state }).made.count).toBe(count);
  });

  it.each<[string, Partial<Hold>, number]>([
    ['a live hold', {}, 0],
    ['a live hold of which a seat was released', { seats: [1] }, 0],
    ['a hold released within the window', ended('released', nowMs - 9_999), 1],
    ['a hold released before the window', ended('released', nowMs - 10_000), 0],
    ['a hold expired within the window', ended('expired', nowMs - 9_999), 1],
    ['a hold expired before the window', ended('expired', nowMs - 10_000), 0],
    ['an overdue hold that no sweeper saw', { untilMs: nowMs }, 1],
    ['an overdue hold that no sweeper saw for long', { untilMs: nowMs - 10_000 }, 0],
    ['a paid hold', { state: 'paid', untilMs: nowMs }, 0],
    ['a refunded hold', ended('refunded', nowMs), 0],
  ])('[H7] counts %s', (_, part, count) => {
    expect(tallied(part).dropped.count).toBe(count);
  });

  it('[H6] [H7] adds up, and knows the oldest moment that counts', () => {
    const tally = tallied(
      { createdAtMs: nowMs - 5 },
      { createdAtMs: nowMs - 70_000, ...ended('released', nowMs - 20_000) },
      { createdAtMs: nowMs - 30, ...ended('released', nowMs - 10) },
      { createdAtMs: nowMs - 20, ...ended('released', nowMs - 15) },
    );
    expect(tally).toEqual({
      claimed: 2,
      made: { count: 3, oldestMs: nowMs - 30 },
      dropped: { count: 2, oldestMs: nowMs - 15 },
    });
  });

  it('counts nothing towards limits that are off', () => {
    const dropped = { ...hold, ...ended('released', nowMs), createdAtMs: nowMs };
    expect(addToTally(emptyTally, dropped, noLimits, nowMs)).toEqual(emptyTally);
  });
});
