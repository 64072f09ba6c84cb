import { describe, expect, it, vi } from 'vitest';
import { Bench } from './testing/bench.ts';

const id = '01980000-0000-7000-8000-0000000000aa';
const content = { id, amount: 50_00, currency: 'EUR', method: 'sandbox-card' };

const codeOf = ({ status, body }: { status: number; body: unknown }) =>
  `${status} ${(body as { error?: { code: string } }).error?.code}`;

describe('a charge', () => {
  it('is made, found, void too late, given back, each time as one', async () => {
    const bench = new Bench();
    const charge = { id, state: 'succeeded', amount: 50_00, currency: 'EUR', method: 'sandbox-card' };
    expect(await bench.ask('POST', '/charges', content)).toMatchObject({ status: 201, body: charge });
    expect(await bench.ask('POST', '/charges', content)).toMatchObject({ status: 200, body: charge });
    expect(await bench.ask('GET', `/charges/${id}`)).toMatchObject({ status: 200, body: charge });
    expect(await bench.ask('POST', `/charges/${id}/void`)).toMatchObject({ status: 200, body: charge });
    for (let times = 0; times < 2; times++)
      expect(await bench.ask('POST', `/charges/${id}/refund`)).toMatchObject({
        status: 200,
        body: { ...charge, state: 'refunded' },
      });
  });

  it.each([
    ['sandbox-card', 'succeeded'],
    ['sandbox-declined', 'declined'],
    ['sandbox-slow', 'succeeded'],
    ['sandbox-timeout-then-success', 'succeeded'],
    ['sandbox-late-success', 'pending'],
    ['sandbox-page', 'pending'],
  ])('by %s is %s', async (method, state) => {
    const bench = new Bench({ switches: { slowMs: 0, hangMs: 0 } });
    expect(await bench.post(method)).toMatchObject({ status: 201, body: { state } });
    await bench.charges.close();
  });

  it('with an id that is known and other content is refused', async () => {
    const bench = new Bench();
    await bench.ask('POST', '/charges', content);
    expect(codeOf(await bench.ask('POST', '/charges', { ...content, amount: 1 }))).toBe('409 ID_REUSED');
  });

  it('that is not known is told so, but can be voided', async () => {
    const bench = new Bench();
    expect(codeOf(await bench.ask('GET', `/charges/${id}`))).toBe('404 CHARGE_NOT_FOUND');
    expect(codeOf(await bench.ask('POST', `/charges/${id}/refund`))).toBe('404 CHARGE_NOT_FOUND');
    const tombstone = {
      status: 200,
      body: { state: 'declined', amount: null, currency: null, method: null },
    };
    expect(await bench.ask('POST', `/charges/${id}/void`)).toMatchObject(tombstone);
    expect(await bench.ask('POST', '/charges', content)).toMatchObject({
      status: 200,
      body: { state: 'declined', amount: 50_00 },
    });
    expect(codeOf(await bench.ask('POST', `/charges/${id}/refund`))).toBe('409 NOT_SUCCEEDED');
  });

  it('that is slow begins after its time, one that hangs before', async () => {
    const bench = new Bench({ switches: { slowMs: 60_000, hangMs: 60_000 } });
    const answered: string[] = [];
    const slow = bench.post('sandbox-slow').then(() => answered.push('slow'));
    const hanging = bench.post('sandbox-timeout-then-success').then(() => answered.push('hanging'));
    await vi.waitFor(async () => expect(await bench.charges.list()).toHaveLength(1));
    expect(await bench.charges.list()).toMatchObject([
      { content: { method: 'sandbox-timeout-then-success' }, status: { state: 'succeeded' } },
    ]);
    expect(answered).toEqual([]);
    bench.stopping.abort();
    await Promise.all([slow, hanging]);
  });

  it('that hangs hangs once: a repeat is answered', async () => {
    const bench = new Bench({ switches: { charges: 'timeout-then-success', hangMs: 60_000 } });
    const gone = new AbortController();
    const first = bench.ask('POST', '/charges', content, { signal: gone.signal });
    await vi.waitFor(async () => expect(await bench.charges.list()).toHaveLength(1));
    expect(await bench.ask('POST', '/charges', content)).toMatchObject({
      status: 200,
      body: { state: 'succeeded' },
    });
    // Who does not wait for the answer any more holds nothing up.
    gone.abort();
    await first;
  });
});

describe('bad input', () => {
  it.each<[what: string, body: unknown]>([
    ['no JSON', '{'],
    ['a list', []],
    ['no id', { ...content, id: undefined }],
    ['an id that is no UUIDv7', { ...content, id: '01980000-0000-4000-8000-0000000000aa' }],
    ['a negative amount', { ...content, amount: -1 }],
    ['a fraction', { ...content, amount: 0.5 }],
    ['an amount past every order', { ...content, amount: 1e15 }],
    ['a currency in words', { ...content, currency: 'euro' }],
    ['a method that there is not', { ...content, method: 'sandbox-cash' }],
    ['an address that is no web address', { ...content, webhookUrl: 'file:///etc/passwd' }],
    ['a field too many', { ...content, state: 'succeeded' }],
  ])('is refused and books nothing: %s', async (_, body) => {
    const bench = new Bench();
    expect(codeOf(await bench.ask('POST', '/charges', body))).toBe('400 BAD_REQUEST');
    expect(await bench.charges.list()).toEqual([]);
  });

  it.each([
    ['GET', '/', '404 NOT_FOUND'],
    ['DELETE', `/charges/${id}`, '404 NOT_FOUND'],
    ['GET', '/charges/1', '400 BAD_REQUEST'],
    ['GET', '/ledger?limit=1001', '400 BAD_REQUEST'],
    ['GET', '/ledger?offset=-1', '400 BAD_REQUEST'],
  ])('is refused: %s %s', async (method, path, code) => {
    expect(codeOf(await new Bench().ask(method, path))).toBe(code);
  });

  it('is refused: a body of more than 4 KB', async () => {
    const bench = new Bench();
    const body = JSON.stringify(content).padEnd(4_097);
    expect(codeOf(await bench.ask('POST', '/charges', body))).toBe('413 BODY_TOO_LARGE');
    expect((await bench.ask('POST', '/charges', body.slice(0, 4_096))).status).toBe(201);
  });

  it('is refused: a switch that there is not', async () => {
    const bench = new Bench();
    for (const changes of [{ charges: 'fast' }, { slowMs: -1 }, { hangMs: 1e9 }, { webhooks: 1 }, { a: 1 }])
      expect(codeOf(await bench.ask('PUT', '/switches', changes))).toBe('400 BAD_REQUEST');
  });
});

describe('the bounds', () => {
  it('leave out who does not bring the key', async () => {
    const bench = new Bench({ apiKey: 'a key' });
    for (const authorization of ['', 'a key', 'Bearer a ke', 'Bearer a key2', 'Basic a key'])
      expect(codeOf(await bench.ask('POST', '/charges', content, { headers: { authorization } }))).toBe(
        '401 BAD_KEY',
      );
    const headers = { authorization: 'Bearer a key' };
    expect((await bench.ask('POST', '/charges', content, { headers })).status).toBe(201);
    expect(codeOf(await bench.ask('PUT', '/switches', {}))).toBe('401 BAD_KEY');
    expect((await bench.ask('GET', '/openapi.json')).status).toBe(200);
  });

  it('refuse calls past those under way, and take some again afterwards', async () => {
    const bench = new Bench({ callsMax: 1, switches: { charges: 'timeout-then-success', hangMs: 60_000 } });
    const hanging = bench.post();
    await vi.waitFor(async () => expect(await bench.charges.list()).toHaveLength(1));
    expect(codeOf(await bench.ask('GET', '/ledger'))).toBe('503 BUSY');
    bench.stopping.abort();
    await hanging;
    expect((await bench.ask('GET', '/ledger')).status).toBe(200);
  });

  it('refuse charges past those on the books', async () => {
    const bench = new Bench({ chargesMax: 1 });
    await bench.post();
    expect(codeOf(await bench.post())).toBe('503 FULL');
    expect(codeOf(await bench.ask('POST', `/charges/${id}/void`))).toBe('503 FULL');
  });
});

describe('the ledger', () => {
  it('sums what was taken and given back, by currency, and lists a page', async () => {
    const bench = new Bench();
    await bench.post('sandbox-card');
    await bench.post('sandbox-card', { amount: 7 });
    await bench.post('sandbox-card', { amount: 100, currency: 'KRW' });
    await bench.post('sandbox-declined', { currency: 'KRW' });
    await bench.post('sandbox-late-success');
    await bench.ask('POST', '/charges/01980000-0000-7000-8000-000000000002/refund');
    await bench.ask('POST', `/charges/${id}/void`);
    const sums = [
      { currency: 'EUR', taken: 50_07, refunded: 7 },
      { currency: 'KRW', taken: 100, refunded: 0 },
    ];
    const counts = { pending: 1, succeeded: 2, declined: 2, refunded: 1 };
    const { body } = await bench.ask('GET', '/ledger');
    expect(body).toMatchObject({ sums, counts, charges: { length: 6 } });
    expect((await bench.ask('GET', '/ledger?offset=1&limit=2')).body).toMatchObject({
      sums,
      counts,
      charges: [{ amount: 7, state: 'refunded' }, { amount: 100 }],
    });
    expect((await bench.ask('GET', '/ledger?offset=6')).body).toMatchObject({ charges: [] });
    await bench.charges.close();
  });
});

describe('the switches', () => {
  it('are turned one by one and change what comes after', async () => {
    const bench = new Bench();
    const before = (await bench.ask('GET', '/switches')).body as object;
    const turned = { status: 200, body: { ...before, charges: 'declined' } };
    expect(await bench.ask('PUT', '/switches', { charges: 'declined' })).toEqual(turned);
    expect(await bench.ask('GET', '/switches')).toEqual(turned);
    expect((await bench.post()).body).toMatchObject({ state: 'declined' });
    await bench.ask('PUT', '/switches', { charges: 'success' });
    expect((await bench.post()).body).toMatchObject({ state: 'succeeded' });
  });
});

describe('the OpenAPI document', () => {
  it('lists every call', async () => {
    const { body } = await new Bench().ask('GET', '/openapi.json');
    const { paths } = body as { paths: Record<string, object> };
    const calls = Object.entries(paths).flatMap(([path, ways]) =>
      Object.keys(ways).map((method) => `${method} ${path}`),
    );
    expect(calls.toSorted()).toEqual([
      'get /charges/{id}',
      'get /ledger',
      'get /switches',
      'post /charges',
      'post /charges/{id}/refund',
      'post /charges/{id}/void',
      'put /switches',
    ]);
  });
});
