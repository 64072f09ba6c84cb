import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What a process's share of the sale tells about itself; in form what the booking package offers. */
export interface SaleFigures {
  onBatch(listener: (commands: number, entries: readonly unknown[]) => void): void;
  readonly lanes: { waiting(): number; inUse(): number };
  readonly mirrors: { counts(): { mirrors: number; repairs: number; resets: number } };
}

/** Registers the figures of a sale: batches, lanes and mirrors. */
export function registerSaleMetrics(registry: Registry, figures: SaleFigures): void {
  const registers = [registry];
  const batches = new Histogram({
    name: 'onsale_batch_commands',
    help: 'Commands that one committed batch carried.',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    registers,
  });
  figures.onBatch((commands) => batches.observe(commands));
  const { lanes, mirrors } = figures;
  registerGauge(registry, 'onsale_lane_waiting', 'Commands that wait for their answer.', () =>
    lanes.waiting(),
  );
  registerGauge(registry, 'onsale_lanes', 'Sections with commands under way.', () => lanes.inUse());
  registerGauge(
    registry,
    'onsale_mirrors',
    'Sections mirrored in this process.',
    () => mirrors.counts().mirrors,
  );
  registerGauge(
    registry,
    'onsale_mirror_repairs',
    'Gaps closed by reading the log, since the start.',
    () => mirrors.counts().repairs,
  );
  registerGauge(
    registry,
    'onsale_mirror_resets',
    'Gaps closed by reading a snapshot, since the start.',
    () => mirrors.counts().resets,
  );
}

/** What a process's end of the bus tells about itself. */
export interface BusFigures {
  isConnected(): boolean;
  lost(): number;
}

/** Registers whether hints can be sent, and how many could not. */
export function registerBusMetrics(registry: Registry, figures: BusFigures): void {
  registerGauge(registry, 'onsale_bus_connected', 'Whether the bus can be reached: 1 or 0.', () =>
    figures.isConnected() ? 1 : 0,
  );
  registerGauge(registry, 'onsale_bus_lost', 'Hints that could not be sent, since the start.', () =>
    figures.lost(),
  );
}

function registerGauge(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}

/** A counter of refusals by their code. */
export function createRefusalCounter(registry: Registry): (code: string) => void {
  const counter = new Counter({
    name: 'onsale_refusals_total',
    help: 'Commands and requests refused, by code.',
    labelNames: ['code'],
    registers: [registry],
  });
  return (code) => counter.inc({ code });
}
