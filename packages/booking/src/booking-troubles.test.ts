import { type Hold, InvariantBroken, type Order, type Outcome, refuse } from '@onsale/domain';
import { describe, expect, it } from 'vitest';
import { holdOf, lostAtCommit, noConnection, orderOf } from './testing/booking-fixtures.ts';
import { settled } from './testing/fake-timers.ts';
import { gistOf } from './testing/lane-bench.ts';
import { SaleBench } from './testing/sale-bench.ts';
import { createGate } from './testing/store-tap.ts';

describe('commands under way', () => {
  it('[A1] are bounded: past twenty thousand the answer is BUSY at once', async () => {
    const bench = new SaleBench();
    const gate = createGate();
    bench.tap.before = () => gate.opened;
    const release = () => bench.room.booking.release('ann', bench.newId(), null);
    const waiting = Array.from({ length: 20_000 }, release);
    expect(await release()).toEqual(refuse('BUSY', { retryAfterMs: 250 }));
    gate.open();
    const answers = await Promise.all(waiting);
    expect(new Set(answers.map(gistOf))).toEqual(new Set(['HOLD_NOT_FOUND']));
    expect(gistOf(await release())).toBe('HOLD_NOT_FOUND');
  });
});

describe('a drain', () => {
  it('[A1] [P1] refuses what comes, and lets a payment under way be recorded', async () => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    const charging = createGate();
    bench.payments.onStart = () => charging.opened.then(() => 'succeeded');
    const paying = bench.pay(hold);
    await settled();
    const order: string[] = [];
    const drained = bench.room.drain().then(() => order.push('drained'));
    expect(await bench.hold('bob', [1])).toEqual(refuse('BUSY', { retryAfterMs: 250 }));
    expect(await bench.room.booking.release('ann', hold.id, null)).toEqual(
      refuse('BUSY', { retryAfterMs: 250 }),
    );
    expect(order).toEqual([]);
    charging.open();
    expect(gistOf(await paying)).toBe('paid');
    await drained;
    expect(bench.states()).toBe('2000|0000');
  });

  it('resolves at once when nothing is under way, for everybody who asks', async () => {
    const bench = new SaleBench();
    await bench.held('ann', [0]);
    await Promise.all([bench.room.drain(), bench.room.drain()]);
    expect(gistOf(await bench.hold('ann', [1]))).toBe('BUSY');
  });

  it('[H2] refuses the system’s own commands too once buyers are answered', async () => {
    const bench = new SaleBench({ holdMs: 1_000 });
    const hold = await bench.held('ann', [0]);
    await bench.timers.advance(1_000);
    await bench.room.drain();
    const expire = { kind: 'expire', hold: hold.id } as const;
    expect(gistOf(await bench.room.booking.submit(hold.id, expire))).toBe('BUSY');
  });
});

describe('a store that fails', () => {
  const commands: [name: string, ask: (bench: SaleBench, hold: Hold, order: Order) => Promise<Outcome>][] = [
    ['hold', (bench) => bench.hold('ann', [1])],
    ['release', (bench, hold) => bench.room.booking.release('ann', hold.id, null)],
    ['pay', (bench, hold) => bench.pay(hold)],
    ['refund', (bench, _, order) => bench.room.booking.refund(order.id)],
  ];

  it.each(commands)('[A1] makes %s answer UNAVAILABLE, and nothing changes', async (_, ask) => {
    const bench = new SaleBench();
    const other = bench.open();
    const { id: show } = bench.sale.show;
    const held = holdOf(await other.booking.hold('ann', show, bench.newId(), [0]));
    const bought = holdOf(await other.booking.hold('ann', show, bench.newId(), [4]));
    const order = orderOf(await other.booking.pay('ann', bought?.id ?? '', bench.newId(), 'card'));
    if (held === null || order === null) throw new Error('a hold and an order were expected');
    bench.tap.before = () => {
      throw noConnection;
    };
    expect(gistOf(await ask(bench, held, order))).toBe('UNAVAILABLE');
    expect(bench.states()).toBe('1000|2000');
    expect(bench.errors).toEqual([]);
  });

  it.each(commands)('[A1] makes %s answer UNKNOWN when the answer is lost', async (_, ask) => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    const order = await bench.paid(await bench.held('ann', [4]));
    bench.tap.before = (call) => {
      if (call === 'commit') throw lostAtCommit;
    };
    expect(gistOf(await ask(bench, hold, order))).toBe('UNKNOWN');
  });

  it.each(commands)('[A1] makes %s answer INTERNAL for a defect, which is reported', async (_, ask) => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    const order = await bench.paid(await bench.held('ann', [4]));
    const defect = new InvariantBroken('the store is broken');
    bench.tap.before = () => {
      throw defect;
    };
    expect(gistOf(await ask(bench, hold, order))).toBe('INTERNAL');
    expect(bench.errors.map(([, error]) => error)).toEqual([defect]);
  });

  it('[A1] answers INTERNAL for a show whose layout is gone', async () => {
    const bench = new SaleBench();
    const { booking } = bench.open({
      planOf: () => {
        throw new RangeError('a stored layout is broken');
      },
    });
    expect(gistOf(await booking.hold('ann', bench.sale.show.id, bench.newId(), [0]))).toBe('INTERNAL');
    expect(bench.errors).toHaveLength(1);
  });
});
