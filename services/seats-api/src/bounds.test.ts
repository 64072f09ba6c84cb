import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { boundRequests } from './bounds.ts';
import { Problem } from './problem.ts';
import { openBench } from './testing/bench.ts';
import { refusalOf, type Visitor } from './testing/visitor.ts';

const showPath = '/api/shows/test-show';
const json = { 'content-type': 'application/json' };

/** Statuses of so many answers. */
async function statuses(count: number, ask: () => Promise<Response>): Promise<number[]> {
  const answers: number[] = [];
  for (let i = 0; i < count; i++) answers.push((await ask()).status);
  return answers;
}
const refused = (answers: readonly number[]) => answers.filter((status) => status === 429).length;

describe('commands', () => {
  const command = (visitor: Visitor, from = '203.0.113.1') =>
    visitor.ask('DELETE', '/api/holds/01920000-0000-7000-8000-000000000000', {
      headers: { 'x-forwarded-for': from },
    });

  it('of one buyer past his limit are RATE_LIMITED, with the time to wait', async () => {
    const bench = openBench({ trafficLimits: { buyerCommandsPerSecond: 2 } });
    const [ann, bob] = [await bench.buyer(), await bench.buyer()];
    let address = 0;
    expect(refused(await statuses(10, () => command(ann, `203.0.113.${address++}`)))).toBe(6);
    const response = await command(ann);
    const { details } = await refusalOf(response, 429, 'RATE_LIMITED');
    expect(details?.retryAfterMs).toBeGreaterThan(0);
    expect(Number(response.headers.get('retry-after'))).toBe(
      Math.ceil(Number(details?.retryAfterMs) / 1_000),
    );
    expect(bench.refused.filter((code) => code === 'RATE_LIMITED')).toHaveLength(7);
    expect((await command(bob)).status).toBe(404);
  });

  it('of one address past its limit are refused whoever gives them', async () => {
    const bench = openBench({ trafficLimits: { addressCommandsPerSecond: 2 } });
    expect(refused(await statuses(10, () => command(bench.stranger())))).toBe(6);
    expect((await command(await bench.buyer(), '203.0.113.2')).status).toBe(404);
  });

  it('that are refused have no effect', async () => {
    const bench = openBench({ trafficLimits: { buyerCommandsPerSecond: 1 } });
    const buyer = await bench.buyer();
    await statuses(2, () => command(buyer));
    const path = `${showPath}/holds/${bench.newId()}`;
    await refusalOf(await buyer.send('PUT', path, { seats: [0] }), 429, 'RATE_LIMITED');
    expect(await bench.store.heads('test-show')).toEqual([0, 0]);
  });
});

describe('reads', () => {
  it('of one address are refused later than commands', async () => {
    const bench = openBench({ trafficLimits: { addressCommandsPerSecond: 1 } });
    const read = (from: string) => bench.stranger().get(showPath, { 'x-forwarded-for': from });
    expect(refused(await statuses(20, () => read('203.0.113.1')))).toBe(10);
    expect((await read('203.0.113.2')).status).toBe(200);
  });
});

describe('an address', () => {
  it('is the one that the trusted proxy wrote, not one that the client made up', async () => {
    const bench = openBench({ trafficLimits: { addressCommandsPerSecond: 1 } });
    let forged = 0;
    const answers = await statuses(20, () =>
      bench.stranger().get(showPath, { 'x-forwarded-for': `198.51.100.${forged++}, 203.0.113.1` }),
    );
    expect(refused(answers)).toBe(10);
  });
});

describe('a body that is not called JSON', () => {
  const types = [
    'text/plain',
    'text/plain;charset=UTF-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
    'text/json',
    'text/plain, application/json',
    '',
  ];

  it.each(types)('[I1] "%s" is BAD_REQUEST and has no effect', async (type) => {
    const bench = openBench();
    const buyer = await bench.buyer();
    const id = bench.newId();
    await buyer.send('PUT', `${showPath}/holds/${id}`, { seats: [0] });
    const headers = { 'content-type': type };
    const put = { headers, body: '{"seats":[1]}' };
    await refusalOf(await buyer.ask('PUT', `${showPath}/holds/${bench.newId()}`, put), 400, 'BAD_REQUEST');
    for (const body of ['{}', undefined]) {
      const pay = await buyer.ask(
        'POST',
        `/api/holds/${id}/pay`,
        body === undefined ? { headers } : { headers, body },
      );
      await refusalOf(pay, 400, 'BAD_REQUEST');
    }
    expect(await bench.store.hold(id)).toMatchObject({ state: 'active', order: null });
    expect(await bench.store.heads('test-show')).toEqual([1, 0]);
  });

  it('is BAD_REQUEST without a content type', async () => {
    const bench = openBench();
    const buyer = await bench.buyer();
    const headers = { 'content-length': '2' };
    const body = new Blob(['{}']).stream();
    const pay = await buyer.ask('POST', '/api/holds/x/pay', { headers, body });
    await refusalOf(pay, 400, 'BAD_REQUEST');
  });

  it.each(['application/json', 'Application/JSON', 'application/json; charset=utf-8'])(
    'and one that is, by %s, is taken',
    async (type) => {
      const bench = openBench();
      const buyer = await bench.buyer();
      const path = `${showPath}/holds/${bench.newId()}`;
      const put = { headers: { ...json, 'content-type': type }, body: '{"seats":[1]}' };
      expect((await buyer.ask('PUT', path, put)).status).toBe(201);
    },
  );
});

describe('requests under way', () => {
  it('are bounded by BUSY, with a time to come back; those answered, or failed, make room', async () => {
    const gate = Promise.withResolvers<void>();
    const codes: string[] = [];
    const app = new Hono()
      .onError((error, c) => {
        codes.push(error instanceof Problem ? error.refusal.code : error.message);
        return c.body(null, 500);
      })
      .use(boundRequests(2))
      .get('/wait', async (c) => {
        await gate.promise;
        return c.text('done');
      })
      .get('/fail', async () => {
        await gate.promise;
        throw new Error('failed');
      });
    const underWay = [app.request('/wait'), app.request('/fail')];
    await app.request('/wait');
    expect(codes).toEqual(['BUSY']);
    gate.resolve();
    await Promise.all(underWay);
    expect(codes).toEqual(['BUSY', 'failed']);
    expect(await (await app.request('/wait')).text()).toBe('done');
  });
});
