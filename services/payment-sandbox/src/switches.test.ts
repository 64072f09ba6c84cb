import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSwitchBoard } from './switch-board.ts';
import { beginningOf, type Course, courseOf, type Method, switchesDefault } from './switches.ts';

describe('a charge’s course', () => {
  it.each<[method: Method, switchedTo: Course, course: Course]>([
    ['sandbox-card', 'success', 'success'],
    ['sandbox-card', 'declined', 'declined'],
    ['sandbox-card', 'timeout-then-success', 'timeout-then-success'],
    ['sandbox-declined', 'success', 'declined'],
    ['sandbox-slow', 'declined', 'slow'],
    ['sandbox-timeout-then-success', 'success', 'timeout-then-success'],
    ['sandbox-late-success', 'success', 'late-success'],
  ])('of %s, with the switch at %s, is %s', (method, charges, course) => {
    expect(courseOf(method, { ...switchesDefault, charges })).toBe(course);
  });
});

describe('a charge’s beginning', () => {
  beforeEach(() => vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  it.each([
    ['success', { state: 'succeeded' }],
    ['slow', { state: 'succeeded' }],
    ['timeout-then-success', { state: 'succeeded' }],
    ['declined', { state: 'declined' }],
    ['late-success', { state: 'pending', succeedsAtMs: 1_000_250 }],
  ] as const)('is for %s %j', (course, beginning) => {
    expect(beginningOf(course, { ...switchesDefault, lateMs: 250 })).toEqual(beginning);
  });
});

describe('the switch board', () => {
  it('turns what is named and leaves the rest', () => {
    const board = createSwitchBoard(switchesDefault);
    expect(board.turn({ charges: 'slow', slowMs: 0 })).toEqual({
      ...switchesDefault,
      charges: 'slow',
      slowMs: 0,
    });
    expect(board.turn({ webhooks: 'lost' })).toEqual({
      ...switchesDefault,
      charges: 'slow',
      slowMs: 0,
      webhooks: 'lost',
    });
    expect(board.turn({})).toEqual(board.current);
  });
});
