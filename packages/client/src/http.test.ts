import { describe, expect, it } from 'vitest';
import { createHttp, type Http, type HttpOptions } from './http.ts';
import type { Timing } from './retry.ts';
import { holdBody } from './testing/fake-sale.ts';

const timing: Timing = { nowMs: () => 0, pause: async () => undefined, random: () => 0 };

interface Call {
  readonly url: string;
  readonly method: string | undefined;
  readonly body: unknown;
  readonly trace: string | null;
  readonly credentials: string | undefined;
}

/** A client whose network answers from a list, the last answer again and again. */
function clientOf(...answers: (Response | Error)[]): { http: Http; calls: Call[] } {
  return clientWith({}, ...answers);
}

function clientWith(options: HttpOptions, ...answers: (Response | Error)[]): { http: Http; calls: Call[] } {
  const calls: Call[] = [];
  const fetch: NonNullable<HttpOptions['fetch']> = async (url, init) => {
    const trace = new Headers(init?.headers).get('traceparent');
    calls.push({
      url: String(url),
      method: init?.method,
      body: init?.body,
      trace,
      credentials: init?.credentials,
    });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof Error) throw answer;
    return answer?.clone() ?? new Response();
  };
  return { http: createHttp({ baseUrl: 'https://sale.example', fetch, timing, ...options }), calls };
}

function refusal(status: number, code: string, details?: object): Response {
  return Response.json({ error: { code, message: 'why', requestId: 'r1', details } }, { status });
}

describe('calls', () => {
  it.each<[options: HttpOptions, isTraced: boolean]>([
    [{ baseUrl: '' }, true],
    [{ baseUrl: '', traces: false }, false],
    [{}, false],
    [{ traces: true }, true],
  ])('with %j carry the trace of their hold, commands only: %s', async (options, isTraced) => {
    const { http, calls } = clientWith(options, Response.json({}));
    const hold = '01980000-0000-7000-8000-000000000001';
    await http.holdById(hold);
    await http.hold({ id: hold, show: 's', seats: [1] });
    await http.release({ hold });
    await http.extend({ hold });
    await http.pay({ hold, id: 'p', method: 'sandbox-card' });
    const trace = isTraced ? expect.stringMatching(/^00-01980000000070008000000000000001-/) : null;
    expect(calls.map((call) => call.trace)).toEqual([null, trace, trace, trace, trace]);
  });

  it('[I1] bring the session along across origins, but not for what everybody may read', async () => {
    const sent = async (options: HttpOptions) => {
      const { http, calls } = clientWith(options, Response.json({}));
      const all = [http.layout('beef'), http.seats('s'), http.changes('s', 'stalls', 7), http.show('s')];
      await Promise.all([...all, http.realtime('s'), http.holds('s'), http.release({ hold: 'h' })]);
      const shared = /layouts|seats$|changes/;
      const kinds = calls.map(
        ({ url, credentials }) => `${shared.test(url) ? 'shared' : 'own'} ${credentials}`,
      );
      return [...new Set(kinds)].sort();
    };
    expect(await sent({})).toEqual(['own include', 'shared same-origin']);
    expect(await sent({ credentials: 'omit' })).toEqual(['own omit', 'shared same-origin']);
    expect(await sent({ baseUrl: '' })).toEqual(['own same-origin', 'shared same-origin']);
  });

  it('may be given an address that ends with a slash', async () => {
    const { http, calls } = clientWith({ baseUrl: 'https://sale.example/' }, Response.json({}));
    await http.shows();
    expect(calls[0]?.url).toBe('https://sale.example/api/shows');
  });

  it('puts every call at its address', async () => {
    const { http, calls } = clientOf(Response.json({}));
    await http.shows();
    await http.show('a b');
    await http.layout('beef');
    await http.seats('s');
    await http.seats('s', 'stalls');
    await http.changes('s', 'stalls', 7);
    await http.holds('s');
    await http.holdById('h');
    await http.order('o');
    await http.orders();
    await http.passes('o');
    await http.realtime('s');
    await http.hold({ id: 'h', show: 's', seats: [1, 2] });
    await http.holdBest({ id: 'h', show: 's', best: { count: 2 } });
    await http.release({ hold: 'h' });
    await http.release({ hold: 'h', seats: [1, 2] });
    await http.extend({ hold: 'h' });
    await http.pay({ hold: 'h', id: 'p', method: 'sandbox-card' });
    await http.returnOrder({ order: 'o' });
    expect(calls.map(({ method, url }) => `${method} ${url.slice('https://sale.example'.length)}`)).toEqual([
      'GET /api/shows',
      'GET /api/shows/a%20b',
      'GET /api/layouts/beef',
      'GET /api/shows/s/seats',
      'GET /api/shows/s/seats?section=stalls',
      'GET /api/shows/s/sections/stalls/changes?since=7',
      'GET /api/shows/s/holds',
      'GET /api/holds/h',
      'GET /api/orders/o',
      'GET /api/orders',
      'GET /api/orders/o/passes',
      'GET /api/realtime?show=s',
      'PUT /api/shows/s/holds/h',
      'PUT /api/shows/s/holds/h',
      'DELETE /api/holds/h',
      'DELETE /api/holds/h?seats=1,2',
      'POST /api/holds/h/extend',
      'POST /api/holds/h/pay',
      'POST /api/orders/o/return',
    ]);
    expect(calls[12]?.body).toBe('{"seats":[1,2]}');
    expect(calls[13]?.body).toBe('{"best":{"count":2}}');
    expect(calls[17]?.body).toBe('{"id":"p","method":"sandbox-card"}');
  });
});

describe('refusals', () => {
  it('carries code, details and status', async () => {
    const { http } = clientOf(refusal(409, 'SEAT_TAKEN', { seats: [3] }));
    await expect(http.hold({ id: 'h', show: 's', seats: [3] })).rejects.toMatchObject({
      name: 'OnsaleError',
      code: 'SEAT_TAKEN',
      details: { seats: [3] },
      status: 409,
    });
  });

  it('counts a code that it does not know as INTERNAL', async () => {
    const { http } = clientOf(refusal(418, 'TEAPOT'));
    await expect(http.show('s')).rejects.toMatchObject({ code: 'INTERNAL', status: 418 });
  });

  it.each([
    [429, 'BUSY', 'BUSY'],
    [503, 'UNAVAILABLE', 'UNAVAILABLE'],
    [502, 'UNAVAILABLE', 'UNKNOWN'],
    [404, 'NOT_FOUND', 'NOT_FOUND'],
    [413, 'BODY_TOO_LARGE', 'BODY_TOO_LARGE'],
    [400, 'BAD_REQUEST', 'BAD_REQUEST'],
  ])('reads a proxy’s bare %i as %s for a read and %s for a command', async (status, read, command) => {
    const { http } = clientOf(new Response('<h1>proxy</h1>', { status }));
    await expect(http.show('s')).rejects.toMatchObject({ code: read, status });
    await expect(http.release({ hold: 'h' })).rejects.toMatchObject({ code: command, status });
  });

  it('does not take a page for an answer', async () => {
    const { http } = clientOf(new Response('<h1>log in to the wireless network</h1>', { status: 200 }));
    await expect(http.shows()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

describe('silence', () => {
  it('[A1] a time-out is UNKNOWN', async () => {
    const { http, calls } = clientOf(new DOMException('late', 'TimeoutError'));
    await expect(http.hold({ id: 'h', show: 's', seats: [1] })).rejects.toMatchObject({
      code: 'UNKNOWN',
      status: 0,
    });
    expect(calls.length).toBeGreaterThan(1);
  });

  it('[H5] a command is asked again with the same id until its true outcome is known', async () => {
    const { http, calls } = clientOf(
      new TypeError('connection reset'),
      refusal(503, 'BUSY'),
      Response.json(holdBody({ id: 'h' }), { status: 201 }),
    );
    await expect(http.hold({ id: 'h', show: 's', seats: [1] })).resolves.toMatchObject({
      id: 'h',
      state: 'active',
    });
    expect(calls).toHaveLength(3);
    expect(new Set(calls.map(({ url, body }) => `${url} ${body}`)).size).toBe(1);
  });

  it('a network that is gone is UNAVAILABLE for a read', async () => {
    const { http } = clientOf(new TypeError('no network'));
    await expect(http.realtime('s')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('asks once where the caller repeats by its own rules', async () => {
    const { http, calls } = clientOf(new TypeError('no network'));
    await expect(http.once.release({ hold: 'h' })).rejects.toMatchObject({ code: 'UNKNOWN' });
    expect(calls).toHaveLength(1);
  });
});
