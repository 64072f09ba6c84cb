import { describe, expect, it } from 'vitest';
import { ownerMark } from './change.ts';
import { Draft, entriesOf, type Loaded } from './draft.ts';
import { InvariantBroken } from './errors.ts';
import type { Hold } from './hold.ts';
import type { Seat } from './ids.ts';
import { availableSeat, blockedSeat, type SeatRecord } from './seat.ts';
import { emptyTally } from './tally.ts';
import { createTestSale } from './testing/fixtures.ts';

const sale = createTestSale({ sections: [2, 2, 2] });
const hold: Hold = {
  id: '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d',
  show: sale.show.id,
  buyer: 'ann',
  requested: [1, 2],
  seats: [1, 2],
  amount: 105_50,
  createdAtMs: 0,
  untilMs: 500,
  endedAtMs: null,
  state: 'active',
  extended: false,
  extendedByBuyer: false,
  order: null,
  choice: null,
};
const held: SeatRecord = { state: 'held', hold: hold.id, untilMs: 500 };
const sold: SeatRecord = { state: 'sold', hold: hold.id };

function loadedWith(seats: readonly (readonly [Seat, SeatRecord])[]): Loaded {
  return {
    nowMs: 100,
    seats: new Map(seats),
    holds: new Map([[hold.id, hold]]),
    orders: new Map(),
    tallies: new Map([['ann', { ...emptyTally, claimed: 3 }]]),
  };
}

describe('Draft', () => {
  it('[S4] shows what was loaded, overlaid by what was put', () => {
    const draft = new Draft(sale, loadedWith([[0, availableSeat]]));
    expect([draft.seat(0), draft.hold(hold.id)]).toEqual([availableSeat, hold]);
    expect([draft.hold('other'), draft.order('other')]).toEqual([undefined, undefined]);

    draft.putSeat(0, held);
    draft.putHold({ ...hold, extended: true });
    expect([draft.seat(0), draft.hold(hold.id)?.extended]).toEqual([held, true]);
  });

  it('[H4] counts the loaded holds as they stand in the batch, beside what else there is', () => {
    const draft = new Draft(sale, loadedWith([]));
    expect(draft.tally('ann').claimed).toBe(3 + 2);
    draft.putHold({ ...hold, seats: [1] });
    draft.putHold({ ...hold, id: 'another', seats: [4] });
    draft.putHold({ ...hold, id: 'of bob', buyer: 'bob' });
    draft.putHold({ ...hold, id: 'elsewhere', show: 'another-show' });
    expect([draft.tally('ann').claimed, draft.tally('bob').claimed]).toEqual([3 + 1 + 1, 2]);
    draft.putHold({ ...hold, state: 'released', seats: [], endedAtMs: 100 });
    expect(draft.tally('ann').claimed).toBe(3 + 1);
    expect(draft.tally('cy')).toEqual(emptyTally);
  });

  it('[S3] does not guess a seat that was not loaded', () => {
    const draft = new Draft(sale, loadedWith([]));
    expect(() => draft.seat(0)).toThrow(InvariantBroken);
    expect(() => draft.putSeat(0, blockedSeat)).toThrow(InvariantBroken);
  });

  it.each([
    ['available to available', availableSeat, availableSeat],
    ['held to blocked', held, blockedSeat],
    ['sold to held', sold, held],
    ['sold to blocked', sold, blockedSeat],
    ['sold to sold', sold, sold],
    ['blocked to held', blockedSeat, held],
    ['blocked to sold', blockedSeat, sold],
  ])('[S2] refuses to move a seat from %s', (_, from, to) => {
    const draft = new Draft(sale, loadedWith([[0, from]]));
    expect(() => draft.putSeat(0, to)).toThrow(InvariantBroken);
    expect(draft.writes().seats.size).toBe(0);
  });

  it('writes nothing when nothing was put', () => {
    const { seats, holds, orders, log } = new Draft(sale, loadedWith([[0, availableSeat]])).writes();
    expect([seats.size, holds.size, orders.size, log.size]).toEqual([0, 0, 0, 0]);
  });

  it('[L2] logs each changed seat once, as it is in the end, with its section', () => {
    const draft = new Draft(
      sale,
      loadedWith([
        [0, availableSeat],
        [5, blockedSeat],
      ]),
    );
    draft.putSeat(5, availableSeat);
    draft.putSeat(0, held);
    draft.putSeat(0, sold);
    const { seats, log } = draft.writes();
    expect([...seats]).toEqual([
      [5, availableSeat],
      [0, sold],
    ]);
    expect(new Map(log)).toEqual(
      new Map([
        [2, { changes: [[5, 0, 0, 0]], notices: [] }],
        [0, { changes: [[0, 2, 0, ownerMark(hold.id)]], notices: [] }],
      ]),
    );
  });

  it('[L1] tells a buyer once, with the lowest section of his hold', () => {
    const draft = new Draft(
      sale,
      loadedWith([
        [1, held],
        [2, held],
      ]),
    );
    const left = { ...hold, seats: [1] };
    draft.putSeat(2, availableSeat);
    draft.putHold(left);
    draft.tell(left);
    const notice = { buyer: 'ann', hold: hold.id, state: 'active', seats: [1], untilMs: 500 };
    const { log } = draft.writes();
    expect(log.get(0)).toEqual({ changes: [], notices: [notice] });
    expect(log.get(1)?.notices).toEqual([]);
  });

  it('[L1] names the order in a notice once there is one', () => {
    const draft = new Draft(sale, loadedWith([]));
    draft.tell({ ...hold, order: 'o1' });
    expect(draft.writes().log.get(0)?.notices[0]?.order).toBe('o1');
  });
});

describe('entriesOf', () => {
  const draft = new Draft(
    sale,
    loadedWith([
      [4, availableSeat],
      [0, availableSeat],
    ]),
  );
  draft.putSeat(4, held);
  draft.putSeat(0, held);
  const writes = draft.writes();

  it('[S3] raises each changed section by one, in ascending order, and no other', () => {
    const entries = entriesOf(
      sale,
      writes,
      new Map([
        [0, 7],
        [1, 3],
        [2, 0],
      ]),
    );
    expect(entries.map(({ section, version }) => [section, version])).toEqual([
      [0, 8],
      [2, 1],
    ]);
    expect(entries.map(({ show }) => show)).toEqual([sale.show.id, sale.show.id]);
    expect(entries[0]?.changes).toEqual([[0, 1, 500, ownerMark(hold.id)]]);
  });

  it('[S3] refuses a change in a section that was not locked', () => {
    expect(() =>
      entriesOf(
        sale,
        writes,
        new Map([
          [0, 7],
          [1, 3],
        ]),
      ),
    ).toThrow(InvariantBroken);
  });
});
