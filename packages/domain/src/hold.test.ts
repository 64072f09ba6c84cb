import { describe, expect, it } from 'vitest';
import { type Hold, isLive } from './hold.ts';

const hold: Hold = {
  id: '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d',
  show: 'test-show',
  buyer: 'ann',
  requested: [0],
  seats: [0],
  amount: 30_00,
  createdAtMs: 0,
  untilMs: 100,
  endedAtMs: null,
  state: 'active',
  extended: false,
  extendedByBuyer: false,
  order: null,
  choice: null,
};

describe('isLive', () => {
  it.each([
    [99, true],
    [100, false],
    [101, false],
  ])('[H2] judges an active hold with deadline 100 at %i', (nowMs, live) => {
    expect(isLive(hold, nowMs)).toBe(live);
  });

  it.each(['released', 'expired', 'paid', 'refunded'] as const)(
    '[H2] is over for a hold that is %s',
    (state) => {
      expect(isLive({ ...hold, state }, 0)).toBe(false);
    },
  );
});
