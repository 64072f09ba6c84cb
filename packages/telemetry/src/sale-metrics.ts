import type { SaleRoom } from '@onsale/booking';
import type { Registry } from '@onsale/runtime';
import { createBatchMeter } from './batch-metrics.ts';
import { readFigures } from './figures.ts';
import { createOutcomeMeter } from './outcome-metrics.ts';

/** What the figures are read from. */
export type SaleFigures = Pick<SaleRoom, 'onBatch'> & {
  readonly lanes: Pick<SaleRoom['lanes'], 'waiting' | 'longest' | 'inUse'>;
  readonly mirrors: Pick<SaleRoom['mirrors'], 'counts' | 'lag' | 'seats'>;
  readonly upkeep: SaleRoom['upkeep'];
};

/** Registers the figures of a process's share of a sale: batches, lanes, mirrors, holds and orders. */
export function registerSaleMetrics(registry: Registry, room: SaleFigures): void {
  room.onBatch(createBatchMeter(registry));
  room.onBatch(createOutcomeMeter(registry));
  registerLanes(registry, room.lanes);
  registerMirrors(registry, room.mirrors);
  registerOpenOrders(registry, room.upkeep);
}

function registerLanes(registry: Registry, lanes: SaleFigures['lanes']): void {
  const { gauge } = readFigures(registry);
  gauge('onsale_lane_waiting', 'Commands that wait for their answer, over all lanes.', lanes.waiting);
  gauge('onsale_lane_longest', 'Commands in the queue of the longest lane.', lanes.longest);
  gauge('onsale_lanes', 'Lanes with commands under way.', lanes.inUse);
}

function registerMirrors(registry: Registry, mirrors: SaleFigures['mirrors']): void {
  const { gauge, gauges, counter } = readFigures(registry);
  const { counts, lag } = mirrors;
  gauge('onsale_mirrors', 'Sections mirrored in this process.', () => counts().mirrors);
  counter(
    'onsale_mirror_gaps_total',
    'Times that a mirror missed a version; most come late.',
    () => counts().gaps,
  );
  counter('onsale_mirror_repairs_total', 'Gaps closed by reading the log.', () => counts().repairs);
  counter('onsale_mirror_resets_total', 'Gaps closed by reading a snapshot.', () => counts().resets);
  gauge(
    'onsale_mirror_behind_seconds',
    'How long the mirror that is behind for longest has missed a version.',
    () => lag().behindMs / 1_000,
  );
  gauge('onsale_mirror_behind_versions', 'Versions known to exist and missing here.', () => lag().versions);
  gauge(
    'onsale_heads_age_seconds',
    'Since the mirrors were last compared with the heads in the database.',
    () => lag().headsAgeMs / 1_000,
  );
  gauges('onsale_seats', 'Seats of the mirrored sections, by state.', 'state', () => {
    const [available = 0, held = 0, sold = 0, blocked = 0] = mirrors.seats();
    return { available, held, sold, blocked };
  });
}

/** A process that leaves upkeep to others knows of none. */
function registerOpenOrders(registry: Registry, upkeep: SaleFigures['upkeep']): void {
  if (upkeep === null) return;
  const { gauge, gauges } = readFigures(registry);
  gauges(
    'onsale_orders_open',
    'Orders that wait for the payment provider for longer than SETTLE_AFTER_MS, by what they wait for.',
    'state',
    () => upkeep.figures().openOrders,
  );
  gauge(
    'onsale_orders_open_oldest_seconds',
    'The age of the oldest of them.',
    () => upkeep.figures().oldestMs / 1_000,
  );
}
