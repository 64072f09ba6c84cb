import type { LogEntry } from '@onsale/domain';
import { describe, expect, it } from 'vitest';
import type { MirrorStep } from './mirror-step.ts';
import { settled } from './testing/fake-timers.ts';
import { gistOf } from './testing/lane-bench.ts';
import { dayOneMs, SaleBench } from './testing/sale-bench.ts';

describe('a process’s share of the sale', () => {
  it('[L1] tells its mirrors, its listeners and the other processes of what it committed', async () => {
    const bench = new SaleBench();
    const other = bench.open();
    const heard = { entries: [] as LogEntry[], steps: [] as MirrorStep[], batches: [] as number[] };
    const heardByOther: LogEntry[] = [];
    bench.room.onEntries((entries) => heard.entries.push(...entries));
    bench.room.onStep((step) => heard.steps.push(step));
    bench.room.onBatch(({ batch }) => heard.batches.push(batch.commands.length));
    other.onEntries((entries) => heardByOther.push(...entries));
    const mirror = await bench.room.mirrors.open(bench.sale, 0);
    const mirrorOfOther = await other.mirrors.open(bench.sale, 0);
    await bench.held('ann', [0, 4]);
    await settled();
    expect(heard.entries.map(({ section, version }) => [section, version])).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(heard.steps).toMatchObject([{ mirror, from: 0, to: 1 }]);
    expect(heard.batches).toEqual([1]);
    expect(heardByOther).toEqual(heard.entries);
    expect(mirrorOfOther.states).toBe('1000');
  });

  it('publishes nothing for a batch that changed nothing', async () => {
    const bench = new SaleBench();
    const published: (readonly LogEntry[])[] = [];
    const bus = {
      publish: (entries: readonly LogEntry[]) => void published.push(entries),
      subscribe() {},
      close: async () => {},
    };
    const room = bench.open({ bus });
    const { id } = bench.sale.show;
    await room.booking.hold('ann', id, bench.newId(), [0]);
    await room.booking.hold('bob', id, bench.newId(), [0]);
    expect(published).toHaveLength(1);
  });

  it('[A1] answers as decided although a listener or the bus fails', async () => {
    const bench = new SaleBench();
    const fault = new Error('the bus is broken');
    const bus = {
      publish: () => {
        throw fault;
      },
      subscribe() {},
      close: async () => {},
    };
    const room = bench.open({ bus });
    expect(gistOf(await room.booking.hold('ann', bench.sale.show.id, bench.newId(), [0]))).toBe('active');
    expect(bench.errors.map(([, error]) => error)).toEqual([fault]);
  });

  it('learns the database’s time from what it commits', async () => {
    const bench = new SaleBench();
    expect(bench.room.clock.estimateMs()).toBeNull();
    await bench.timers.advance(7);
    await bench.held('ann', [0]);
    expect(bench.room.clock.estimateMs()).toBe(dayOneMs + 7);
  });

  it('[H2] sweeps unless told to leave that to others', async () => {
    const bench = new SaleBench({ holdMs: 1_000 });
    await bench.held('ann', [0]);
    await bench.timers.advance(10_000);
    expect(bench.states()).toBe('1000|0000');
    const sweeping = bench.open({ upkeep: {} });
    await bench.timers.advance(500);
    expect(bench.states()).toBe('0000|0000');
    await sweeping.close();
  });

  it('leaves nothing running when it is closed', async () => {
    const bench = new SaleBench();
    const sweeping = bench.open({ upkeep: {} });
    await sweeping.close();
    await bench.room.close();
    expect(bench.timers.waiting).toBe(0);
  });
});
