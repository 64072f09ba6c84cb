import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseBest, hasEnough, outlookFor } from './choose-best.ts';
import { type Hall, hallOf, someHalls, wants } from './testing/halls.ts';
import { bestChoices, leftSingle } from './testing/model/best-model.ts';

const runs = { numRuns: 3_000 };
const runsMsMax = 120_000;

const seatsOf = ({ free }: Hall, ...asked: Parameters<typeof wants>) =>
  chooseBest(free, wants(...asked))?.seats;

describe('the best seats', () => {
  it('[B2] lie side by side as near to the focal point as can be', () => {
    expect(seatsOf(hallOf(['.......', '.......']), 3)).toEqual([2, 3, 4]);
    expect(seatsOf(hallOf(['.......', '.......'], 0), 3)).toEqual([0, 1, 2]);
  });

  it('[B2] are in another row rather than apart', () => {
    expect(seatsOf(hallOf(['..xx..', '......']), 3)).toEqual([6, 7, 8]);
    expect(seatsOf(hallOf(['..xx..', 'x....x']), 3)).toEqual([7, 8, 9]);
  });

  it('[B2] do not lie on both sides of an aisle', () => {
    expect(seatsOf(hallOf(['xxxx.. ..', '....']), 3)).toEqual([9, 10, 11]);
  });

  it('[B2] leave no seat single where that can be helped', () => {
    // The two in the middle would leave one on each side.
    expect(seatsOf(hallOf(['x....x', 'x....x']), 2)).toEqual([1, 2]);
    // Any two of three leave one; the next row has two.
    expect(chooseBest(hallOf(['xx...x', 'xx..xx']).free, wants(2))).toMatchObject({
      seats: [8, 9],
      singles: [],
    });
    expect(chooseBest(hallOf(['x...x']).free, wants(2))).toMatchObject({ seats: [1, 2], singles: [3] });
  });

  it('[B2] have a clear view, where there are others so many together', () => {
    const hall = hallOf(['.rr.', '....']);
    expect(chooseBest(hall.free, wants(2))).toMatchObject({ seats: [4, 5], restrictedView: false });
    expect(chooseBest(hallOf(['xrrx', '.x.x']).free, wants(2))).toMatchObject({
      seats: [1, 2],
      restrictedView: true,
    });
  });

  it('[B3] are apart in as few places as can be, near to one another', () => {
    const hall = hallOf(['..x..x..', 'xxxxxxxx', '..xxxxxx']);
    expect(chooseBest(hall.free, wants(4))).toMatchObject({ seats: [0, 1, 3, 4], parts: 2 });
    expect(chooseBest(hallOf(['..x...x.']).free, wants(5))).toMatchObject({
      seats: [0, 1, 3, 4, 5],
      parts: 2,
    });
  });

  it('[B3] are two and two rather than three and one', () => {
    expect(chooseBest(hallOf(['...x...']).free, wants(4))).toMatchObject({
      seats: [1, 2, 4, 5],
      parts: 2,
      singles: [0, 6],
    });
    expect(seatsOf(hallOf(['...x..x.']), 4)).toEqual([1, 2, 4, 5]);
  });

  it('[B3] are refused apart when only together will do', () => {
    const hall = hallOf(['..x..']);
    expect(chooseBest(hall.free, wants(3, { together: true }))).toBeNull();
    expect(chooseBest(hall.free, wants(3))?.parts).toBe(2);
    expect(chooseBest(hall.free, wants(5))).toBeNull();
  });

  it('[B4] keep places for wheelchairs and companions for those who ask for them', () => {
    const hall = hallOf(['wc....', '......']);
    expect(seatsOf(hall, 6)).toEqual([6, 7, 8, 9, 10, 11]);
    expect(seatsOf(hall, 2, { accessible: 1 })).toEqual([0, 1]);
    expect(seatsOf(hall, 3, { accessible: 1 })).toEqual([0, 1, 2]);
    expect(seatsOf(hall, 2, { accessible: 2 })).toBeUndefined();
    expect(seatsOf(hallOf(['wxwc', '....']), 3, { accessible: 2 })).toEqual([0, 2, 4]);
  });

  it('[B1] cost what was wished', () => {
    const hall = hallOf(['....', '....']);
    const priceIndexes = Uint8Array.of(0, 0, 0, 0, 1, 1, 1, 1);
    expect(seatsOf(hall, 2, { prices: Uint8Array.of(0, 1), priceIndexes })).toEqual([4, 5]);
    expect(seatsOf(hall, 2, { prices: Uint8Array.of(0, 0), priceIndexes })).toBeUndefined();
  });

  it('[B1] [B2] [B3] [B4] [O1] are those that trying every choice finds', { timeout: runsMsMax }, () => {
    const told = { together: 0, apart: 0, none: 0 };
    const wanted = fc.record({
      count: fc.integer({ min: 1, max: 5 }),
      accessible: fc.constantFrom(0, 0, 0, 1, 2),
      together: fc.boolean(),
    });
    fc.assert(
      fc.property(someHalls, wanted, (hall, { count, accessible, together }) => {
        fc.pre(accessible <= count);
        const fitting = hall.model.map((seat) => ({
          ...seat,
          fits: accessible > 0 || (seat.kind !== 'wheelchair' && seat.kind !== 'companion'),
        }));
        const asked = { count, accessible, together };
        const chosen = chooseBest(hall.free, wants(count, asked));
        const [best] = bestChoices(fitting, asked);
        if (best === undefined) told.none++;
        else told[best.parts === 1 ? 'together' : 'apart']++;
        const outlook = best === undefined ? 'none' : best.parts === 1 ? 'together' : 'apart';
        expect(outlookFor(hall.free, wants(count, asked))).toBe(outlook);
        if (!together) expect(hasEnough(hall.free, wants(count, asked))).toBe(best !== undefined);
        if (best === undefined || best.parts === 1) expect(chosen).toEqual(best ?? null);
        else expectApart(fitting, chosen, asked, best.parts);
      }),
      runs,
    );
    // A property whose halls never come to one of them would prove nothing.
    for (const times of Object.values(told)) expect(times).toBeGreaterThan(runs.numRuns / 50);
  });
});

/** The seats are free ones that will do, in no more parts than can be, unless some are for wheelchairs [B3]. */
function expectApart(
  model: Hall['model'],
  chosen: ReturnType<typeof chooseBest>,
  { count, accessible }: { count: number; accessible: number },
  fewest: number,
): void {
  const seats = chosen?.seats ?? [];
  expect(new Set(seats).size).toBe(count);
  for (const seat of seats) expect(model[seat]).toMatchObject({ free: true, fits: true });
  expect(seats.filter((seat) => model[seat]?.kind === 'wheelchair')).toHaveLength(accessible);
  expect(chosen?.singles).toEqual(leftSingle(model, seats));
  if (accessible === 0) expect(chosen?.parts).toBe(fewest);
}
