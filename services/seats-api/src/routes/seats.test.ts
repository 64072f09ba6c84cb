import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { changesBody, seatsBody } from '@onsale/contracts';
import { describe, expect, it } from 'vitest';
import { type Bench, openBench } from '../testing/bench.ts';
import { bodyOf, refusalOf, type Visitor } from '../testing/visitor.ts';

const snapshotPath = '/api/shows/test-show/seats';
const changesPath = '/api/shows/test-show/sections/section-1/changes';

async function hold(bench: Bench, buyer: Visitor, ...seats: number[]): Promise<string> {
  const id = bench.newId();
  expect((await buyer.send('PUT', `/api/shows/test-show/holds/${id}`, { seats })).status).toBe(201);
  return id;
}

describe('GET /api/shows/{show}/seats', () => {
  it('has a digit for every seat: available, held, sold, blocked', async () => {
    const bench = openBench();
    const buyer = await bench.buyer();
    const paid = await hold(bench, buyer, 0);
    await buyer.send('POST', `/api/holds/${paid}/pay`, {});
    await hold(bench, buyer, 1, 4);
    expect(await bodyOf(await buyer.get(snapshotPath), 200, seatsBody)).toEqual({
      show: 'test-show',
      // Each hold moved section 1 once, and so did the start and the end of the payment.
      sections: [
        { section: 'section-1', version: 4, states: '2100' },
        { section: 'section-2', version: 1, states: '1003' },
      ],
    });
  });

  it('has one section when asked for one', async () => {
    const response = await openBench().stranger().get(`${snapshotPath}?section=section-2`);
    expect(await bodyOf(response, 200, seatsBody)).toEqual({
      show: 'test-show',
      sections: [{ section: 'section-2', version: 0, states: '0003' }],
    });
  });

  it('refuses what is not there', async () => {
    const visitor = openBench().stranger();
    await refusalOf(await visitor.get('/api/shows/nowhere/seats'), 404, 'SHOW_NOT_FOUND');
    await refusalOf(await visitor.get(`${snapshotPath}?section=attic`), 404, 'SECTION_NOT_FOUND');
    await refusalOf(await visitor.get(`${snapshotPath}?section=`), 404, 'SECTION_NOT_FOUND');
  });

  it('lets a CDN keep it for a second and asks browsers to ask again', async () => {
    const { headers } = await openBench().stranger().get(snapshotPath);
    expect(headers.get('cache-control')).toBe('public, max-age=0, s-maxage=1');
    expect(headers.get('vary')).toBe('accept-encoding');
    expect(headers.get('content-type')).toBe('application/json');
  });

  it('[L2] has a tag that changes with the versions and only with them', async () => {
    const bench = openBench();
    const buyer = await bench.buyer();
    const tagOf = async (path = snapshotPath) => (await buyer.get(path)).headers.get('etag') ?? '';
    const [before, ofSection] = [await tagOf(), await tagOf(`${snapshotPath}?section=section-2`)];
    expect(await tagOf()).toBe(before);
    await hold(bench, buyer, 0);
    expect(await tagOf()).not.toBe(before);
    expect(await tagOf(`${snapshotPath}?section=section-2`)).toBe(ofSection);
    expect((await buyer.get(snapshotPath, { 'if-none-match': before })).status).toBe(200);
  });

  it('answers 304 to whoever has the newest, with the headers of the whole answer', async () => {
    const visitor = openBench().stranger();
    const etag = (await visitor.get(snapshotPath)).headers.get('etag') ?? '';
    for (const tag of [etag, `W/${etag}`, `"old",${etag}`]) {
      const response = await visitor.get(snapshotPath, { 'if-none-match': tag });
      expect([tag, response.status, await response.text()]).toEqual([tag, 304, '']);
      expect(response.headers.get('etag')).toBe(etag);
      expect(response.headers.get('cache-control')).toBe('public, max-age=0, s-maxage=1');
      expect(response.headers.get('vary')).toBe('accept-encoding');
    }
  });

  it.each([
    ['br', 'br'],
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['br; q=0', null],
    ['br;q=0.000', null],
    ['BR', 'br'],
    ['deflate', null],
    ['', null],
  ] as const)('for Accept-Encoding "%s" uses %s', async (accepted, encoding) => {
    const visitor = openBench().stranger();
    const plain = await (await visitor.get(snapshotPath)).text();
    const response = await visitor.get(snapshotPath, { 'accept-encoding': accepted });
    expect(response.headers.get('content-encoding')).toBe(encoding);
    const body = Buffer.from(await response.arrayBuffer());
    const decoded =
      encoding === 'br' ? brotliDecompressSync(body) : encoding === 'gzip' ? gunzipSync(body) : body;
    expect(decoded.toString()).toBe(plain);
  });
});

describe('GET /api/shows/{show}/sections/{section}/changes', () => {
  it('[L2] has the newest state of each seat that changed after the version', async () => {
    const bench = openBench();
    const buyer = await bench.buyer();
    const first = await hold(bench, buyer, 0, 1);
    await hold(bench, buyer, 2);
    await buyer.send('DELETE', `/api/holds/${first}`);
    const changes = async (since: number) =>
      bodyOf(await buyer.get(`${changesPath}?since=${since}`), 200, changesBody);
    expect(await changes(0)).toEqual({
      from: 0,
      to: 3,
      set: [
        [0, 0],
        [1, 0],
        [2, 1],
      ],
    });
    expect(await changes(1)).toEqual({
      from: 1,
      to: 3,
      set: [
        [2, 1],
        [0, 0],
        [1, 0],
      ],
    });
    expect(await changes(3)).toEqual({ from: 3, to: 3, set: [] });
  });

  it('names the snapshot when the log is shorter than that', async () => {
    const bench = openBench();
    const buyer = await bench.buyer();
    await hold(bench, buyer, 0);
    await hold(bench, buyer, 1);
    await bench.store.trimLog(1, 100);
    const { details } = await refusalOf(await buyer.get(`${changesPath}?since=0`), 410, 'LOG_TRIMMED');
    expect(details).toEqual({ href: '/api/shows/test-show/seats?section=section-1' });
    const snapshot = await bodyOf(await buyer.get(String(details?.href)), 200, seatsBody);
    expect(snapshot.sections).toEqual([{ section: 'section-1', version: 2, states: '1100' }]);
    expect((await buyer.get(`${changesPath}?since=1`)).status).toBe(200);
  });

  it.each([
    '',
    '?since=',
    '?since=-1',
    '?since=1.5',
    '?since=x',
    '?since=1e400',
    '?since=99999999999999999999',
  ])('refuses "%s" as a version', async (query) => {
    const error = await refusalOf(
      await openBench()
        .stranger()
        .get(changesPath + query),
      400,
      'BAD_REQUEST',
    );
    expect(error.details).toEqual({ faults: [expect.stringMatching(/^since: /)] });
  });

  it('refuses what is not there', async () => {
    const visitor = openBench().stranger();
    await refusalOf(
      await visitor.get('/api/shows/nowhere/sections/section-1/changes?since=0'),
      404,
      'SHOW_NOT_FOUND',
    );
    await refusalOf(
      await visitor.get('/api/shows/test-show/sections/attic/changes?since=0'),
      404,
      'SECTION_NOT_FOUND',
    );
  });
});
