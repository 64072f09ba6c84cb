import { bodyBytesMax, holdBody, orderBody } from '@onsale/contracts';
import {
  type ChargeState,
  isUuidV7,
  type Order,
  type PaymentProvider,
  StoreUnavailable,
} from '@onsale/domain';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type Bench, openBench } from '../testing/bench.ts';
import { bodyOf, refusalOf, type Visitor } from '../testing/visitor.ts';

const path = '/api/payments/webhook';
const genuine = { 'webhook-signature': 'genuine', 'content-type': 'application/json' };

/** A provider whose charges end as the test says, and whose messages are an order's id. */
class ScriptedPayments implements PaymentProvider {
  charge: ChargeState = 'pending';
  page: string | null = null;
  readonly calls: string[] = [];
  readonly deadlines: (number | undefined)[] = [];

  async start(_order: Order, _method: string, untilMs?: number): Promise<ChargeState> {
    this.deadlines.push(untilMs);
    return this.#answer('start', this.charge);
  }

  async pageOf(): Promise<string | null> {
    return this.page;
  }

  async lookup(): Promise<ChargeState> {
    return this.#answer('lookup', this.charge);
  }

  async void(): Promise<ChargeState> {
    return this.#answer('void', 'declined');
  }

  async refund(): Promise<'refunded'> {
    return this.#answer('refund', 'refunded');
  }

  async readWebhook(headers: Readonly<Record<string, string>>, body: string) {
    return headers['webhook-signature'] === 'genuine' && isUuidV7(body) ? { order: body } : null;
  }

  #answer<T>(call: string, answer: T): T {
    this.calls.push(call);
    return answer;
  }
}

let payments: ScriptedPayments;
let bench: Bench;
let buyer: Visitor;
let order: string;

/** A buyer whose payment for seat 0 is pending. */
beforeEach(async () => {
  payments = new ScriptedPayments();
  bench = openBench({ payments });
  buyer = await bench.buyer();
  order = await startPayment();
  payments.calls.length = 0;
});

async function startPayment(): Promise<string> {
  const [hold, id] = [bench.newId(), bench.newId()];
  await buyer.send('PUT', `/api/shows/test-show/holds/${hold}`, { seats: [0] });
  const response = await buyer.send('POST', `/api/holds/${hold}/pay`, { id });
  await bodyOf(response, 200, z.object({ order: orderBody, hold: holdBody }));
  return id;
}

const tell = (body = order, headers: Readonly<Record<string, string>> = genuine) =>
  bench.stranger().ask('POST', path, { headers, body });
const stateOf = async () => (await bodyOf(await buyer.get(`/api/orders/${order}`), 200, orderBody)).state;
const heads = () => bench.store.heads('test-show');

describe('a message of the payment provider', () => {
  it('[P1] makes a paid order, without a session and from no page', async () => {
    payments.charge = 'succeeded';
    const response = await tell();
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(await stateOf()).toBe('paid');
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('is not held up by an origin that no page may have', async () => {
    payments.charge = 'succeeded';
    const response = await tell(order, { ...genuine, origin: 'http://provider.example' });
    expect(response.status).toBe(204);
  });

  it.each([
    ['paid', 'succeeded'],
    ['declined', 'declined'],
    ['pending', 'pending'],
    ['pending', 'absent'],
  ] as const)('[P1] leaves the order %s when the provider, asked anew, says %s', async (state, charge) => {
    payments.charge = charge;
    expect((await tell()).status).toBe(204);
    expect(await stateOf()).toBe(state);
    expect(payments.calls).toEqual(['lookup']);
  });

  it('[H5] has one effect, however often and in whatever order it comes', async () => {
    payments.charge = 'succeeded';
    const responses = await Promise.all(Array.from({ length: 20 }, () => tell()));
    expect(responses.map(({ status }) => status)).toEqual(Array<number>(20).fill(204));
    const [after] = await heads();
    payments.charge = 'pending';
    await tell();
    payments.charge = 'declined';
    await tell();
    expect(await heads()).toEqual([after, 0]);
    expect(await stateOf()).toBe('paid');
  });

  it('[P1] gives money back that came after the order was written off', async () => {
    payments.charge = 'declined';
    await tell();
    payments.charge = 'succeeded';
    await tell();
    expect(await stateOf()).toBe('refunded');
    expect(payments.calls).toEqual(['lookup', 'lookup', 'refund']);
  });

  it('about an order of somebody else is accepted and changes nothing', async () => {
    const before = await heads();
    expect((await tell(bench.newId())).status).toBe(204);
    expect([payments.calls, await heads()]).toEqual([[], before]);
  });
});

describe('a message that is not the provider’s', () => {
  it.each<[what: string, headers: Readonly<Record<string, string>>]>([
    ['with another signature', { 'webhook-signature': 'forged' }],
    ['without a signature', {}],
  ])('is refused and asks for nothing: %s', async (_, headers) => {
    payments.charge = 'succeeded';
    await refusalOf(await tell(order, headers), 401, 'BAD_SIGNATURE');
    expect([payments.calls, await stateOf()]).toEqual([[], 'pending']);
    expect(bench.refused).toEqual(['BAD_SIGNATURE']);
  });

  it('is refused by a sale without a provider', async () => {
    bench = openBench();
    await refusalOf(await tell(), 401, 'BAD_SIGNATURE');
  });

  it('is read to 64 KB and no further', async () => {
    await refusalOf(await tell('x'.repeat(bodyBytesMax)), 401, 'BAD_SIGNATURE');
    await refusalOf(await tell('x'.repeat(bodyBytesMax + 1)), 413, 'BODY_TOO_LARGE');
  });

  it('is none with another method', async () => {
    const response = await bench.stranger().get(path);
    await refusalOf(response, 405, 'METHOD_NOT_ALLOWED');
    expect(response.headers.get('allow')).toBe('POST');
  });
});

describe('a message that cannot be acted on', () => {
  it('is to be sent again when the provider does not answer', async () => {
    payments.charge = 'unknown';
    await refusalOf(await tell(), 503, 'UNAVAILABLE');
    payments.charge = 'succeeded';
    expect((await tell()).status).toBe(204);
    expect(await stateOf()).toBe('paid');
  });

  it('is to be sent again when the store is away', async () => {
    vi.spyOn(bench.store, 'order').mockRejectedValueOnce(new StoreUnavailable('down'));
    await refusalOf(await tell(), 503, 'UNAVAILABLE');
  });
});

describe('an order that its buyer pays at the provider’s page', () => {
  const found = async () => bodyOf(await buyer.get(`/api/orders/${order}`), 200, orderBody);

  it('says where, as long as it is pending', async () => {
    payments.page = 'https://pay.example/1';
    expect(await found()).toMatchObject({ state: 'pending', payAt: 'https://pay.example/1' });
    payments.charge = 'succeeded';
    await bench.app.request(path, { method: 'POST', headers: genuine, body: order });
    const paid = await found();
    expect(paid.state).toBe('paid');
    expect(paid).not.toHaveProperty('payAt');
  });

  it('says so in the answer to its payment, and the provider knows the hold’s deadline', async () => {
    payments.page = '/pay/1';
    const [hold, id] = [bench.newId(), bench.newId()];
    await buyer.send('PUT', `/api/shows/test-show/holds/${hold}`, { seats: [1] });
    const response = await buyer.send('POST', `/api/holds/${hold}/pay`, { id, method: 'sandbox-page' });
    const paid = await bodyOf(response, 200, z.object({ order: orderBody, hold: holdBody }));
    expect(paid.order.payAt).toBe('/pay/1');
    expect(payments.deadlines.at(-1)).toBe(Date.parse(paid.hold.expiresAt));
  });

  it('does without when there is no page', async () => {
    expect(await found()).not.toHaveProperty('payAt');
  });
});
