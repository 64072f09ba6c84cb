import { type CommitPhases, OutcomeUnknown, StoreUnavailable } from '@onsale/domain';
import { createRegistry, type Registry } from '@onsale/runtime';
import { beforeEach, describe, expect, it } from 'vitest';
import { registerBusMetrics } from './bus-metrics.ts';
import { registerSaleMetrics, type SaleFigures } from './sale-metrics.ts';
import { registerStoreMetrics } from './store-metrics.ts';
import { figuresOf } from './testing/figures-of.ts';
import { SaleStage } from './testing/sale-stage.ts';

let registry: Registry;
const read = (name: string) => figuresOf(registry, `onsale_${name}`);

beforeEach(() => {
  registry = createRegistry('test');
});

describe('the figures of a sale', () => {
  it('are read when they are asked for', async () => {
    let waiting = 4;
    const counts = { mirrors: 1, gaps: 5, repairs: 2, resets: 3 };
    const figures: SaleFigures = {
      onBatch: () => {},
      lanes: { waiting: () => waiting, longest: () => 6, inUse: () => 5 },
      mirrors: {
        counts: () => counts,
        lag: () => ({ behindMs: 1_500, versions: 7, headsAgeMs: 250 }),
        seats: () => [9, 8, 7],
      },
      upkeep: { figures: () => ({ openOrders: { pending: 2, refund_due: 1 }, oldestMs: 60_000 }) },
    };
    registerSaleMetrics(registry, figures);
    const names = ['lane_waiting', 'lane_longest', 'lanes', 'mirrors'];
    const counters = ['mirror_gaps_total', 'mirror_repairs_total', 'mirror_resets_total'];
    const lags = ['mirror_behind_seconds', 'mirror_behind_versions', 'heads_age_seconds'];
    const all = async () =>
      Promise.all([...names, ...counters, ...lags].map(async (name) => (await read(name))['']));
    expect(await all()).toEqual([4, 6, 5, 1, 5, 2, 3, 1.5, 7, 0.25]);
    waiting = 0;
    counts.repairs = 7;
    expect(await all()).toEqual([0, 6, 5, 1, 5, 7, 3, 1.5, 7, 0.25]);
    expect(await read('seats')).toEqual({
      'state="available"': 9,
      'state="held"': 8,
      'state="sold"': 7,
      'state="blocked"': 0,
    });
    expect(await read('orders_open')).toEqual({ 'state="pending"': 2, 'state="refund_due"': 1 });
    expect(await read('orders_open_oldest_seconds')).toEqual({ '': 60 });
  });

  it('tell nothing of open orders where others look after them', async () => {
    registerSaleMetrics(registry, new SaleStage().room);
    expect(registry.getSingleMetric('onsale_orders_open')).toBeUndefined();
  });
});

describe('the figures of batches', () => {
  const phases: CommitPhases = { waitMs: 1, loadMs: 20, decideMs: 3, saveMs: 150 };

  it('say how many commands each carried, and where its time went', async () => {
    const stage = new SaleStage({}, {}, async (store, batch) => ({
      ...(await store.commit(batch)),
      phases,
    }));
    registerSaleMetrics(registry, stage.room);
    await Promise.all([stage.hold('ann', [0]), stage.hold('bob', [1]), stage.hold('cem', [2])]);
    expect(await read('batch_commands_count')).toEqual({ '': 2 });
    expect(await read('batch_commands_sum')).toEqual({ '': 3 });
    expect(await read('commit_duration_seconds_count')).toMatchObject({ 'outcome="committed"': 2 });
    expect(await read('commit_phase_duration_seconds_sum')).toEqual({
      'phase="wait"': 0.002,
      'phase="load"': 0.04,
      'phase="decide"': 0.006,
      'phase="save"': 0.3,
    });
  });

  it.each([
    ['unavailable', new StoreUnavailable('no connection')],
    ['unknown', new OutcomeUnknown('the connection broke')],
    ['failed', new Error('a defect')],
  ])('count those that ended %s', async (outcome, error) => {
    const stage = new SaleStage({ onError: () => {} }, {}, () => Promise.reject(error));
    registerSaleMetrics(registry, stage.room);
    await stage.hold('ann', [0]);
    expect(await read('commit_duration_seconds_count')).toMatchObject({
      [`outcome="${outcome}"`]: 1,
      'outcome="committed"': 0,
    });
    expect(await read('batch_commands_count')).toEqual({ '': 0 });
  });
});

describe('the figures of a bus and of a store', () => {
  it('are read from them when asked for', async () => {
    let isThere = true;
    let lost = 0;
    registerBusMetrics(registry, { isConnected: () => isThere, lost: () => lost });
    registerStoreMetrics(registry, { connections: () => ({ used: 3, idle: 1, waiting: 9 }) }, 10);
    const readBus = async () => [(await read('bus_connected'))[''], (await read('bus_lost_total'))['']];
    expect(await readBus()).toEqual([1, 0]);
    isThere = false;
    lost = 1;
    expect(await readBus()).toEqual([0, 1]);
    expect(await read('store_connections')).toEqual({ 'state="used"': 3, 'state="idle"': 1 });
    expect(await read('store_connections_max')).toEqual({ '': 10 });
    expect(await read('store_waiting')).toEqual({ '': 9 });
  });
});
