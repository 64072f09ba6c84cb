import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { placeHealth } from './admin.ts';
import { createHealthRoutes } from './health.ts';
import { closeHttpServer, createHttpServer } from './http-server.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import { listen } from './listen.ts';
import { createLogger } from './logger.ts';
import { createRegistry } from './metrics.ts';

const logger = createLogger('test', 'silent');
const paths = ['/healthz', '/readyz', '/metrics'];
let lifecycle: Lifecycle | null = null;

afterEach(() => lifecycle?.stop('the test is over'));

/** A service with one slow route, as compose makes one; `ended` says when its process would have ended. */
async function serve(adminPort?: number) {
  const { promise: ended, resolve } = Promise.withResolvers<number>();
  const made = createLifecycle({ logger, stopMsMax: 10_000, exit: resolve });
  lifecycle = made;
  const slow = Promise.withResolvers<void>();
  const settings = { PORT: 0, HOST: '127.0.0.1', ADMIN_PORT: adminPort };
  const registry = createRegistry('test');
  const health = createHealthRoutes({ registry, isStopping: made.isStopping, checks: [] });
  const place = placeHealth(health, settings);
  const app = new Hono().route('/', place.routes).get('/slow', async (c) => {
    await slow.promise;
    return c.text('done');
  });
  const server = createHttpServer(app.fetch);
  made.onStop('http', () => closeHttpServer(server));
  place.closeLast(made);
  await listen({ server, admin: place.admin }, settings, logger);
  const urlOf = (of: typeof server) => `http://127.0.0.1:${(of.address() as AddressInfo).port}`;
  const admin = place.admin === null ? null : urlOf(place.admin);
  return { server, url: urlOf(server), admin, slow, stop: made.stop, ended };
}

const statuses = (url: string | null) =>
  Promise.all(paths.map(async (path) => (await fetch(`${url}${path}`)).status));

describe('health and metrics', () => {
  it('are on the service’s own port when there is none for them', async () => {
    const { url, admin } = await serve();
    expect(admin).toBeNull();
    expect(await statuses(url)).toEqual([200, 200, 200]);
  });

  it('are on their own port only, when there is one', async () => {
    const { url, admin } = await serve(0);
    expect(admin).not.toBeNull();
    expect(await statuses(admin)).toEqual([200, 200, 200]);
    expect(await statuses(url)).toEqual([404, 404, 404]);
    expect((await fetch(`${admin}/slow`)).status).toBe(404);
  });

  it('are answered until the last request is, and say that the process stops', async () => {
    const { server, url, admin, slow, stop, ended } = await serve(0);
    const arrived = once(server, 'request');
    const answer = fetch(`${url}/slow`);
    await arrived;
    const stopped = stop('test');
    const ready = await fetch(`${admin}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'stopping', failing: [] }]);
    expect((await fetch(`${admin}/healthz`)).status).toBe(200);
    expect((await fetch(`${admin}/metrics`)).status).toBe(200);
    await expect(fetch(`${url}/slow`)).rejects.toThrow();
    slow.resolve();
    expect(await (await answer).text()).toBe('done');
    await stopped;
    expect(await ended).toBe(0);
    await expect(fetch(`${admin}/healthz`)).rejects.toThrow();
  });
});
