import { createHttpFigures, createHttpMeter, createLogger, createRegistry, markOf } from '@onsale/runtime';
import { describe, expect, it } from 'vitest';
import { openBench } from './testing/bench.ts';

const json = { 'content-type': 'application/json' };
const body = '{"seats":[0]}';

/** The API with its log at a level, and its figures. */
function open(level: string) {
  const lines: string[] = [];
  const logger = createLogger('seats-api', level, { write: (line) => void lines.push(line) });
  const registry = createRegistry('seats-api');
  const bench = openBench({
    observers: {
      logger,
      meter: createHttpMeter({ registry, figures: createHttpFigures({ registry, logger }) }),
    },
  });
  return { bench, lines, registry };
}

const factsOf = (lines: readonly string[]) =>
  lines.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('a request that is refused', () => {
  it('leaves one line at debug with its id, its route, its code and the mark of its buyer', async () => {
    const { bench, lines } = open('debug');
    const buyer = await bench.buyer();
    await buyer.ask('PUT', `/api/shows/test-show/holds/${bench.newId()}`, { headers: json, body });
    const again = { ...json, 'x-request-id': 'request-7' };
    await buyer.ask('PUT', `/api/shows/test-show/holds/${bench.newId()}`, { headers: again, body });
    const session = await bench.tokens.readSession(buyer.cookie?.split('=')[1] ?? '');
    expect(factsOf(lines)).toEqual([
      expect.objectContaining({
        level: 'debug',
        requestId: 'request-7',
        buyer: markOf(session?.buyer ?? ''),
        method: 'PUT',
        route: '/api/shows/:show/holds/:id',
        code: 'SEAT_TAKEN',
        msg: 'refused',
      }),
    ]);
  });

  it('leaves none at info, however many come', async () => {
    const { bench, lines } = open('info');
    const stranger = bench.stranger();
    for (const path of ['/a', '/b', '/api/holds/1']) await stranger.get(path);
    expect(lines).toEqual([]);
  });
});

describe('whatever is asked and answered', () => {
  it('leaves nothing secret and no buyer in the log, at its most talkative', async () => {
    const { bench, lines } = open('trace');
    const buyer = await bench.buyer();
    const session = buyer.cookie?.split('=')[1] ?? '';
    const realtime = await buyer.get('/api/realtime?show=test-show');
    const { ticket } = (await realtime.json()) as { ticket: string };
    const hold = bench.newId();
    await buyer.ask('PUT', `/api/shows/test-show/holds/${hold}`, { headers: json, body });
    await buyer.ask('POST', `/api/holds/${hold}/pay`, { headers: json, body: '{"id":"ann@example.com"}' });
    await bench.stranger().get(`/api/holds/${session}`);
    await bench
      .stranger()
      .get('/api/shows', { cookie: `other=1; onsale=${session}x`, authorization: ticket });
    bench.store.snapshot = () => Promise.reject(new Error(`no way with ${session} for ann@example.com`));
    await buyer.get('/api/shows/test-show/seats');
    const log = lines.join('');
    const { buyer: id } = (await bench.tokens.readSession(session)) ?? { buyer: 'nobody' };
    expect(lines.length).toBeGreaterThan(7);
    expect(log).toContain(markOf(id));
    expect(log).toContain('no way with [token] for [e-mail]');
    for (const secret of [session, ticket, id, 'ann@example.com']) expect(log).not.toContain(secret);
  });
});

describe('the figures of requests', () => {
  it('are by route, so that no id, show or address makes one', async () => {
    const { bench, registry } = open('silent');
    const buyer = await bench.buyer();
    for (let times = 0; times < 3; times++) {
      const path = `/api/shows/test-show/holds/${bench.newId()}`;
      await buyer.ask('PUT', path, { headers: json, body: `{"seats":[${times}]}` });
      await buyer.get(`/nothing/${times}`);
    }
    const text = await registry.getSingleMetricAsString('onsale_http_requests_total');
    const routes = [...text.matchAll(/route="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(routes)).toEqual(new Set(['/api/shows', '/api/shows/:show/holds/:id', 'none']));
  });
});
