import { bodyBytesMax, messageByCode, statusByCode } from '@onsale/contracts';
import { type ErrorCode, StoreUnavailable } from '@onsale/domain';
import { describe, expect, it, vi } from 'vitest';
import { openBench } from './testing/bench.ts';
import { refusalOf } from './testing/visitor.ts';

const json = { 'content-type': 'application/json' };

describe('an address', () => {
  it.each([
    '/',
    '/api',
    '/api/',
    '/api/show',
    '/api/shows/',
    '/api/shows/a/b',
    '/api/holds',
    '/..%2fapi/shows',
    '/seats/1',
  ])('with nothing at it is NOT_FOUND: %s', async (path) => {
    await refusalOf(await openBench().stranger().get(path), 404, 'NOT_FOUND');
  });

  it.each([
    ['POST', '/api/shows', 'GET, HEAD'],
    ['DELETE', '/api/shows/test-show', 'GET, HEAD'],
    ['PUT', '/api/shows/test-show/seats', 'GET, HEAD'],
    ['POST', '/api/shows/test-show/holds', 'GET, HEAD'],
    ['GET', '/api/shows/test-show/holds/1', 'PUT'],
    ['PATCH', '/api/holds/1', 'GET, HEAD, DELETE'],
    ['GET', '/api/holds/1/pay', 'POST'],
    ['OPTIONS', '/api/holds/1/pay', 'POST'],
    ['POST', '/api/realtime', 'GET, HEAD'],
    ['POST', '/seats', 'GET, HEAD'],
    ['DELETE', '/ip', 'GET, HEAD'],
    ['POST', '/openapi.json', 'GET, HEAD'],
    ['PURGE', '/api/shows', 'GET, HEAD'],
  ])('does not answer %s %s and says what it answers', async (method, path, allow) => {
    const response = await openBench().stranger().ask(method, path);
    await refusalOf(response, 405, 'METHOD_NOT_ALLOWED');
    expect(response.headers.get('allow')).toBe(allow);
  });

  it('answers HEAD as GET, without a body', async () => {
    const response = await openBench().stranger().ask('HEAD', '/api/shows/test-show/seats');
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(response.headers.get('etag')).not.toBeNull();
  });
});

describe('a request’s id', () => {
  it('is the client’s own when it is fit for a log, else one made here', async () => {
    const visitor = openBench().stranger();
    const idFor = async (given: string) =>
      (await visitor.get('/nothing', { 'x-request-id': given })).headers.get('x-request-id');
    expect(await idFor('checkout-7f3a')).toBe('checkout-7f3a');
    for (const unfit of ['short', 'x'.repeat(65), 'with blanks in it', '"quoted-text"'])
      expect(await idFor(unfit)).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  });
});

describe('a body', () => {
  const path = '/api/shows/test-show/holds/01920000-0000-7000-8000-000000000000';
  const padded = (bytes: number) => `{"seats":[0]${' '.repeat(bytes - 13)}}`;

  it('may have 64 KB and no byte more', async () => {
    const bench = openBench();
    const buyer = await bench.buyer();
    const tooLarge = await buyer.ask('PUT', path, { headers: json, body: padded(bodyBytesMax + 1) });
    await refusalOf(tooLarge, 413, 'BODY_TOO_LARGE');
    expect(await bench.store.heads('test-show')).toEqual([0, 0]);
    expect((await buyer.ask('PUT', path, { headers: json, body: padded(bodyBytesMax) })).status).toBe(201);
  });

  it('is measured where its length is not announced, or announced wrongly', async () => {
    const buyer = await openBench().buyer();
    const stream = () => new Blob([padded(bodyBytesMax + 1)]).stream();
    for (const headers of [json, { ...json, 'content-length': '10', 'transfer-encoding': 'chunked' }])
      await refusalOf(await buyer.ask('PUT', path, { headers, body: stream() }), 413, 'BODY_TOO_LARGE');
  });
});

describe('a client that leaves in the middle of its body', () => {
  it('is at fault itself', async () => {
    const bench = openBench();
    const buyer = await bench.buyer();
    const body = new ReadableStream({
      pull: (stream) => stream.error(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })),
    });
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
    const response = await buyer.ask('PUT', `/api/shows/test-show/holds/${bench.newId()}`, { headers, body });
    await refusalOf(response, 400, 'BAD_REQUEST');
  });
});

describe('the origin of a request', () => {
  const path = '/api/holds/01920000-0000-7000-8000-000000000000';

  it.each<[origin: string, code: ErrorCode]>([
    ['http://evil.example', 'FORBIDDEN_ORIGIN'],
    ['http://sale.example.evil.example', 'FORBIDDEN_ORIGIN'],
    ['http://sale.example:81', 'FORBIDDEN_ORIGIN'],
    ['null', 'FORBIDDEN_ORIGIN'],
    ['', 'FORBIDDEN_ORIGIN'],
    ['http://sale.example', 'HOLD_NOT_FOUND'],
    ['https://shop.example', 'HOLD_NOT_FOUND'],
  ])('"%s" gets %s for what changes something', async (origin, code) => {
    const buyer = await openBench({ origins: 'https://shop.example' }).buyer();
    const ask = (method: string, at: string, body?: string) =>
      buyer.ask(method, at, { headers: { ...json, origin }, ...(body === undefined ? {} : { body }) });
    await refusalOf(await ask('DELETE', path), statusByCode[code], code);
    await refusalOf(await ask('POST', `${path}/pay`, '{}'), statusByCode[code], code);
  });

  it('is of no interest to what everybody may read', async () => {
    const response = await openBench().stranger().get('/api/shows', { origin: 'http://evil.example' });
    expect(response.status).toBe(200);
  });
});

describe('what goes wrong on our side', () => {
  it('is UNAVAILABLE while the store is away', async () => {
    const bench = openBench();
    const buyer = await bench.buyer();
    vi.spyOn(bench.store, 'hold').mockRejectedValue(new StoreUnavailable('down'));
    await refusalOf(await buyer.get(`/api/holds/${bench.newId()}`), 503, 'UNAVAILABLE');
  });

  it('is INTERNAL for a defect, and says nothing of it', async () => {
    const bench = openBench();
    const buyer = await bench.buyer();
    vi.spyOn(bench.store, 'hold').mockRejectedValue(new TypeError('the secret is 42'));
    const error = await refusalOf(await buyer.get(`/api/holds/${bench.newId()}`), 500, 'INTERNAL');
    expect(error.message).toBe(messageByCode.INTERNAL);
    expect(JSON.stringify(error)).not.toContain('secret');
  });

  it('is counted by its code', async () => {
    const bench = openBench();
    const buyer = await bench.buyer();
    await buyer.get('/nothing');
    await buyer.ask('POST', '/seats');
    await buyer.get('/api/holds/nobodys');
    await buyer.get('/api/realtime');
    expect(bench.refused).toEqual(['NOT_FOUND', 'METHOD_NOT_ALLOWED', 'HOLD_NOT_FOUND', 'BAD_REQUEST']);
  });
});
