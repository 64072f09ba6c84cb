import type { Server } from 'node:http';
import { Hono } from 'hono';
import { closeHttpServer, createHttpServer } from './http-server.ts';
import type { Lifecycle } from './lifecycle.ts';

/** Where a service's health and metrics are. */
export interface HealthPlace {
  /** What the public port serves of them: everything, or nothing when they have a port of their own. */
  readonly routes: Hono;
  /** The server of their own, if any. */
  readonly admin: Server | null;
  /** Adds its closing to a stop. To be called last: until the rest is closed, `/readyz` must answer that it stops. */
  closeLast(lifecycle: Pick<Lifecycle, 'onStop'>): void;
}

/**
 * Serves health and metrics apart from the public when there is a port for them: buyers then find nothing there, and
 * what Kubernetes and Prometheus ask is plain http, whatever the public port speaks, and is answered until the end.
 */
export function placeHealth(
  health: Hono,
  settings: { readonly ADMIN_PORT?: number | undefined },
): HealthPlace {
  if (settings.ADMIN_PORT === undefined) return { routes: health, admin: null, closeLast() {} };
  const admin = createHttpServer(health.fetch);
  return {
    routes: new Hono(),
    admin,
    closeLast: (lifecycle) => lifecycle.onStop('admin', () => closeHttpServer(admin)),
  };
}
