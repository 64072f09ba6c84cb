import { createTokens, parseKeyring } from '@onsale/identity';
import { describe, expect, it } from 'vitest';
import { openBench } from './testing/bench.ts';
import { refusalOf } from './testing/visitor.ts';

const dayMs = 24 * 3_600_000;
const showPath = '/api/shows/test-show';
const mine = `${showPath}/holds`;

describe('the session cookie', () => {
  it('[I1] is made on the first visit, for the whole site, out of reach of scripts', async () => {
    const response = await openBench().stranger().get(showPath);
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^onsale=[\w.-]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/),
    ]);
  });

  it('has the __Host- prefix and Secure where buyers come by https', async () => {
    const bench = openBench({ isSecure: true });
    const visitor = bench.stranger();
    const response = await visitor.get(showPath);
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-onsale=[\w.-]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure$/,
      ),
    ]);
    expect((await visitor.get(mine)).status).toBe(200);
    visitor.cookie = visitor.cookie?.replace('__Host-', '') ?? null;
    await refusalOf(await visitor.get(mine), 401, 'NO_SESSION');
  });

  it('stays as it is while it is young', async () => {
    const bench = openBench();
    const buyer = await bench.buyer();
    bench.advance(14 * dayMs);
    expect((await buyer.get(showPath)).headers.getSetCookie()).toEqual([]);
  });

  it('is renewed for the same buyer in the last half of its life', async () => {
    const bench = openBench();
    const buyer = await bench.buyer();
    const before = buyer.cookie;
    const id = bench.newId();
    expect((await buyer.send('PUT', `${mine}/${id}`, { seats: [0] })).status).toBe(201);
    bench.advance(16 * dayMs);
    expect((await buyer.get(showPath)).headers.getSetCookie()).toHaveLength(1);
    expect(buyer.cookie).not.toBe(before);
    bench.advance(29 * dayMs);
    expect((await buyer.get(`/api/holds/${id}`)).status).toBe(200);
  });

  it('is never sent with an answer that a shared cache may keep', async () => {
    const bench = openBench();
    const buyer = await bench.buyer();
    const { layoutHash } = (await bench.store.shows())[0] ?? { layoutHash: '' };
    bench.advance(16 * dayMs);
    for (const path of [
      `${showPath}/seats`,
      `${showPath}/sections/section-1/changes?since=0`,
      `/api/layouts/${layoutHash}`,
    ]) {
      const { headers, status } = await buyer.get(path);
      expect([path, status, headers.getSetCookie()]).toEqual([path, 200, []]);
      expect(headers.get('cache-control')).toContain('public');
    }
  });

  it('is made anew when it has ended', async () => {
    const bench = openBench();
    const buyer = await bench.buyer();
    bench.advance(31 * dayMs);
    await refusalOf(await buyer.get(mine), 401, 'NO_SESSION');
    expect((await buyer.get(showPath)).headers.getSetCookie()).toHaveLength(1);
    expect((await buyer.get(mine)).status).toBe(200);
  });
});

describe('a session that is none', () => {
  const otherKey = `key:${Buffer.alloc(32, 8).toString('base64url')}`;

  async function forgeries() {
    const bench = openBench();
    const forger = createTokens({ keyring: parseKeyring(otherKey), nowMs: bench.nowMs });
    const genuine = await bench.tokens.issueSession('victim');
    const [header = '', payload = '', signature = ''] = genuine.split('.');
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
    const raised = Buffer.from(payload, 'base64url').toString().replace('victim', 'nobody');
    return {
      bench,
      tokens: [
        ['signed with another key', await forger.issueSession('victim')],
        ['unsigned', `${unsigned}.${payload}.`],
        ['changed', `${header}.${Buffer.from(raised).toString('base64url')}.${signature}`],
        ['a ticket', await bench.tokens.issueTicket('victim')],
        ['of no form', 'victim'],
        ['empty', ''],
      ] as const,
    };
  }

  it('[I1] opens nothing', async () => {
    const { bench, tokens } = await forgeries();
    const visitor = bench.stranger();
    const id = bench.newId();
    for (const token of [null, ...tokens.map(([, forged]) => forged)]) {
      visitor.cookie = token === null ? null : `onsale=${token}`;
      for (const answer of [
        visitor.get(mine),
        visitor.get(`/api/holds/${id}`),
        visitor.get(`/api/orders/${id}`),
        visitor.get(`/api/orders/${id}/passes`),
        visitor.send('PUT', `${mine}/${id}`, { seats: [0] }),
        visitor.send('DELETE', `/api/holds/${id}`),
        visitor.send('POST', `/api/holds/${id}/pay`, {}),
      ])
        await refusalOf(await answer, 401, 'NO_SESSION');
    }
    expect(await bench.store.heads('test-show')).toEqual([0, 0]);
  });

  it('[I1] becomes a new buyer on the next visit, never the one it names', async () => {
    const { bench, tokens } = await forgeries();
    for (const [what, token] of tokens) {
      const visitor = bench.stranger();
      visitor.cookie = `onsale=${token}`;
      await visitor.get(showPath);
      const session = await bench.tokens.readSession(visitor.cookie?.replace('onsale=', '') ?? '');
      expect([what, session?.buyer]).not.toEqual([what, 'victim']);
      expect([what, session]).not.toEqual([what, null]);
    }
  });
});
