import { refuse, StoreUnavailable } from '@onsale/domain';
import { describe, expect, it } from 'vitest';
import { gistOf } from './testing/lane-bench.ts';
import { SaleBench } from './testing/sale-bench.ts';

describe('a command about a hold', () => {
  it('goes to the lanes of the seats that it was made for, also those that it gave back', async () => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0, 4]);
    const { submit } = bench.room.booking;
    await submit(hold.id, { kind: 'release', hold: hold.id, buyer: 'ann', seats: [0] });
    const again = await submit(hold.id, { kind: 'release', hold: hold.id, buyer: 'ann', seats: null });
    expect(gistOf(again)).toBe('released');
    expect(bench.states()).toBe('0000|0000');
  });

  it('reads the hold once for all its commands', async () => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    bench.tap.calls.length = 0;
    const { submit } = bench.room.booking;
    const expire = { kind: 'expire', hold: hold.id } as const;
    await submit(hold.id, expire);
    await submit(hold.id, expire);
    expect(bench.tap.calls).toEqual(['hold', 'commit', 'commit']);
  });

  it('is refused for a hold that does not exist, and finds it once it does', async () => {
    const bench = new SaleBench();
    const id = bench.newId();
    const { submit } = bench.room.booking;
    const release = { kind: 'release', hold: id, buyer: 'ann', seats: null } as const;
    expect(await submit(id, release)).toEqual(refuse('HOLD_NOT_FOUND'));
    await bench.held('ann', [0], id);
    expect(gistOf(await submit(id, release))).toBe('released');
  });

  it('throws what the store throws while the hold is read', async () => {
    const bench = new SaleBench();
    const hold = await bench.held('ann', [0]);
    bench.tap.before = () => {
      throw new StoreUnavailable('no connection');
    };
    await expect(bench.room.booking.submit(hold.id, { kind: 'expire', hold: hold.id })).rejects.toThrow(
      StoreUnavailable,
    );
  });
});
