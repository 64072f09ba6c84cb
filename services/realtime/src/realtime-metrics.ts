import type { Registry } from '@onsale/runtime';
import { readFigures } from '@onsale/telemetry';
import type { BroadcasterFigures } from './broadcaster.ts';

export interface RealtimeFigures {
  connections(): number;
  /** Connections that wait for their turn to be opened. */
  openingsWaiting(): number;
  broadcast(): BroadcasterFigures;
}

/** Registers what the service's sockets tell. */
export function registerRealtimeMetrics(registry: Registry, figures: RealtimeFigures): void {
  const { gauge, counter } = readFigures(registry);
  gauge('onsale_realtime_connections', 'Open sockets.', figures.connections);
  gauge(
    'onsale_realtime_openings_waiting',
    'Connections that wait for their turn to be opened.',
    figures.openingsWaiting,
  );
  gauge(
    'onsale_realtime_tick_seconds',
    'How long changes are gathered before a frame tells them.',
    () => figures.broadcast().tickMs / 1_000,
  );
  counter(
    'onsale_realtime_deliveries_total',
    'Frames of seats sent to sockets.',
    () => figures.broadcast().deliveries,
  );
}
