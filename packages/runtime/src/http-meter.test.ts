import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { createHttpFigures } from './http-figures.ts';
import { createHttpMeter, type HttpMeterOptions } from './http-meter.ts';
import { createLogger, type Logger } from './logger.ts';
import { createRegistry } from './metrics.ts';

function open({
  logger = createLogger('test', 'silent'),
  ...more
}: Pick<Partial<HttpMeterOptions>, 'routeOf'> & { logger?: Logger } = {}) {
  const registry = createRegistry('test');
  const meter = createHttpMeter({ registry, figures: createHttpFigures({ registry, logger }), ...more });
  const inner = new Hono().get('/holds/:id', (c) => c.text('a hold'));
  const app = new Hono()
    .use(meter)
    .route('/api', inner)
    .get('/fails', () => {
      throw new Error('a defect');
    });
  app.onError((_, c) => c.text('sorry', 500));
  return { app, registry };
}

async function linesOf(registry: ReturnType<typeof createRegistry>, name: string): Promise<string[]> {
  const text = await registry.getSingleMetricAsString(name);
  return text
    .split('\n')
    .filter((line) => line.startsWith(name))
    .map((line) => line.slice(name.length));
}

describe('requests', () => {
  it('are counted by the route that matched, not by what stands in its place', async () => {
    const { app, registry } = open();
    await app.request('/api/holds/1');
    await app.request('/api/holds/2');
    expect(await linesOf(registry, 'onsale_http_requests_total')).toEqual([
      '{route="/api/holds/:id",method="GET",code="200",app="test"} 2',
    ]);
  });

  it('that nobody has a route for share one figure, whatever they ask and how', async () => {
    const { app, registry } = open();
    for (const path of ['/a', '/b', '/c/d']) await app.request(path);
    await app.request('/a', { method: 'BREW' });
    expect(await linesOf(registry, 'onsale_http_requests_total')).toEqual([
      '{route="none",method="GET",code="404",app="test"} 3',
      '{route="none",method="other",code="404",app="test"} 1',
    ]);
  });

  it('that fail are counted by the status of their answer, and are under way no longer', async () => {
    const { app, registry } = open();
    await app.request('/fails');
    expect(await linesOf(registry, 'onsale_http_requests_total')).toEqual([
      '{route="/fails",method="GET",code="500",app="test"} 1',
    ]);
    expect(await linesOf(registry, 'onsale_http_in_flight')).toEqual(['{app="test"} 0']);
  });

  it('are named as the service wants it', async () => {
    const { app, registry } = open({ routeOf: () => 'page' });
    await app.request('/anything');
    expect(await linesOf(registry, 'onsale_http_requests_total')).toEqual([
      '{route="page",method="GET",code="404",app="test"} 1',
    ]);
  });

  it('are timed', async () => {
    const { app, registry } = open();
    await app.request('/api/holds/1');
    const lines = await linesOf(registry, 'onsale_http_request_duration_seconds');
    expect(lines).toContain('_count{app="test",route="/api/holds/:id",method="GET"} 1');
  });
});

describe('the line of a request', () => {
  it.each([
    ['trace', 1],
    ['debug', 0],
    ['info', 0],
  ])('is written at level trace only: at %s %i', async (level, count) => {
    const lines: string[] = [];
    const logger = createLogger('test', level, { write: (line) => void lines.push(line) });
    const { app } = open({ logger });
    await app.request('/api/holds/1?seats=7');
    expect(lines).toHaveLength(count);
    if (count > 0) {
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({
        method: 'GET',
        route: '/api/holds/:id',
        status: 200,
      });
      expect(lines[0]).not.toContain('seats');
    }
  });
});
