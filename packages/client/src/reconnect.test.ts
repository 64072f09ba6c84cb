import { describe, expect, it } from 'vitest';
import { OnsaleError } from './errors.ts';
import { waitMsBefore } from './reconnect.ts';

const lost = { kind: 'lost', sinceMs: 0, crowd: 20 } as const;
const move = { kind: 'move', withinMs: 4_000 } as const;

describe('waitMsBefore', () => {
  it.each([
    ['connects at once the first time', { kind: 'first' } as const, 0, [0, 0]],
    ['comes back within half a second at first', lost, 0, [0, 500]],
    ['spreads a crowd over a time that fits it', { ...lost, crowd: 2_000 }, 0, [0, 4_000]],
    ['and any crowd over five seconds', { ...lost, crowd: 100_000 }, 0, [0, 5_000]],
    ['then spreads over five seconds', lost, 1, [250, 5_000]],
    ['however often it fails', lost, 50, [250, 5_000]],
    ['moves within the first half of the time it is given', move, 0, [0, 2_000]],
    ['and tries that again sooner', move, 1, [250, 2_000]],
  ])('%s', (_, need, attempt, [least, most]) => {
    expect(waitMsBefore(need, attempt, null, 0)).toBe(least);
    expect(waitMsBefore(need, attempt, null, 1)).toBe(most);
  });

  it('waits as long as the server asks, twenty seconds at most', () => {
    const busy = (retryAfterMs: number) => new OnsaleError('BUSY', { details: { retryAfterMs } });
    expect(waitMsBefore(lost, 1, busy(7_000), 0)).toBe(7_000);
    expect(waitMsBefore(lost, 1, busy(90_000), 0)).toBe(20_000);
  });
});
