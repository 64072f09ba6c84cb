import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What a process's share of the sale tells about itself; in form what the booking package offers. */
export interface SaleFigures {
  onBatch(listener: (commands: number, entries: readonly unknown[]) => void): void;
  readonly lanes: { waiting(): number };
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
  gauge('onsale_lane_waiting', 'Commands that wait for their batch.', () => figures.lanes.waiting());
  gauge('onsale_mirrors', 'Sections mirrored in this process.', () => figures.mirrors.counts().mirrors);
  gauge(
    'onsale_mirror_repairs',
    'Gaps closed by reading the log, since the start.',
    () => figures.mirrors.counts().repairs,
  );
  gauge(
    'onsale_mirror_resets',
    'Gaps closed by reading a snapshot, since the start.',
    () => figures.mirrors.counts().resets,
  );

  function gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  }
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
