import { defaultLimits, noLimits } from '@onsale/domain';
import { describe, expect, it } from 'vitest';
import { createSaleRoom } from './sale-room.ts';
import { gistOf } from './testing/lane-bench.ts';
import { SaleBench } from './testing/sale-bench.ts';

/** Takes and drops a seat that often, and tells what became of each attempt. */
async function takeAndDrop({ room, sale, newId }: SaleBench, times: number): Promise<string[]> {
  const gists: string[] = [];
  for (let count = 0; count < times; count++) {
    const outcome = await room.booking.hold('ann', sale.show.id, newId(), [0]);
    gists.push(gistOf(outcome));
    if (outcome.ok && outcome.hold !== null) await room.booking.release('ann', outcome.hold.id, null);
  }
  return gists;
}

describe('a sale room', () => {
  it('[H6] [H7] passes its limits on to the rules', async () => {
    const minute = new SaleBench({}, { limits: { ...noLimits, holdsPerMinuteMax: 2 } });
    expect(await takeAndDrop(minute, 3)).toEqual(['active', 'active', 'TOO_MANY_HOLDS']);
    const drops = new SaleBench({}, { limits: { ...noLimits, dropsMax: 2, dropWindowMs: 1_000 } });
    expect(await takeAndDrop(drops, 3)).toEqual(['active', 'active', 'COOLING_DOWN']);
  });

  it('[H7] limits buyers by default, across processes', async () => {
    const bench = new SaleBench();
    const open = () =>
      createSaleRoom({
        store: bench.inner,
        bus: bench.connect(),
        planOf: () => bench.sale.plan,
        onError: (message, error) => {
          throw new Error(message, { cause: error });
        },
        timers: bench.timers,
        upkeep: false,
      });
    const gists: string[] = [];
    const rooms = [open(), open()] as const;
    const show = bench.sale.show.id;
    for (let count = 0; count <= (defaultLimits.dropsMax ?? 0); count++) {
      const { booking } = rooms[count % 2 === 0 ? 0 : 1];
      const outcome = await booking.hold('ann', show, bench.newId(), [0]);
      gists.push(gistOf(outcome));
      if (outcome.ok && outcome.hold !== null) await booking.release('ann', outcome.hold.id, null);
    }
    expect(gists).toEqual([...Array(20).fill('active'), 'COOLING_DOWN']);
  });
});
