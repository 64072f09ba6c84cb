import { refuse } from '@onsale/domain';
import { describe, expect, it } from 'vitest';
import { idMadeAfter, lostAtCommit } from './testing/booking-fixtures.ts';
import { settled } from './testing/fake-timers.ts';
import { gistOf } from './testing/lane-bench.ts';
import { SaleBench } from './testing/sale-bench.ts';

describe('a repeated hold', () => {
  it('[H5] has the answer of the first, although its seats are taken: by itself', async () => {
    const bench = new SaleBench();
    await bench.warmUp();
    const hold = await bench.held('ann', [0, 4]);
    expect(await bench.hold('ann', [4, 0], hold.id)).toEqual({ ok: true, hold, order: null });
    expect(bench.states()).toBe('1000|1000');
  });

  it('[H5] has it on another process too, whose mirror knows the seats as taken', async () => {
    const bench = new SaleBench();
    const other = bench.open();
    await other.mirrors.open(bench.sale, 0);
    const hold = await bench.held('ann', [0]);
    await settled();
    expect(other.mirrors.peek(bench.sale.show.id, 0)?.stateOf(0)).toBe(1);
    expect(await other.booking.hold('ann', hold.show, hold.id, [0])).toEqual({ ok: true, hold, order: null });
  });

  it('[H5] is the hold as it stands, when some of its seats are another’s meanwhile', async () => {
    const bench = new SaleBench();
    await bench.warmUp();
    const hold = await bench.held('ann', [0, 1]);
    await bench.room.booking.release('ann', hold.id, [1]);
    await bench.held('bob', [1]);
    const repeated = await bench.hold('ann', [0, 1], hold.id);
    expect(repeated).toMatchObject({ ok: true, hold: { id: hold.id, seats: [0], state: 'active' } });
  });

  it('[H5] is paid, when it was paid', async () => {
    const bench = new SaleBench();
    await bench.warmUp();
    const hold = await bench.held('ann', [0]);
    await bench.paid(hold);
    expect(await bench.hold('ann', [0], hold.id)).toMatchObject({ ok: true, hold: { state: 'paid' } });
  });

  it.each([-801, 801])(
    '[H5] asks the store, whatever the mirror says, when its id was made %i ms from now',
    async (ms) => {
      const bench = new SaleBench();
      await bench.held('zoe', [0]);
      await bench.warmUp();
      expect(gistOf(await bench.hold('ann', [0], idMadeAfter(bench, ms)))).toBe('SEAT_TAKEN');
      expect(bench.tap.calls).toEqual(['commit']);
    },
  );

  it.each([-800, 800])('is refused by the mirror when its id was made %i ms from now', async (ms) => {
    const bench = new SaleBench();
    await bench.held('zoe', [0]);
    await bench.warmUp();
    await bench.follow();
    expect(gistOf(await bench.hold('ann', [0], idMadeAfter(bench, ms)))).toBe('SEAT_TAKEN');
    expect(bench.tap.calls).toEqual([]);
  });

  it('[H5] is the hold as it stands, where the mirror is younger than the id and never saw the hold', async () => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    await bench.room.booking.release('ann', hold.id, null);
    await bench.held('zoe', [0]);
    await bench.warmUp();
    expect(await bench.hold('ann', [0], hold.id)).toMatchObject({ ok: true, hold: { state: 'released' } });
    expect(bench.tap.calls).toEqual(['commit']);
  });

  it('[H5] is refused with other seats, or by another buyer', async () => {
    const bench = new SaleBench();
    await bench.warmUp();
    const hold = await bench.held('ann', [0, 1]);
    expect(await bench.hold('ann', [0], hold.id)).toEqual(refuse('ID_REUSED'));
    expect(await bench.hold('ann', [2, 3], hold.id)).toEqual(refuse('ID_REUSED'));
    expect(await bench.hold('bob', [0, 1], hold.id)).toEqual(refuse('ID_REUSED'));
    expect(bench.states()).toBe('1100|0000');
  });

  it('[H5] after a refusal is decided afresh', async () => {
    const bench = new SaleBench();
    await bench.warmUp();
    const hold = await bench.held('bob', [0]);
    const id = bench.newId();
    expect(gistOf(await bench.hold('ann', [0], id))).toBe('SEAT_TAKEN');
    await bench.room.booking.release('bob', hold.id, null);
    expect(gistOf(await bench.hold('ann', [0], id))).toBe('active');
  });

  it('[A1] [H5] tells what became of one whose outcome was unknown', async () => {
    const bench = new SaleBench();
    const id = bench.newId();
    bench.tap.after = (call) => {
      if (call === 'commit') throw lostAtCommit;
    };
    expect(await bench.hold('ann', [0], id)).toEqual(refuse('UNKNOWN', { retryAfterMs: 250 }));
    bench.tap.after = () => {};
    expect(await bench.hold('ann', [0], id)).toMatchObject({ ok: true, hold: { id, seats: [0] } });
  });
});
