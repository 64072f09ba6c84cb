import { describe, expect, it } from 'vitest';
import { type BestWish, bestCountMax } from './best-wish.ts';
import { decide } from './decide.ts';
import { InvariantBroken } from './errors.ts';
import { Desk } from './testing/desk.ts';
import { heldOf, refusalOf } from './testing/outcomes.ts';

const anything: BestWish = {
  count: 2,
  sections: [],
  price: null,
  priceMax: null,
  accessible: 0,
  together: false,
};

interface Asked {
  readonly buyer?: string;
  readonly id?: string;
  readonly section?: number;
  readonly togetherHere?: boolean;
}

const best = (desk: Desk, wish: Partial<BestWish> = {}, asked: Asked = {}) => {
  const { buyer = 'ann', id = desk.newId(), section = 0, togetherHere = false } = asked;
  return { kind: 'best', id, buyer, section, togetherHere, wish: { ...anything, ...wish } } as const;
};

describe('a hold of the best seats', () => {
  it('[B1] [B2] [P2] sets the best free seats aside at their price', () => {
    const desk = new Desk({ sections: [6] });
    desk.hold('bob', [2]);
    const held = heldOf(desk.ask(best(desk)));
    expect(held).toMatchObject({
      buyer: 'ann',
      requested: [0, 1],
      seats: [0, 1],
      amount: 60_00,
      state: 'active',
    });
    expect(held.choice).toEqual({
      kind: 'best',
      wish: anything,
      otherSection: false,
      parts: 1,
      restrictedView: false,
      singles: [],
    });
    expect(desk.states()).toBe('111000');
  });

  it('[B1] [S4] gives each of a batch what those before left', () => {
    const desk = new Desk({ sections: [6], blocked: [0] });
    const outcomes = desk.batch(...['ann', 'bob', 'cy'].map((buyer) => best(desk, {}, { buyer })));
    expect(outcomes.slice(0, 2).map((outcome) => heldOf(outcome).seats)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(refusalOf(outcomes[2])).toEqual({ code: 'NOT_ENOUGH_SEATS' });
  });

  it('[B1] sees what named holds and releases of its batch changed', () => {
    const desk = new Desk({ sections: [4] });
    const early = desk.hold('bob', [1, 2]);
    const outcomes = desk.batch(
      best(desk, { together: true }),
      { kind: 'release', hold: early.id, buyer: 'bob', seats: [1] },
      best(desk, { together: true }),
    );
    expect(refusalOf(outcomes[0])).toEqual({ code: 'NOT_ENOUGH_SEATS' });
    expect(heldOf(outcomes[2]).seats).toEqual([0, 1]);
  });

  it('[H2] takes overdue seats', () => {
    const desk = new Desk({ sections: [2], holdMs: 1_000 });
    desk.hold('bob', [0, 1]);
    expect(refusalOf(desk.ask(best(desk))).code).toBe('NOT_ENOUGH_SEATS');
    desk.nowMs += 1_000;
    expect(heldOf(desk.ask(best(desk))).seats).toEqual([0, 1]);
  });

  it('[B5] says when it lies in another section than the one most wished for', () => {
    const desk = new Desk();
    const sections = ['section-2', 'section-1'];
    expect(heldOf(desk.ask(best(desk, { sections }, { section: 1 }))).choice).toMatchObject({
      otherSection: false,
    });
    expect(heldOf(desk.ask(best(desk, { sections }, { section: 0 }))).choice).toMatchObject({
      otherSection: true,
    });
  });

  it('[B5] is refused apart where another section may have it together', () => {
    const desk = new Desk({ sections: [3], blocked: [1] });
    expect(refusalOf(desk.ask(best(desk, {}, { togetherHere: true }))).code).toBe('NOT_ENOUGH_SEATS');
    expect(heldOf(desk.ask(best(desk))).choice).toMatchObject({ parts: 2 });
  });

  it.each<[string, Partial<BestWish>, string]>([
    ['no seat', { count: 0 }, 'SEATS_EMPTY'],
    ['less than none', { count: -1 }, 'BAD_REQUEST'],
    ['more than the sale chooses', { count: bestCountMax + 1 }, 'BAD_REQUEST'],
    ['a section that is not there', { sections: ['section-1', 'pit'] }, 'SECTION_NOT_FOUND'],
    ['a price that is not there', { price: 'gratis' }, 'BAD_REQUEST'],
    ['more places for wheelchairs than seats', { accessible: 3 }, 'BAD_REQUEST'],
    ['more than the cap', { count: 5 }, 'CAP_EXCEEDED'],
    ['a dearer category than it may cost', { priceMax: 29_99 }, 'NOT_ENOUGH_SEATS'],
    ['a category of other sections', { price: 'premium' }, 'NOT_ENOUGH_SEATS'],
  ])('[B1] is refused for %s', (_, wish, code) => {
    const desk = new Desk();
    expect(refusalOf(desk.ask(best(desk, wish))).code).toBe(code);
    expect(desk.entries).toEqual([]);
  });

  it('[H4] [H6] counts towards cap and limits', () => {
    const desk = new Desk({ sections: [8], cap: 3, limits: { holdsPerMinuteMax: 2 } });
    desk.ask(best(desk));
    expect(refusalOf(desk.ask(best(desk)))).toEqual({
      code: 'CAP_EXCEEDED',
      details: { cap: 3, claimed: 2 },
    });
    desk.ask(best(desk, { count: 1 }, { buyer: 'bob' }));
    desk.ask(best(desk, { count: 1 }, { buyer: 'bob' }));
    expect(refusalOf(desk.ask(best(desk, { count: 1 }, { buyer: 'bob' }))).code).toBe('TOO_MANY_HOLDS');
  });

  it('[H5] repeated is the hold as it stands, wherever it is asked about', () => {
    const desk = new Desk();
    const id = desk.newId();
    const first = desk.ask(best(desk, {}, { id }));
    desk.hold('bob', [4]);
    for (const asked of [{ id }, { id, section: 1 }, { id, togetherHere: true }])
      expect(desk.ask(best(desk, {}, asked))).toEqual(first);
    expect(desk.entries).toEqual([]);
  });

  it.each<[string, Partial<BestWish>]>([
    ['more seats', { count: 3 }],
    ['a section', { sections: ['section-1'] }],
    ['a price', { price: 'standard' }],
    ['another price at most', { priceMax: 99_00 }],
    ['a place for a wheelchair', { accessible: 1 }],
    ['seats together', { together: true }],
  ])('[H5] is refused under its id with %s', (_, wish) => {
    const desk = new Desk();
    const id = desk.newId();
    desk.ask(best(desk, {}, { id }));
    expect(refusalOf(desk.ask(best(desk, wish, { id })))).toEqual({ code: 'ID_REUSED' });
  });

  it('[H5] is not the hold of the same seats by name, nor another buyer’s', () => {
    const desk = new Desk();
    const chosen = heldOf(desk.ask(best(desk)));
    const named = desk.hold('ann', [5]);
    const { id, seats } = chosen;
    const others = [
      desk.ask({ kind: 'hold', id, buyer: 'ann', seats }),
      desk.ask(best(desk, { count: 1 }, { id: named.id })),
      desk.ask(best(desk, {}, { id, buyer: 'bob' })),
    ];
    expect(others.map((outcome) => refusalOf(outcome).code)).toEqual(Array(3).fill('ID_REUSED'));
  });

  it('[B5] must be in a section that is wished for and was loaded whole', () => {
    const desk = new Desk();
    expect(() => desk.ask(best(desk, { sections: ['section-2'] }))).toThrow(InvariantBroken);
    const loaded = { nowMs: 0, seats: new Map(), holds: new Map(), orders: new Map(), tallies: new Map() };
    const commands = [{ command: best(desk), seats: [] }];
    expect(() => decide(desk.sale, commands, loaded)).toThrow('section 0 was not loaded');
  });
});
