import { describe, expect, it, vi } from 'vitest';
import { Payer } from '../../../../test/services/payer.ts';
import { Bench } from '../testing/bench.ts';

const shop = 'https://shop.example/orders/7';
const minuteMs = 60_000;
const korean = { 'accept-language': 'ko-KR,ko;q=0.9,en;q=0.8' };
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

interface Opening {
  readonly charge?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A charge whose payer has to decide, and its payer. */
async function open({ charge = {}, headers = {} }: Opening = {}) {
  const bench = new Bench({ apiKey: 'a key' });
  const authorization = { headers: { authorization: 'Bearer a key' } };
  const id = bench.newId();
  const content = { id, amount: 12_300, currency: 'EUR', method: 'sandbox-page', returnUrl: shop, ...charge };
  const { status, body } = await bench.ask('POST', '/charges', content, authorization);
  expect({ status, body }).toMatchObject({ status: 201, body: { state: 'pending', payUrl: `/pay/${id}` } });
  const payer = new Payer({ fetch: (request) => bench.fetch(request), headers });
  const stateNow = async () => {
    const found = await bench.charges.find(id);
    return found.kind === 'found' ? found.charge.status.state : 'absent';
  };
  return { bench, id, payer, page: `http://pay.example/pay/${id}`, stateNow };
}

describe('a charge’s page', () => {
  it('says what is to be paid, for what, and until when, in English', async () => {
    const { payer, page, id } = await open({ charge: { expiresAt: inMs(5 * minuteMs + 900) } });
    const { status, headers, text } = await payer.open(page);
    expect({ status, type: headers.get('content-type') }).toEqual({
      status: 200,
      type: 'text/html; charset=UTF-8',
    });
    for (const said of ['<html lang="en">', '€123.00', id, '5 minutes', 'Pay €123.00', 'Decline', 'no money'])
      expect(text).toContain(said);
  });

  it('says so in Korean too, and the currency as it is', async () => {
    const { payer, page } = await open({ charge: { amount: 55_000, currency: 'KRW' }, headers: korean });
    const { text } = await payer.open(page);
    for (const said of ['<html lang="ko">', '₩55,000 결제하기', '거절하기', '주문 번호'])
      expect(text).toContain(said);
  });

  it('lets no script run, no frame surround it, nobody keep it and nobody learn its address', async () => {
    const { payer, page } = await open();
    const { headers, text } = await payer.open(page);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]{43}='; /);
    // A browser holds the address that the form leads on to against it as well.
    expect(policy).toContain("form-action 'self' https://shop.example;");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(text).not.toMatch(/<script| on\w+=| style=|https?:\/\/(?!shop)/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('vary')).toBe('accept-language');
  });

  it.each([
    ['pay', 'succeeded', 'This payment has been made.'],
    ['decline', 'declined', 'This payment was called off. Nothing was taken.'],
  ] as const)('takes the word of who presses %s, and sends him back', async (decision, state, said) => {
    const { payer, page, stateNow, id } = await open();
    const { token } = await payer.open(page);
    expect(await payer.send(page, { token, decision })).toEqual({ status: 303, location: shop });
    expect(await stateNow()).toBe(state);
    // Twice is as once, and another word comes too late.
    expect(await payer.send(page, { token, decision })).toEqual({ status: 303, location: shop });
    const other = decision === 'pay' ? 'decline' : 'pay';
    expect(await payer.send(page, { token, decision: other })).toEqual({ status: 303, location: id });
    expect(await stateNow()).toBe(state);
    const after = await payer.open(page);
    expect(after.text).toContain(said);
    expect(after.text).toContain(`<a href="${shop}">Back to the shop</a>`);
    expect(after.token).toBe('');
  });

  it('keeps who has nowhere to go back to', async () => {
    const { payer, page, id } = await open({ charge: { returnUrl: undefined } });
    expect(await payer.decide(page, 'pay')).toEqual({ status: 303, location: id });
    expect((await payer.open(page)).text).toContain('You may close this window.');
  });

  it('says that the time is over, and takes no money then', async () => {
    const { payer, page, stateNow } = await open({ charge: { expiresAt: inMs(30) } });
    const { token } = await payer.open(page);
    await vi.waitFor(async () => expect(await stateNow()).toBe('declined'));
    await payer.send(page, { token, decision: 'pay' });
    expect(await stateNow()).toBe('declined');
    const { text } = await payer.open(page);
    expect(text).toContain('The time to pay is over. Nothing was taken.');
    expect(text).not.toContain('<form');
  });

  it('says that the charge was called off, and takes no money then', async () => {
    const { bench, id, payer, page, stateNow } = await open({ headers: korean });
    const { token } = await payer.open(page);
    await bench.charges.void(id);
    await payer.send(page, { token, decision: 'pay' });
    expect(await stateNow()).toBe('declined');
    expect((await payer.open(page)).text).toContain('결제가 취소되었습니다. 청구된 금액은 없습니다.');
  });

  it('of money that was given back says so', async () => {
    const { bench, id, payer, page } = await open();
    await payer.decide(page, 'pay');
    await bench.charges.refund(id);
    expect((await payer.open(page)).text).toContain('The money of this payment was given back.');
  });

  it('shows what a return address or an amount says as text', async () => {
    const returnUrl = 'https://shop.example/?a="><b>&c';
    const { payer, page } = await open({ charge: { returnUrl } });
    await payer.decide(page, 'decline');
    const { text } = await payer.open(page);
    expect(text).toContain('href="https://shop.example/?a=&quot;&gt;&lt;b&gt;&amp;c"');
  });
});

describe('a form that the page did not make', () => {
  it.each<[what: string, fields: (token: string) => Record<string, string>]>([
    ['without its token', () => ({ decision: 'pay' })],
    ['with a token made up', () => ({ decision: 'pay', token: 'AAAA' })],
    ['with a token of the right length', () => ({ decision: 'pay', token: 'A'.repeat(43) })],
    ['without a decision', (token) => ({ token })],
    ['with another decision', (token) => ({ token, decision: 'refund' })],
  ])('changes nothing: %s', async (_, fields) => {
    const { payer, page, stateNow } = await open();
    const { token } = await payer.open(page);
    expect(await payer.send(page, fields(token))).toEqual({ status: 403, location: null });
    expect(await stateNow()).toBe('pending');
  });

  it('changes nothing with the token of another charge', async () => {
    const { bench, payer, page, stateNow } = await open();
    const other = bench.newId();
    const authorization = { headers: { authorization: 'Bearer a key' } };
    const content = { id: other, amount: 1, currency: 'EUR', method: 'sandbox-page' };
    await bench.ask('POST', '/charges', content, authorization);
    const { token } = await payer.open(`http://pay.example/pay/${other}`);
    expect(await payer.send(page, { token, decision: 'pay' })).toMatchObject({ status: 403 });
    expect(await stateNow()).toBe('pending');
  });

  it.each(['cross-site', 'same-site'])('changes nothing when a browser says that it is %s', async (site) => {
    const { payer, page, stateNow, bench } = await open();
    const { token } = await payer.open(page);
    const foreign = new Payer({
      fetch: (request) => bench.fetch(request),
      headers: { 'sec-fetch-site': site },
    });
    expect(await foreign.send(page, { token, decision: 'pay' })).toMatchObject({ status: 403 });
    expect(await stateNow()).toBe('pending');
  });

  it('is answered by the page, which can be used', async () => {
    const { bench, page } = await open();
    const answer = await bench.fetch(new Request(page, { method: 'POST', body: '{"decision":"pay"}' }));
    const text = await answer.text();
    expect(text).toContain('<p role="alert">');
    expect(text).toContain('name="token"');
  });
});

describe('the page of no charge', () => {
  it.each(['01980000-0000-7000-8000-0000000000aa', 'x', '%00', '..%2fledger'])(
    'is told so: %s',
    async (id) => {
      const { bench } = await open();
      for (const method of ['GET', 'POST']) {
        const answer = await bench.fetch(new Request(`http://pay.example/pay/${id}`, { method }));
        expect(answer.status).toBe(404);
        expect(await answer.text()).toContain('There is no such payment.');
      }
    },
  );
});

describe('a way back', () => {
  it.each(['https://shop.example/orders/7', 'http://localhost:8080/', '/orders/7?from=page', '/'])(
    'may be %s',
    async (returnUrl) => {
      const { payer, page } = await open({ charge: { returnUrl } });
      expect(await payer.decide(page, 'pay')).toEqual({ status: 303, location: returnUrl });
    },
  );

  it.each([
    'javascript:alert(1)',
    'data:text/html,hello',
    'ftp://shop.example/',
    '//evil.example/',
    '/\\evil.example/',
    '/\t/evil.example/',
    'orders/7',
    '',
    'https://',
    `https://shop.example/${'a'.repeat(500)}`,
  ])('may not be %s', async (returnUrl) => {
    const bench = new Bench();
    const { status } = await bench.post('sandbox-page', { returnUrl });
    expect(status).toBe(400);
  });
});
