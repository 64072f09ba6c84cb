import type { Registry } from '@onsale/runtime';
import { readFigures } from './figures.ts';

/** What a process's connections to its database tell; in form what the MySQL store offers. */
export interface StoreFigures {
  connections(): { readonly used: number; readonly idle: number; readonly waiting: number };
}

/** Registers how full the pool of connections is. */
export function registerStoreMetrics(registry: Registry, store: StoreFigures, connectionsMax: number): void {
  const { gauge, gauges } = readFigures(registry);
  gauges(
    'onsale_store_connections',
    'Connections to the database, by whether they are in use.',
    'state',
    () => {
      const { used, idle } = store.connections();
      return { used, idle };
    },
  );
  gauge('onsale_store_connections_max', 'Connections that the pool may open.', () => connectionsMax);
  gauge('onsale_store_waiting', 'Calls that wait for a connection.', () => store.connections().waiting);
}
