import { layoutFile, showBody, showsBody } from '@onsale/contracts';
import { testLayout } from '@onsale/domain/testing';
import { describe, expect, it } from 'vitest';
import { openBench } from '../testing/bench.ts';
import { bodyOf, refusalOf } from '../testing/visitor.ts';

describe('GET /api/shows', () => {
  it('lists every show with its seats', async () => {
    const bench = openBench();
    const response = await bench.stranger().get('/api/shows');
    const { shows, serverTime } = await bodyOf(response, 200, showsBody);
    expect(shows.map(({ id, seatCount }) => ({ id, seatCount }))).toEqual([
      { id: 'test-show', seatCount: 8 },
      { id: 'other-show', seatCount: 8 },
    ]);
    expect(serverTime).toBe(new Date(bench.nowMs()).toISOString());
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});

describe('GET /api/shows/{show}', () => {
  it('tells prices, times, cap, sections and the database’s clock', async () => {
    const bench = openBench();
    const response = await bench.stranger().get('/api/shows/test-show');
    const show = await bodyOf(response, 200, showBody);
    expect(show).toMatchObject({
      id: 'test-show',
      currency: 'KRW',
      holdSeconds: 300,
      paymentSeconds: 60,
      cap: 4,
      onSaleAt: '1970-01-01T00:00:00.000Z',
      offSaleAt: null,
      methods: expect.arrayContaining(['sandbox-card', 'sandbox-page']),
      serverTime: new Date(bench.nowMs()).toISOString(),
      sections: [
        { id: 'section-1', first: 0, count: 4 },
        { id: 'section-2', first: 4, count: 4 },
      ],
    });
    expect(show.prices.map(({ id, amount }) => [id, amount])).toEqual([
      ['standard', 3_000],
      ['premium', 7_550],
    ]);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it.each(['nowhere', 'TEST-SHOW', '%00', '%ff', 'test-show%20'])('has no show %s', async (show) => {
    await refusalOf(await openBench().stranger().get(`/api/shows/${show}`), 404, 'SHOW_NOT_FOUND');
  });
});

describe('GET /api/layouts/{hash}', () => {
  async function openLayout() {
    const visitor = openBench().stranger();
    const { layout } = await bodyOf(await visitor.get('/api/shows/test-show'), 200, showBody);
    return { visitor, path: `/api/layouts/${layout}`, etag: `"${layout}"` };
  }

  it('is the drawing as it was imported, to be kept for a year', async () => {
    const { visitor, path, etag } = await openLayout();
    const response = await visitor.get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('etag')).toBe(etag);
    const text = await response.text();
    expect(text).toBe(testLayout([4, 4]));
    expect(layoutFile.safeParse(JSON.parse(text)).success).toBe(true);
  });

  it('answers 304 to whoever has it, also past a proxy that weakened the tag', async () => {
    const { visitor, path, etag } = await openLayout();
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const response = await visitor.get(path, { 'if-none-match': tag });
      expect([tag, response.status, await response.text()]).toEqual([tag, 304, '']);
      expect(response.headers.get('etag')).toBe(etag);
      expect(response.headers.get('cache-control')).toContain('immutable');
    }
    expect((await visitor.get(path, { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it.each(['0'.repeat(64), 'nonsense', '%27%20OR%201=1'])('has no layout %s', async (hash) => {
    await refusalOf(await openBench().stranger().get(`/api/layouts/${hash}`), 404, 'LAYOUT_NOT_FOUND');
  });
});
