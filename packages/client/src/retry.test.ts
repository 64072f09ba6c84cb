import { describe, expect, it } from 'vitest';
import { OnsaleError } from './errors.ts';
import { commandPolicy, type Timing, waitMsAfter, withRetries } from './retry.ts';

/** A clock that pauses move on at once. */
function fakeTiming(): Timing & { readonly pausesMs: number[] } {
  let nowMs = 0;
  const pausesMs: number[] = [];
  return {
    pausesMs,
    nowMs: () => nowMs,
    random: () => 0.5,
    pause: async (waitMs) => {
      pausesMs.push(waitMs);
      nowMs += waitMs;
    },
  };
}

describe('withRetries', () => {
  it('asks again while the outcome is unknown or the sale is busy, and hands on the error before', async () => {
    const timing = fakeTiming();
    const passing = ['UNKNOWN', 'RATE_LIMITED', 'BUSY', 'UNAVAILABLE'] as const;
    const answers = passing.map((code) => new OnsaleError(code));
    const before: unknown[] = [];
    const result = await withRetries(
      async (error) => {
        before.push(error?.code ?? null);
        const next = answers.shift();
        if (next !== undefined) throw next;
        return 'held';
      },
      commandPolicy,
      timing,
    );
    expect(result).toBe('held');
    expect(before).toEqual([null, ...passing]);
    expect(timing.pausesMs).toHaveLength(passing.length);
  });

  it('does not ask again after a refusal that stands', async () => {
    let asked = 0;
    const refused = withRetries(
      async () => {
        asked++;
        throw new OnsaleError('SEAT_TAKEN', { details: { seats: [4] } });
      },
      commandPolicy,
      fakeTiming(),
    );
    await expect(refused).rejects.toMatchObject({ code: 'SEAT_TAKEN', details: { seats: [4] } });
    expect(asked).toBe(1);
  });

  it('gives up after its attempts, and before its time is over', async () => {
    const count = async (retryAfterMs: number): Promise<number> => {
      let asked = 0;
      const ask = async (): Promise<never> => {
        asked++;
        throw new OnsaleError('BUSY', { details: { retryAfterMs } });
      };
      await expect(withRetries(ask, commandPolicy, fakeTiming())).rejects.toMatchObject({ code: 'BUSY' });
      return asked;
    };
    expect(await count(0)).toBe(commandPolicy.attemptsMax);
    expect(await count(8_000)).toBe(4);
  });
});

describe('waitMsAfter', () => {
  const busy = new OnsaleError('BUSY');

  it('doubles, with half of it left to chance, up to its bound', () => {
    const waits = [1, 2, 3, 9].map((attempt) => [
      waitMsAfter(attempt, busy, commandPolicy, 0),
      waitMsAfter(attempt, busy, commandPolicy, 1),
    ]);
    expect(waits).toEqual([
      [125, 250],
      [250, 500],
      [500, 1_000],
      [2_000, 4_000],
    ]);
  });

  it('[H5] asks after an unknown outcome no sooner than processes ask the database about the id', () => {
    const unknown = new OnsaleError('UNKNOWN');
    expect(waitMsAfter(1, unknown, commandPolicy, 0)).toBe(1_000);
    expect(waitMsAfter(1, unknown, commandPolicy, 1)).toBe(1_250);
    expect(waitMsAfter(9, unknown, commandPolicy, 1)).toBe(4_000);
  });

  it('never comes back earlier than the server asked, and never waits longer than twice its bound for it', () => {
    const asked = (retryAfterMs: number) => new OnsaleError('BUSY', { details: { retryAfterMs } });
    expect(waitMsAfter(1, asked(1_500), commandPolicy, 0)).toBe(1_500);
    expect(waitMsAfter(1, asked(1_500), commandPolicy, 1)).toBe(1_875);
    expect(waitMsAfter(1, asked(3_600_000), commandPolicy, 0)).toBe(8_000);
  });
});
