import { type Outcome, refuse } from '@onsale/domain';
import { describe, expect, it } from 'vitest';
import { deafBus, noConnection } from './testing/booking-fixtures.ts';
import { gistOf } from './testing/lane-bench.ts';
import { dayOneMs, SaleBench } from './testing/sale-bench.ts';

describe('an early refusal', () => {
  const cases: [why: string, seats: number[], expected: Outcome, id?: string][] = [
    ['an id that is none', [0], refuse('BAD_ID'), 'no-uuid'],
    ['no seat', [], refuse('SEATS_EMPTY')],
    ['a seat outside', [0, 8], refuse('SEAT_OUT_OF_RANGE', { seats: [8] })],
    ['a seat that is no number', [Number.NaN], refuse('SEAT_OUT_OF_RANGE', { seats: [Number.NaN] })],
    ['a seat twice', [1, 1], refuse('SEATS_DUPLICATE', { seats: [1] })],
    ['more seats than the cap', [1, 2, 3, 5, 6], refuse('CAP_EXCEEDED', { cap: 4 })],
    ['a seat that is held', [6, 0, 4], refuse('SEAT_TAKEN', { seats: [0, 4] })],
  ];

  it.each(cases)('[A1] of %s asks the store for nothing', async (_, seats, expected, id) => {
    const bench = new SaleBench();
    await bench.held('zoe', [0, 4]);
    await bench.warmUp();
    await bench.follow();
    expect(await bench.hold('ann', seats, id ?? bench.newId())).toEqual(expected);
    expect(bench.tap.calls).toEqual([]);
    expect(bench.states()).toBe('1000|1000');
  });

  it('of a seat that was sold or blocked asks the store for nothing', async () => {
    const bench = new SaleBench();
    await bench.paid(await bench.held('zoe', [0]));
    const block = { command: { kind: 'block', seats: [1] } as const, seats: [1] };
    bench.inner.commitNow({ sale: bench.sale, sections: [0], commands: [block] });
    await bench.warmUp();
    await bench.follow();
    expect(await bench.hold('ann', [0, 1, 2])).toEqual(refuse('SEAT_TAKEN', { seats: [0, 1] }));
    expect(bench.tap.calls).toEqual([]);
  });

  it('[S1] never grants: what the mirror thinks available is the store’s to say', async () => {
    const bench = new SaleBench();
    await bench.warmUp();
    const unheard = bench.open({ bus: deafBus });
    await unheard.booking.hold('zoe', bench.sale.show.id, bench.newId(), [0]);
    expect(bench.room.mirrors.peek(bench.sale.show.id, 0)?.stateOf(0)).toBe(0);
    expect(await bench.hold('ann', [0])).toEqual(refuse('SEAT_TAKEN', { seats: [0] }));
    expect(bench.tap.calls).toEqual(['commit']);
  });

  it('[H2] is none for a seat whose hold is over, however late the sweeper is', async () => {
    const bench = new SaleBench({ holdMs: 5_000 });
    await bench.held('zoe', [0]);
    await bench.warmUp();
    await bench.timers.advance(4_999);
    expect(gistOf(await bench.hold('ann', [0]))).toBe('SEAT_TAKEN');
    await bench.timers.advance(1);
    bench.tap.calls.length = 0;
    expect(gistOf(await bench.hold('ann', [0]))).toBe('active');
    expect(bench.tap.calls).toEqual(['commit']);
  });

  it('[H1] is none of taken seats by a mirror that nobody can tell of their release', async () => {
    const bench = new SaleBench();
    const other = bench.open();
    const hold = await bench.held('zoe', [0]);
    await bench.warmUp();
    await bench.follow();
    const deaf = bench.open({ store: bench.tap.store, bus: deafBus });
    await deaf.catalog.sale(bench.sale.show.id);
    await deaf.mirrors.open(bench.sale, 0);
    await bench.follow();
    const ask = () => deaf.booking.hold('ann', bench.sale.show.id, bench.newId(), [0]);
    bench.tap.before = () => {
      throw noConnection;
    };
    await other.booking.release('zoe', hold.id, null);
    expect(gistOf(await ask())).toBe('SEAT_TAKEN');
    await bench.timers.advance(2_001);
    expect(gistOf(await ask())).toBe('UNAVAILABLE');
    bench.tap.before = () => {};
    expect(gistOf(await ask())).toBe('active');
  });

  it('is none of taken seats before the process knows the time', async () => {
    const bench = new SaleBench();
    const other = bench.open();
    await other.booking.hold('zoe', bench.sale.show.id, bench.newId(), [0]);
    await bench.room.mirrors.open(bench.sale, 0);
    expect(bench.room.clock.estimateMs()).toBeNull();
    expect(gistOf(await bench.hold('ann', [0]))).toBe('SEAT_TAKEN');
    expect(bench.tap.count('commit')).toBe(1);
  });

  it.each([
    ['more than 2 s before the sale opens', 60_000 - 2_001, 'NOT_ON_SALE', 0],
    ['2 s before it, since the clock is an estimate', 60_000 - 2_000, 'NOT_ON_SALE', 1],
    ['a moment before it', 60_000 - 1, 'NOT_ON_SALE', 1],
    ['when it opens', 60_000, 'active', 1],
  ])('is by the estimated clock %s', async (_, afterMs, gist, commits) => {
    const bench = new SaleBench({ onSaleAtMs: dayOneMs + 60_000 });
    await bench.warmUp();
    await bench.timers.advance(afterMs);
    bench.tap.calls.length = 0;
    const outcome = await bench.hold('ann', [0]);
    expect(gistOf(outcome)).toBe(gist);
    if (!outcome.ok) expect(outcome.error.details).toEqual({ onSaleAtMs: dayOneMs + 60_000 });
    expect(bench.tap.count('commit')).toBe(commits);
  });

  it('is none of a sale that is over: only the database’s clock closes it', async () => {
    const bench = new SaleBench({ offSaleAtMs: dayOneMs + 1_000 });
    await bench.warmUp();
    await bench.timers.advance(1_000);
    bench.tap.calls.length = 0;
    expect(await bench.hold('ann', [0])).toEqual(refuse('SALE_CLOSED'));
    expect(bench.tap.calls).toEqual(['commit']);
  });
});
