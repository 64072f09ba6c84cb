import type { Registry } from '@onsale/runtime';
import { readFigures } from './figures.ts';

/** What a process's end of the bus tells about itself. */
export interface BusFigures {
  isConnected(): boolean;
  lost(): number;
}

/** Registers whether hints can be sent, and how many could not. */
export function registerBusMetrics(registry: Registry, bus: BusFigures): void {
  const { gauge, counter } = readFigures(registry);
  gauge('onsale_bus_connected', 'Whether the bus can be reached: 1 or 0.', () => (bus.isConnected() ? 1 : 0));
  counter('onsale_bus_lost_total', 'Hints that could not be sent; the log makes up for them.', () =>
    bus.lost(),
  );
}
