import { describe, expect, it } from 'vitest';
import { createHealthRoutes, type ReadyCheck } from './health.ts';
import { createRegistry, Gauge } from './metrics.ts';

const well: ReadyCheck = { name: 'well', check: async () => true };
const says: ReadyCheck = { name: 'says no', check: async () => false };
const fails: ReadyCheck = { name: 'fails', check: () => Promise.reject(new Error('no connection')) };
const throws: ReadyCheck = {
  name: 'throws',
  check: () => {
    throw new Error('at once');
  },
};
const late: ReadyCheck = { name: 'late', check: () => new Promise(() => {}) };

function routesOf(checks: readonly ReadyCheck[], isStopping = () => false) {
  return createHealthRoutes({ registry: createRegistry('test'), checks, isStopping, checkMsMax: 5 });
}

describe('/readyz', () => {
  it.each<[what: string, checks: ReadyCheck[], status: number, body: object]>([
    ['all is well', [well, well], 200, { status: 'ok', failing: [] }],
    ['there is nothing to check', [], 200, { status: 'ok', failing: [] }],
    ['a check says no', [well, says], 503, { status: 'failing', failing: ['says no'] }],
    ['a check fails', [fails, well], 503, { status: 'failing', failing: ['fails'] }],
    ['a check throws', [throws], 503, { status: 'failing', failing: ['throws'] }],
    ['a check does not answer in time', [late, well], 503, { status: 'failing', failing: ['late'] }],
    [
      'much is wrong',
      [fails, well, late, says],
      503,
      { status: 'failing', failing: ['fails', 'late', 'says no'] },
    ],
  ])('when %s', async (_, checks, status, body) => {
    const answer = await routesOf(checks).request('/readyz');
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual(body);
  });

  it('asks nothing once the process is stopping', async () => {
    let asked = 0;
    const counted: ReadyCheck = { name: 'counted', check: async () => ++asked > 0 };
    let isStopping = false;
    const routes = routesOf([counted], () => isStopping);
    expect((await routes.request('/readyz')).status).toBe(200);
    isStopping = true;
    const answer = await routes.request('/readyz');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ status: 'stopping', failing: [] });
    expect(asked).toBe(1);
  });

  it('checks all at the same time', async () => {
    const order: string[] = [];
    const noted = (name: string): ReadyCheck => ({
      name,
      check: async () => {
        order.push(`${name} begins`);
        await Promise.resolve();
        order.push(`${name} ends`);
        return true;
      },
    });
    await routesOf([noted('a'), noted('b')]).request('/readyz');
    expect(order).toEqual(['a begins', 'b begins', 'a ends', 'b ends']);
  });

  it('is well again when what failed is', async () => {
    let isWell = false;
    const routes = routesOf([{ name: 'changing', check: async () => isWell }]);
    expect((await routes.request('/readyz')).status).toBe(503);
    isWell = true;
    expect((await routes.request('/readyz')).status).toBe(200);
  });
});

describe('/healthz', () => {
  it('answers as long as the process does, whatever else is wrong', async () => {
    const answer = await routesOf([fails], () => true).request('/healthz');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: 'ok' });
  });
});

describe('/metrics', () => {
  it('is the registry’s text, with the service’s name and the process’s own figures', async () => {
    const registry = createRegistry('seats-api');
    new Gauge({ name: 'test_seats', help: 'Seats of the test.', registers: [registry] }).set(42);
    const routes = createHealthRoutes({ registry, checks: [], isStopping: () => false });
    const answer = await routes.request('/metrics');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(registry.contentType);
    const text = await answer.text();
    expect(text).toContain('# HELP test_seats Seats of the test.');
    expect(text).toContain('test_seats{app="seats-api"} 42');
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds\{app="seats-api"\} /m);
  });
});
