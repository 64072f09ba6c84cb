import { type BestWish, type Hold, type Outcome, OutcomeUnknown, refuse } from '@onsale/domain';
import { createIdMaker, createRandom } from '@onsale/domain/testing';
import { describe, expect, it } from 'vitest';
import { gistOf } from './testing/lane-bench.ts';
import { SaleBench } from './testing/sale-bench.ts';

const wishes = (wish: Partial<BestWish> = {}): BestWish => ({
  ...{ count: 2, sections: [], price: null, priceMax: null, accessible: 0, together: false },
  ...wish,
});
const short = refuse('NOT_ENOUGH_SEATS');
const holdOf = (outcome: Outcome): Hold | null => (outcome.ok ? outcome.hold : null);
const seatsOf = (outcome: Outcome) => holdOf(outcome)?.seats;

/** Three sections of four seats, or as said; the middle one is nearest to the focal point, then the first. */
const openBench = (options: ConstructorParameters<typeof SaleBench>[0] = {}) =>
  new SaleBench({ sections: [4, 4, 4], cap: 20, ...options });
const ask = (bench: SaleBench, wish: Partial<BestWish> = {}, id = bench.newId(), buyer = 'ann') =>
  bench.room.booking.holdBest(buyer, bench.sale.show.id, id, wishes(wish));
const sold = (seats: readonly number[]) => ({ blocked: seats });

describe('the best seats', () => {
  it('[B5] are looked for in the section nearest to the focal point first', async () => {
    const bench = openBench();
    expect(seatsOf(await ask(bench))).toEqual([4, 5]);
    expect(seatsOf(await ask(bench))).toEqual([6, 7]);
    expect(seatsOf(await ask(bench))).toEqual([0, 1]);
    expect(bench.states()).toBe('1100|1111|0000');
  });

  it('[B5] are looked for in the sections that are wished for, in their order', async () => {
    const bench = openBench();
    const sections = ['section-3', 'section-1'];
    expect(seatsOf(await ask(bench, { sections, count: 4 }))).toEqual([8, 9, 10, 11]);
    const other = await ask(bench, { sections });
    expect(holdOf(other)).toMatchObject({ seats: [0, 1], choice: { otherSection: true, parts: 1 } });
    expect(await ask(bench, { sections: ['section-3'] })).toEqual(short);
  });

  it('[B5] are together in a section further out rather than apart in a nearer one', async () => {
    const bench = openBench(sold([5, 7]));
    expect(holdOf(await ask(bench))).toMatchObject({ seats: [0, 1], choice: { parts: 1 } });
    expect(seatsOf(await ask(bench, { count: 1 }))).toEqual([6]);
  });

  it('[B5] are apart where no section has them together, in the first that has so many', async () => {
    const bench = openBench(sold([1, 3, 5, 6, 7, 9, 11]));
    expect(holdOf(await ask(bench))).toMatchObject({ seats: [0, 2], choice: { parts: 2 } });
    expect(await ask(bench, { together: true })).toEqual(short);
  });

  it('[B1] go past a section that others emptied before the mirror heard of it', async () => {
    const bench = openBench();
    await bench.warmUp();
    const { id } = bench.sale.show;
    const everywhere = { count: 4, together: true };
    const answers = await Promise.all([
      ask(bench, everywhere),
      bench.open().booking.holdBest('bob', id, bench.newId(), wishes(everywhere)),
      ask(bench, everywhere),
    ]);
    expect(answers.map((answer) => seatsOf(answer)?.[0]).toSorted()).toEqual([0, 4, 8]);
  });

  it('[B1] [A1] are for the moment not to be had when too many sections were emptied meanwhile', async () => {
    const bench = openBench({ sections: Array(10).fill(1) });
    await bench.warmUp();
    // Nobody tells the first process of what another one sells.
    const deaf = bench.open({ bus: { publish: () => {}, subscribe: () => {}, close: async () => {} } });
    const every = bench.sale.plan.sections.map((_, seat) => seat);
    await deaf.booking.hold('bob', bench.sale.show.id, bench.newId(), every);
    expect(gistOf(await ask(bench, { count: 1 }))).toBe('BUSY');
    expect(bench.tap.count('commit')).toBe(8);
  });

  it.each<[string, Partial<BestWish>, Outcome]>([
    ['no seat', { count: 0 }, refuse('SEATS_EMPTY')],
    ['a section that is not there', { sections: ['pit'] }, refuse('SECTION_NOT_FOUND')],
    ['more seats than the cap', { count: 21 }, refuse('CAP_EXCEEDED', { cap: 20 })],
  ])('[B1] are refused for %s without asking the database', async (_, wish, refusal) => {
    const bench = openBench();
    await bench.warmUp();
    expect(await ask(bench, wish)).toEqual(refusal);
    expect(bench.tap.calls).toEqual([]);
  });

  it('are refused in a show that does not exist', async () => {
    const bench = openBench();
    const outcome = await bench.room.booking.holdBest('ann', 'no-show', bench.newId(), wishes());
    expect(outcome).toEqual(refuse('SHOW_NOT_FOUND'));
  });

  it.each([
    ['one section', { sections: ['section-1'], count: 4 }],
    ['any section', { count: 4 }],
  ])('[B1] are refused early in %s where the mirrors know that there are none', async (_, wish) => {
    const bench = openBench(sold([0, 4, 8]));
    await bench.warmUp();
    await bench.follow();
    expect(await ask(bench, wish)).toEqual(short);
    expect(bench.tap.count('commit')).toBe(0);
  });

  it.each([
    ['one section', { sections: ['section-2'], count: 4 }],
    ['any section', { count: 4 }],
  ])('[H5] are not refused early to a repeat in %s', async (_, wish) => {
    const bench = openBench(sold([0, 8]));
    await bench.warmUp();
    await bench.follow();
    const id = bench.newId();
    const first = await ask(bench, wish, id);
    expect(seatsOf(first)).toEqual([4, 5, 6, 7]);
    expect(await ask(bench, wish, id)).toEqual(first);
    await bench.timers.advance(2_000);
    expect(await ask(bench, wish, id)).toEqual(first);
    const old = createIdMaker(createRandom(9), () => bench.nowMs - 5_000)();
    expect(await ask(bench, wish, old)).toEqual(short);
  });

  it('[A1] [H5] stop at a section whose outcome is unknown: the hold may be there', async () => {
    const bench = openBench();
    const id = bench.newId();
    bench.tap.after = (call) => {
      if (call !== 'commit') return;
      bench.tap.after = () => {};
      throw new OutcomeUnknown('lost at COMMIT');
    };
    expect(gistOf(await ask(bench, {}, id))).toBe('UNKNOWN');
    expect(seatsOf(await ask(bench, {}, id))).toEqual([4, 5]);
  });
});

describe('a hold of named seats', () => {
  it('[O2] looks at the seats beside its own where the show refuses single seats', async () => {
    const bench = openBench({ singleSeats: 'refuse' });
    expect(await bench.hold('ann', [1, 2])).toEqual(refuse('LEAVES_SINGLE_SEAT', { seats: [0, 3] }));
    expect(gistOf(await bench.hold('ann', [0, 1]))).toBe('active');
  });
});
