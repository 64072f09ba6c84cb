import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import { entriesOf } from './draft.ts';
import type { BuyerId } from './ids.ts';
import { boundOfCount, boundsAfter, countsBefore, type TallyBound, tallyOfBound } from './tally-bound.ts';
import { createTestSale, testShowImport } from './testing/fixtures.ts';
import { createIdMaker } from './testing/id-maker.ts';
import { MemoryStore, type Rules } from './testing/memory-store.ts';
import { type History, histories } from './testing/model/history.ts';
import { tryHistory } from './testing/model/trial.ts';
import { createRandom } from './testing/random.ts';

const runs = 5_000;
const runsMsMax = 120_000;
const nobody: TallyBound = { claimed: 0, made: 0, dropped: 0 };

interface Kept {
  readonly rules: Rules;
  /** How many batches were decided by bounds alone, and how many after a count. */
  readonly decided: { byBounds: number; byCount: number };
}

/** Rules that keep each buyer's bound and count only when one stood in the way, as a store may. */
function keepingBounds(raise: typeof boundsAfter = boundsAfter): Kept {
  const bounds = new Map<string, TallyBound>();
  const decided = { byBounds: 0, byCount: 0 };
  const rules: Rules = {
    entriesOf,
    decide(sale, commands, loaded) {
      const { show, limits } = sale;
      const keyOf = (buyer: BuyerId) => `${show.id} ${buyer}`;
      const keep = (raised: ReadonlyMap<BuyerId, TallyBound>) => {
        for (const [buyer, bound] of raised) bounds.set(keyOf(buyer), bound);
      };
      const boundOf = (buyer: BuyerId) => bounds.get(keyOf(buyer)) ?? nobody;
      const buyers = commands.flatMap(({ command }) => ('buyer' in command ? [command.buyer] : []));
      const tallies = new Map(buyers.map((buyer) => [buyer, tallyOfBound(boundOf(buyer))]));
      const byBounds = decide(sale, commands, { ...loaded, tallies });
      if (!byBounds.stoodByTally) {
        decided.byBounds++;
        keep(raise(loaded, byBounds.writes, limits, boundOf));
        return byBounds;
      }
      decided.byCount++;
      const byCount = decide(sale, commands, loaded);
      const countOf = countsBefore(loaded, limits);
      keep(raise(loaded, byCount.writes, limits, (buyer) => boundOfCount(countOf(buyer), limits)));
      return byCount;
    },
  };
  return { rules, decided };
}

const tryAll = (trial: (history: History) => void) =>
  fc.assert(
    fc.property(histories, (history) => trial(history)),
    { numRuns: runs, seed: 1 },
  );

describe('deciding by bounds', () => {
  it('[H4] [H6] [H7] answers and writes what counting does, whatever has happened before', {
    timeout: runsMsMax,
  }, () => {
    const decided = { byBounds: 0, byCount: 0 };
    tryAll((history) => {
      const kept = keepingBounds();
      tryHistory(history, { rules: kept.rules });
      decided.byBounds += kept.decided.byBounds;
      decided.byCount += kept.decided.byCount;
    });
    // A property whose histories never count, or always do, would prove nothing.
    expect(decided.byCount).toBeGreaterThan(runs / 20);
    expect(decided.byBounds).toBeGreaterThan(decided.byCount);
  });

  it.each([
    [
      'the seats of a late success',
      'H4',
      (after: TallyBound, before: TallyBound) => ({
        ...after,
        claimed: after.made === before.made ? before.claimed : after.claimed,
      }),
    ],
    [
      'the seats of a hold',
      'H4',
      (after: TallyBound, before: TallyBound) => ({ ...after, claimed: before.claimed }),
    ],
    [
      'the holds that may be dropped',
      'H7',
      (after: TallyBound, before: TallyBound) => ({ ...after, dropped: before.dropped }),
    ],
  ])('is caught when it forgets %s [%s]', { timeout: runsMsMax }, (_, _rule, forget) => {
    const forgetful: typeof boundsAfter = (loaded, writes, limits, boundBefore) =>
      new Map(
        [...boundsAfter(loaded, writes, limits, boundBefore)].map(([buyer, bound]) => [
          buyer,
          forget(bound, boundBefore(buyer)),
        ]),
      );
    expect(() =>
      tryAll((history) => tryHistory(history, { rules: keepingBounds(forgetful).rules })),
    ).toThrow();
  });

  it('[H6] counts the holds made where nothing else would stand in the way', () => {
    const options = { limits: { holdsPerMinuteMax: 2 }, cap: 8 };
    const store = new MemoryStore(() => 1_000_000, keepingBounds().rules);
    store.importNow(testShowImport(options));
    const newId = createIdMaker(createRandom(1), () => 1_000_000);
    const hold = (seat: number) => {
      const command = { kind: 'hold', id: newId(), buyer: 'ann', seats: [seat] } as const;
      const batch = { sale: createTestSale(options), sections: [0], commands: [{ command, seats: [seat] }] };
      return store.commitNow(batch).outcomes[0]?.ok;
    };
    expect([hold(0), hold(1), hold(2)]).toEqual([true, true, false]);
  });
});
