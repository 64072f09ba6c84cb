import { createPublicKey, verify } from 'node:crypto';
import { passCheckBody, passesBody, passKeysBody } from '@onsale/contracts';
import { createPasses, parseKeyring } from '@onsale/identity';
import { describe, expect, it } from 'vitest';
import { type Bench, openBench } from '../testing/bench.ts';
import { bodyOf, refusalOf, type Visitor } from '../testing/visitor.ts';

/** An order of these seats, paid by the method. */
async function buy(bench: Bench, buyer: Visitor, seats: readonly number[], method = 'sandbox-card') {
  const [hold, order] = [bench.newId(), bench.newId()];
  await buyer.send('PUT', `/api/shows/test-show/holds/${hold}`, { seats });
  await buyer.send('POST', `/api/holds/${hold}/pay`, { id: order, method });
  return order;
}

async function passesOf(buyer: Visitor, order: string) {
  return (await bodyOf(await buyer.get(`/api/orders/${order}/passes`), 200, passesBody)).passes;
}

async function check(visitor: Visitor, code: string) {
  return bodyOf(await visitor.send('POST', '/api/passes/check', { code }), 200, passCheckBody);
}

async function openWithOrder() {
  const bench = openBench();
  const buyer = await bench.buyer();
  const order = await buy(bench, buyer, [1, 5]);
  const [first, second] = await passesOf(buyer, order);
  return { bench, buyer, order, first: first?.code ?? '', second: second?.code ?? '' };
}

describe('GET /api/orders/{id}/passes', () => {
  it('[I3] has a pass for each seat of the buyer’s paid order, and the same whenever he asks', async () => {
    const { bench, buyer, order } = await openWithOrder();
    const passes = await passesOf(buyer, order);
    expect(passes.map(({ seat }) => seat)).toEqual([1, 5]);
    for (const { seat, code } of passes)
      expect(await bench.passes.read(code)).toEqual({ show: 'test-show', order, seat });
    expect(await passesOf(buyer, order)).toEqual(passes);
    const answer = await buyer.get(`/api/orders/${order}/passes`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('[I3] [H3] has none for anybody else', async () => {
    const { bench, order } = await openWithOrder();
    const path = `/api/orders/${order}/passes`;
    await refusalOf(await (await bench.buyer()).get(path), 404, 'ORDER_NOT_FOUND');
    await refusalOf(await bench.stranger().get(path), 401, 'NO_SESSION');
  });

  it.each([
    ['pending', 'sandbox-late-success', 409, 'PAYMENT_PENDING'],
    ['declined', 'sandbox-declined', 409, 'HOLD_ENDED'],
  ] as const)('[I3] has none of an order that is %s', async (_, method, status, code) => {
    const bench = openBench();
    const buyer = await bench.buyer();
    const order = await buy(bench, buyer, [0], method);
    await refusalOf(await buyer.get(`/api/orders/${order}/passes`), status, code);
  });

  it('[I3] has none of an order that was refunded', async () => {
    const { bench, buyer, order } = await openWithOrder();
    await bench.room.booking.refund(order);
    await refusalOf(await buyer.get(`/api/orders/${order}/passes`), 409, 'HOLD_ENDED');
  });
});

describe('GET /api/pass-keys', () => {
  it('[I3] has what a scanner needs that has no network, and may be kept by caches', async () => {
    const { bench, first } = await openWithOrder();
    const answer = await bench.stranger().get('/api/pass-keys');
    expect(answer.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
    expect(answer.headers.getSetCookie()).toEqual([]);
    const { keys } = await bodyOf(answer, 200, passKeysBody);
    const [header = '', payload = '', signature = ''] = first.split('.');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
    const key = createPublicKey({ key: { ...keys.find((one) => one.kid === kid) }, format: 'jwk' });
    const signed = Buffer.from(`${header}.${payload}`);
    expect(verify(null, signed, key, Buffer.from(signature, 'base64url'))).toBe(true);
  });
});

describe('POST /api/passes/check', () => {
  it('[I3] says whose seat a pass is, to whoever asks', async () => {
    const { bench, order, first, second } = await openWithOrder();
    const door = bench.stranger();
    const labels = { section: 'section-1', row: expect.any(String), number: expect.any(String) };
    expect(await check(door, first)).toEqual({ valid: true, show: 'test-show', order, seat: 1, ...labels });
    expect(await check(door, second)).toMatchObject({ valid: true, seat: 5, section: 'section-2' });
    expect(door.cookie).toBeNull();
  });

  it('[I3] says that an order was given back, also when its seat is somebody else’s by now', async () => {
    const { bench, order, first } = await openWithOrder();
    await bench.room.booking.refund(order);
    const returned = { valid: false, reason: 'returned', order, seat: 1, show: 'test-show' };
    expect(await check(bench.stranger(), first)).toMatchObject(returned);
    const next = await bench.buyer();
    const again = await buy(bench, next, [1]);
    expect(await check(bench.stranger(), first)).toMatchObject(returned);
    const [pass] = await passesOf(next, again);
    expect(await check(bench.stranger(), pass?.code ?? '')).toMatchObject({ valid: true, order: again });
  });

  it('[I3] takes no word of what this sale did not sign', async () => {
    const { bench, order, first } = await openWithOrder();
    const secret = Buffer.alloc(32, 8).toString('base64url');
    const forger = createPasses(parseKeyring(`key:${secret}`));
    const [header, , signature] = first.split('.');
    const otherSeat = Buffer.from(JSON.stringify({ show: 'test-show', order, seat: 0 }));
    for (const code of [
      await forger.sign({ show: 'test-show', order, seat: 1 }),
      `${header}.${otherSeat.toString('base64url')}.${signature}`,
      'not a pass',
    ])
      expect(await check(bench.stranger(), code)).toEqual({ valid: false, reason: 'forged' });
  });

  it.each([
    ['an order that nobody knows', { order: '01980000-0000-7000-8000-0000000000aa' }],
    ['an order of another show', { show: 'other-show' }],
    ['a show that is gone', { show: 'gone' }],
    ['a seat that the order has not', { seat: 2 }],
  ])('[I3] is not content with a signature: %s', async (_, changes) => {
    const { bench, order } = await openWithOrder();
    const code = await bench.passes.sign({ show: 'test-show', order, seat: 1, ...changes });
    expect(await check(bench.stranger(), code)).toMatchObject({ valid: false, reason: 'unknown' });
  });

  it.each([{}, { code: '' }, { code: 7 }, { code: 'a'.repeat(1_001) }, { code: 'a', seat: 1 }])(
    'refuses %j',
    async (body) => {
      await refusalOf(
        await openBench().stranger().send('POST', '/api/passes/check', body),
        400,
        'BAD_REQUEST',
      );
    },
  );

  it('is asked no oftener than an address may ask', async () => {
    const { app } = openBench({ trafficLimits: { addressCommandsPerSecond: 1 } });
    const ask = () =>
      app.request('/api/passes/check', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.7' },
        body: '{"code":"a"}',
      });
    const statuses = await Promise.all(Array.from({ length: 4 }, async () => (await ask()).status));
    expect(statuses).toEqual([200, 200, 429, 429]);
  });
});
