import { realtimeBody } from '@onsale/contracts';
import { describe, expect, it } from 'vitest';
import { openBench } from '../testing/bench.ts';
import { bodyOf, refusalOf } from '../testing/visitor.ts';

const path = '/api/realtime?show=test-show';

describe('GET /api/realtime', () => {
  it('[I1] gives a stranger a session, addresses and a ticket in that session’s name', async () => {
    const bench = openBench({ endpoints: ['http://198.51.100.7:30443', 'http://198.51.100.8:30443'] });
    const visitor = bench.stranger();
    const response = await visitor.get(path);
    const { endpoints, ticket, expiresIn } = await bodyOf(response, 200, realtimeBody);
    expect(endpoints.map(({ url }) => url).sort()).toEqual([
      'http://198.51.100.7:30443',
      'http://198.51.100.8:30443',
    ]);
    expect(expiresIn).toBe(60);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const session = await bench.tokens.readSession(visitor.cookie?.replace('onsale=', '') ?? '');
    expect(session?.buyer).toEqual(expect.any(String));
    expect(await bench.tokens.readTicket(ticket)).toEqual({
      id: expect.any(String),
      buyer: session?.buyer,
      expiresAtMs: bench.nowMs() + 60_000,
    });
  });

  it('[I2] gives another ticket each time', async () => {
    const visitor = openBench().stranger();
    const first = await bodyOf(await visitor.get(path), 200, realtimeBody);
    const second = await bodyOf(await visitor.get(path), 200, realtimeBody);
    expect(second.ticket).not.toBe(first.ticket);
    expect(second.endpoints).toEqual([{ url: '/', node: 'self', zone: null }]);
  });

  it('needs a show that exists', async () => {
    const visitor = openBench().stranger();
    await refusalOf(await visitor.get('/api/realtime?show=nowhere'), 404, 'SHOW_NOT_FOUND');
    await refusalOf(await visitor.get('/api/realtime'), 400, 'BAD_REQUEST');
  });

  it('is UNAVAILABLE while no process is ready', async () => {
    await refusalOf(await openBench({ endpoints: [] }).stranger().get(path), 503, 'UNAVAILABLE');
  });
});
