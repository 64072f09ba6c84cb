import { describe, expect, it } from 'vitest';
import { openBench } from './testing/bench.ts';
import { refusalOf } from './testing/visitor.ts';

const shop = 'https://shop.example';
const evil = 'https://evil.example';
const showPath = '/api/shows/test-show';
const someHold = '/api/holds/01920000-0000-7000-8000-000000000000';
const realtimePath = '/api/realtime?show=test-show';
const json = { 'content-type': 'application/json' };

/** What a browser says of a page of another site. */
const across = (origin: string) => ({ origin, 'sec-fetch-site': 'cross-site' });

const open = (more: { isSecure?: boolean } = {}) => openBench({ origins: shop, ...more });

/** Who may read an answer: the origin that it names, and whether with credentials. */
function readersOf({ headers }: Response): (string | null)[] {
  return [headers.get('access-control-allow-origin'), headers.get('access-control-allow-credentials')];
}

describe('what everybody may read', () => {
  const shared = [
    `${showPath}/seats`,
    `${showPath}/seats?section=section-1`,
    `${showPath}/sections/section-1/changes?since=0`,
    '/api/layouts/none',
    '/api/pass-keys',
    '/api/pass-keys',
    '/seats',
    '/openapi.json',
  ];

  it.each(shared)('is any page’s to read, in the same words for all: %s', async (path) => {
    const bench = open();
    for (const headers of [{}, across(shop), across(evil)]) {
      const response = await bench.stranger().get(path, headers);
      expect(readersOf(response)).toEqual(['*', null]);
      expect(response.headers.get('vary') ?? '').not.toMatch(/origin/i);
      expect(response.headers.getSetCookie()).toEqual([]);
    }
  });

  it('also when nothing changed', async () => {
    const bench = open();
    const etag = (await bench.stranger().get(`${showPath}/seats`)).headers.get('etag') ?? '';
    const again = await bench.stranger().get(`${showPath}/seats`, { 'if-none-match': etag });
    expect([again.status, ...readersOf(again)]).toEqual([304, '*', null]);
  });

  it.each(['/api/shows', showPath])(
    '[I1] opens a session for a listed page alone, which may bring it along: %s',
    async (path) => {
      const bench = open();
      const listed = await bench.stranger().get(path, { origin: shop });
      expect(readersOf(listed)).toEqual([shop, 'true']);
      expect(listed.headers.getSetCookie()).toHaveLength(1);
      for (const origin of [evil, 'null', 'https://a.shop.example']) {
        const other = await bench.stranger().get(path, { origin });
        expect([other.status, ...readersOf(other)]).toEqual([200, '*', null]);
        expect(other.headers.getSetCookie()).toEqual([]);
      }
      for (const response of [listed, await bench.stranger().get(path)])
        expect(response.headers.get('vary')).toMatch(/origin/i);
    },
  );
});

describe('what is a buyer’s', () => {
  const paths = [
    `${showPath}/holds`,
    someHold,
    someHold.replace('holds', 'orders'),
    realtimePath,
    '/nothing',
  ];

  it.each(paths)('[I1] is a listed page’s to read, and no other’s: %s', async (path) => {
    const bench = open();
    const buyer = await bench.buyer();
    const listed = await buyer.get(path, { origin: shop });
    expect(readersOf(listed)).toEqual([shop, 'true']);
    expect(listed.headers.get('vary')).toMatch(/origin/i);
    for (const origin of [evil, 'null', 'http://shop.example', 'http://sale.example'])
      expect(readersOf(await buyer.get(path, { origin }))).toEqual([null, null]);
  });

  it('[I1] is not even looked up for the cookie that another page’s request brings', async () => {
    const bench = open();
    const buyer = await bench.buyer();
    const id = bench.newId();
    await buyer.send('PUT', `${showPath}/holds/${id}`, { seats: [0] });
    expect((await buyer.get(`/api/holds/${id}`, { origin: shop })).status).toBe(200);
    await refusalOf(await buyer.get(`/api/holds/${id}`, { origin: evil }), 401, 'NO_SESSION');
    await refusalOf(await buyer.get(realtimePath, { origin: evil }), 403, 'FORBIDDEN_ORIGIN');
  });

  it('says why it was refused to those who may read it', async () => {
    const bench = open();
    const buyer = await bench.buyer();
    await buyer.send('PUT', `${showPath}/holds/${bench.newId()}`, { seats: [0] });
    const other = await bench.buyer();
    const init = { headers: { ...json, origin: shop }, body: '{"seats":[0]}' };
    const response = await other.ask('PUT', `${showPath}/holds/${bench.newId()}`, init);
    await refusalOf(response, 409, 'SEAT_TAKEN');
    expect(readersOf(response)).toEqual([shop, 'true']);
  });
});

describe('a question of the browser in advance', () => {
  const ask = (path: string, origin: string, method: string) =>
    open()
      .stranger()
      .ask('OPTIONS', path, { headers: { origin, 'access-control-request-method': method } });

  it.each(['PUT', 'DELETE', 'POST'])('[I1] lets a listed page give commands: %s', async (method) => {
    const response = await ask(someHold, shop, method);
    expect([response.status, ...readersOf(response)]).toEqual([204, shop, 'true']);
    expect(response.headers.get('access-control-allow-methods')).toContain(method);
    expect(response.headers.get('access-control-allow-headers')).toMatch(/content-type/);
    expect(response.headers.get('access-control-max-age')).toBe('7200');
  });

  it.each([evil, 'null', 'http://sale.example'])('[I1] lets no other: %s', async (origin) => {
    const response = await ask(someHold, origin, 'PUT');
    await refusalOf(response, 403, 'FORBIDDEN_ORIGIN');
    expect(readersOf(response)).toEqual([null, null]);
    expect(response.headers.get('access-control-allow-methods')).toBeNull();
  });

  it.each([showPath, `${showPath}/seats`])('lets any page read %s, and no more', async (path) => {
    const response = await ask(path, evil, 'GET');
    expect([response.status, ...readersOf(response)]).toEqual([204, '*', null]);
    expect(response.headers.get('access-control-allow-methods')).toBe('GET, HEAD');
  });
});

describe('the cookie of a page of another site', () => {
  const partitioned =
    /^__Host-onsale-embedded=[\w.-]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=None; Secure; Partitioned$/;

  it('[I1] is one of its own, kept for that site alone', async () => {
    const bench = open({ isSecure: true });
    const visitor = bench.stranger();
    const response = await visitor.get(showPath, across(shop));
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(partitioned)]);
    expect((await visitor.get(`${showPath}/holds`, across(shop))).status).toBe(200);
    const id = bench.newId();
    const put = { headers: { ...json, ...across(shop) }, body: '{"seats":[1]}' };
    expect((await visitor.ask('PUT', `${showPath}/holds/${id}`, put)).status).toBe(201);
  });

  it('[I1] counts with a listed origin only', async () => {
    const visitor = open({ isSecure: true }).stranger();
    await visitor.get(showPath, across(shop));
    for (const headers of [
      {},
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-origin' },
      across(evil),
      { origin: shop, 'sec-fetch-site': 'same-site' },
    ])
      await refusalOf(await visitor.get(`${showPath}/holds`, headers), 401, 'NO_SESSION');
  });

  it('[I1] is renewed as what it is', async () => {
    const bench = open({ isSecure: true });
    const visitor = bench.stranger();
    await visitor.get(showPath, across(shop));
    bench.advance(16 * 24 * 3_600_000);
    const response = await visitor.get(showPath, across(shop));
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(partitioned)]);
  });

  it('is not needed by a listed page of the same site, nor by the sale’s own', async () => {
    const bench = open({ isSecure: true });
    for (const headers of [
      { origin: shop, 'sec-fetch-site': 'same-site' },
      { origin: 'https://sale.example', 'sec-fetch-site': 'same-origin' },
      { origin: shop },
    ]) {
      const [given] = (await bench.stranger().get(showPath, headers)).headers.getSetCookie();
      expect(given).toMatch(/^__Host-onsale=.*; SameSite=Lax; Secure$/);
    }
  });

  it('cannot be had on plain http', async () => {
    const response = await open().stranger().get(showPath, across(shop));
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^onsale=.*SameSite=Lax$/)]);
  });
});
