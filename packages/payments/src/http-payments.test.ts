import type { ChargeState } from '@onsale/domain';
import { testOrder } from '@onsale/domain/testing';
import { describe, expect, it } from 'vitest';
import { createHttpPayments, type HttpPaymentsOptions } from './http-payments.ts';
import type { PaymentPages } from './page-book.ts';

const order = testOrder();
const charge = { id: order.id, state: 'succeeded', amount: order.amount, currency: order.currency };
const refusal = (code: string) => ({ error: { code, message: 'No.' } });

interface Call {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: unknown;
}

type Reply = Response | Error | 'silence';

const json = (body: unknown, status = 200): Response => Response.json(body, { status });

/** A provider that answers from a list, and says nothing more after it. */
function openProvider(replies: readonly Reply[], options: Partial<HttpPaymentsOptions> = {}) {
  const calls: Call[] = [];
  const errors: string[] = [];
  const rest = [...replies];
  const fetch = async (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    calls.push({
      url: String(url),
      method: init.method ?? 'GET',
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? JSON.parse(init.body) : null,
    });
    const reply = rest.shift() ?? 'silence';
    if (reply instanceof Error) throw reply;
    if (reply !== 'silence') return reply;
    return new Promise((_, reject) => {
      init.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    });
  };
  const payments = createHttpPayments({
    url: 'http://provider.example/v1',
    timeoutMs: 50,
    nowMs: () => 0,
    onError: (message) => errors.push(message),
    fetch,
    ...options,
  });
  return { payments, calls, errors };
}

describe('what is asked', () => {
  it('is a charge of the order’s amount, by its id', async () => {
    const { payments, calls } = openProvider([json(charge, 201)], {
      apiKey: 'a key',
      webhookUrl: 'https://sale.example/hook',
    });
    expect(await payments.start(order, 'sandbox-card')).toBe('succeeded');
    expect(calls).toMatchObject([
      {
        url: 'http://provider.example/v1/charges',
        method: 'POST',
        body: {
          id: order.id,
          amount: order.amount,
          currency: order.currency,
          method: 'sandbox-card',
          webhookUrl: 'https://sale.example/hook',
        },
      },
    ]);
    expect(calls[0]?.headers.get('authorization')).toBe('Bearer a key');
    expect(calls[0]?.headers.get('content-type')).toBe('application/json');
  });

  it('is a way back and an end for the payer too, where the provider’s pages are reached', async () => {
    const pages = {
      baseUrl: 'https://pay.example',
      returnUrl: 'https://shop.example/{show}/{order}?o={order}',
    };
    const { payments, calls } = openProvider([json(charge, 201)], { pages });
    await payments.start(order, 'sandbox-page', 1_900_000_000_000);
    expect(calls[0]?.body).toMatchObject({
      returnUrl: `https://shop.example/test-show/${order.id}?o=${order.id}`,
      expiresAt: '2030-03-17T17:46:40.000Z',
    });
  });

  it('is by a page only where buyers can reach one', () => {
    const offers = (options: { pages?: PaymentPages }, method: string) =>
      openProvider([], options).payments.offers?.(method);
    const pages = { baseUrl: 'https://pay.example' };
    expect([offers({}, 'sandbox-card'), offers({}, 'sandbox-page')]).toEqual([true, false]);
    expect([offers({ pages }, 'sandbox-card'), offers({ pages }, 'sandbox-page')]).toEqual([true, true]);
  });

  it('is nothing of pages where nobody reaches them: an older provider would refuse it', async () => {
    const { payments, calls } = openProvider([json({ ...charge, state: 'pending', payUrl: '/pay/1' })]);
    await payments.start(order, 'sandbox-page', 1_900_000_000_000);
    expect(Object.keys(calls[0]?.body as object)).toEqual(['id', 'amount', 'currency', 'method']);
    expect(await payments.pageOf?.(order)).toBeNull();
    expect(calls).toHaveLength(1);
  });

  it('names the charge in the address afterwards', async () => {
    const { payments, calls } = openProvider([
      json(charge),
      json(charge),
      json({ ...charge, state: 'refunded' }),
    ]);
    await payments.lookup(order);
    await payments.void(order);
    await payments.refund(order);
    const base = `http://provider.example/v1/charges/${order.id}`;
    expect(calls.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET ${base}`,
      `POST ${base}/void`,
      `POST ${base}/refund`,
    ]);
    expect(calls[0]?.headers.has('authorization')).toBe(false);
  });
});

describe('an answer', () => {
  it.each<[state: string, means: ChargeState]>([
    ['pending', 'pending'],
    ['succeeded', 'succeeded'],
    ['declined', 'declined'],
    ['refunded', 'succeeded'],
  ])('of %s means %s', async (state, means) => {
    const { payments, errors } = openProvider([1, 2, 3].map(() => json({ ...charge, state })));
    expect(await payments.start(order, 'sandbox-card')).toBe(means);
    expect(await payments.lookup(order)).toBe(means);
    expect(await payments.void(order)).toBe(means);
    expect(errors).toEqual([]);
  });

  it('of a tombstone has no content', async () => {
    const tombstone = { ...charge, state: 'declined', amount: null, currency: null };
    const { payments } = openProvider([json(tombstone)]);
    expect(await payments.void(order)).toBe('declined');
  });

  it.each<[what: string, body: unknown]>([
    ['of another order', { ...charge, id: testOrder().id }],
    ['with another amount', { ...charge, amount: order.amount - 1 }],
    ['with another currency', { ...charge, currency: 'USD' }],
    ['with another amount, declined', { ...charge, state: 'declined', amount: 1 }],
    ['without an amount that succeeded', { ...charge, amount: null, currency: null }],
    ['in a state that is not known', { ...charge, state: 'settled' }],
    ['that is nothing', null],
    ['that is a list', [charge]],
    ['that is a refusal', refusal('CHARGE_NOT_FOUND')],
  ])('[P2] %s is no answer', async (_, body) => {
    const { payments, errors } = openProvider([1, 2, 3, 4].map(() => json(body)));
    expect(await payments.start(order, 'sandbox-card')).toBe('unknown');
    expect(await payments.lookup(order)).toBe('unknown');
    expect(await payments.void(order)).toBe('unknown');
    expect(await payments.refund(order)).toBe('unknown');
    expect(errors).toHaveLength(4);
  });

  it.each([301, 400, 401, 403, 404, 409, 429])(
    'with status %i says nothing of the charge',
    async (status) => {
      const { payments } = openProvider(Array.from({ length: 8 }, () => json(refusal('NO'), status)));
      expect(await payments.start(order, 'sandbox-card')).toBe('unknown');
      expect(await payments.lookup(order)).toBe('unknown');
      expect(await payments.void(order)).toBe('unknown');
      expect(await payments.refund(order)).toBe('unknown');
    },
  );

  it('that there is no such charge counts from the provider itself only', async () => {
    const { payments } = openProvider([
      json(refusal('CHARGE_NOT_FOUND'), 404),
      json(refusal('NOT_FOUND'), 404),
      new Response('<h1>Not found</h1>', { status: 404 }),
    ]);
    expect(await payments.lookup(order)).toBe('absent');
    expect(await payments.lookup(order)).toBe('unknown');
    expect(await payments.lookup(order)).toBe('unknown');
  });

  it('that the attempt was begun otherwise makes the provider be asked how that went', async () => {
    const { payments, calls } = openProvider([
      json(refusal('ID_REUSED'), 409),
      json({ ...charge, state: 'pending' }),
    ]);
    expect(await payments.start(order, 'sandbox-declined')).toBe('pending');
    expect(calls.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  it('larger than any charge is not read to its end', async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(16_384));
      },
    });
    const { payments } = openProvider([new Response(endless), new Response('x'.repeat(65_537))]);
    expect(await payments.lookup(order)).toBe('unknown');
    expect(pulled).toBeLessThan(10);
  });
});

describe('silence', () => {
  it('is unknown, for every call, within its time', async () => {
    const { payments, calls, errors } = openProvider([]);
    const answers = [
      payments.start(order, 'sandbox-card'),
      payments.lookup(order),
      payments.void(order),
      payments.refund(order),
    ];
    expect(await Promise.all(answers)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
    expect(calls).toHaveLength(4);
    expect(new Set(errors)).toEqual(new Set(['the payment provider did not answer']));
  });

  it('in the middle of an answer is unknown too', async () => {
    const stuck = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"id":')),
    });
    const { payments } = openProvider([], {
      fetch: async (_url, init = {}) => {
        const { signal } = init;
        return new Response(
          signal instanceof AbortSignal ? stuck.pipeThrough(new TransformStream(), { signal }) : stuck,
        );
      },
    });
    expect(await payments.lookup(order)).toBe('unknown');
  });
});

describe('a call that breaks off', () => {
  it.each<[what: string, reply: () => Reply]>([
    ['its connection', () => new TypeError('fetch failed')],
    ['the provider, with a 500', () => json(refusal('INTERNAL'), 500)],
    ['a proxy, with a 503', () => new Response('busy', { status: 503 })],
  ])('through %s is tried again once', async (_, reply) => {
    const again = openProvider([reply(), json(charge, 201)]);
    expect(await again.payments.start(order, 'sandbox-card')).toBe('succeeded');
    expect(again.calls[1]).toEqual(again.calls[0]);
    const broken = openProvider([reply(), reply(), json(charge, 201)]);
    expect(await broken.payments.start(order, 'sandbox-card')).toBe('unknown');
    expect(broken.calls).toHaveLength(2);
  });
});

describe('a refund', () => {
  it.each([
    ['refunded', 'refunded'],
    ['succeeded', 'unknown'],
    ['declined', 'unknown'],
    ['pending', 'unknown'],
  ])('answered %s is %s', async (state, means) => {
    const { payments } = openProvider([json({ ...charge, state })]);
    expect(await payments.refund(order)).toBe(means);
  });
});

describe('the page of an order', () => {
  const pages = { baseUrl: 'https://pay.example/sandbox' };
  const waiting = { ...charge, state: 'pending', payUrl: `/pay/${order.id}` };

  it('is where the answer to its charge says, and nobody is asked again', async () => {
    const { payments, calls } = openProvider([json(waiting, 201)], { pages });
    await payments.start(order, 'sandbox-page');
    for (let times = 0; times < 2; times++)
      expect(await payments.pageOf?.(order)).toBe(`https://pay.example/sandbox/pay/${order.id}`);
    expect(calls).toHaveLength(1);
  });

  it('is asked for once when another process began the charge', async () => {
    const { payments, calls } = openProvider([json(waiting)], { pages: { baseUrl: '' } });
    for (let times = 0; times < 2; times++) expect(await payments.pageOf?.(order)).toBe(`/pay/${order.id}`);
    expect(calls.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET http://provider.example/v1/charges/${order.id}`,
    ]);
  });

  it('is not known while the provider is silent, and asked for again', async () => {
    const { payments } = openProvider([new Error('refused'), new Error('refused'), json(waiting)], { pages });
    expect(await payments.pageOf?.(order)).toBeNull();
    expect(await payments.pageOf?.(order)).toMatch(/\/pay\//);
  });

  it('stays what it was when the charge has ended: it says there how', async () => {
    const { payments } = openProvider([json(waiting, 201), json({ ...charge, payUrl: null })], { pages });
    await payments.start(order, 'sandbox-page');
    await payments.lookup(order);
    expect(await payments.pageOf?.(order)).toMatch(/\/pay\//);
  });

  it.each([
    ['of its own', 'https://checkout.example/c/1', 'https://checkout.example/c/1'],
    ['that is none', null, null],
    ['of a provider that has no pages', undefined, null],
    ['that is a script', 'javascript:alert(1)', null],
    ['on a host by the way', '//evil.example/pay', null],
    ['without a place', 'pay/1', null],
  ])('is an address for browsers: one %s', async (_, payUrl, page) => {
    const { payments } = openProvider([json({ ...waiting, payUrl }, 201)], { pages });
    await payments.start(order, 'sandbox-page');
    expect(await payments.pageOf?.(order)).toBe(page);
  });
});
