import { newId } from '@onsale/client';
import { holdBody, orderBody } from '@onsale/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { freePort } from '../servers/free-port.ts';
import { type Answer, type Buyer, codeOf } from './buyer.ts';
import { keepsOut, PaymentStage, type SaleProcess } from './payment-stage.ts';
import { paymentFaults } from './payment-truth.ts';

/** Switches as they stand unless a test turns them. */
const usual = { charges: 'success', slowMs: 200, hangMs: 60_000, lateMs: 300, webhooks: 'sent' } as const;
/** Long enough for a slow charge, short enough for one that hangs. */
const timeoutMs = 1_500;

let stage: PaymentStage;
let api: SaleProcess;
let buyer: Buyer;
let nextSeat = 0;

beforeAll(async () => {
  const port = await freePort();
  const webhookUrl = `http://127.0.0.1:${port}/api/payments/webhook`;
  stage = await PaymentStage.open({
    mysqlUrl: inject('mysqlUrl'),
    redisUrl: inject('redisUrl'),
    sandboxEnv: { WEBHOOK_URL: webhookUrl, WEBHOOK_TRIES_MAX: '3', WEBHOOK_BACK_OFF_MS: '50' },
  });
  const env = { ...keepsOut, PAYMENT_TIMEOUT_MS: String(timeoutMs) };
  api = await stage.start({ service: 'seats-api', port, env });
}, 120_000);
afterAll(() => stage?.close());
beforeEach(() => stage.turn(usual));
// What is still on its way would be counted with the next test's.
afterEach(() =>
  vi.waitFor(async () => expect(await figure('sandbox_webhooks_on_their_way')).toBe(0), 10_000),
);

/** A new buyer with a hold of one seat. */
async function hold(show = 'hall'): Promise<string> {
  buyer = await stage.arrive(api.url);
  const { status, body } = await buyer.hold(show, [nextSeat++]);
  expect({ status, body }).toMatchObject({ status: 201 });
  return holdBody.parse(body).id;
}

const pay = (held: string, order: string, method = 'sandbox-card', payer = buyer): Promise<Answer> =>
  payer.send('POST', `/api/holds/${held}/pay`, { id: order, method });

/** What the answer to `pay` says of the order: its state, or why not. */
function gistOf(answer: Answer): string | number {
  const paid = orderBody.safeParse((answer.body as { order?: unknown }).order);
  return paid.success ? paid.data.state : codeOf(answer);
}

/** One of the sandbox's figures, by the beginning of its line; 0 before it was first counted. */
async function figure(name: string): Promise<number> {
  const metrics = await (await fetch(`${stage.sandbox.url}/metrics`)).text();
  const line = metrics.split('\n').find((candidate) => candidate.startsWith(name));
  return Number(line?.split(' ').at(-1) ?? 0);
}

/** Messages that ended so, since the sandbox started. */
const messages = (end: string) => figure(`sandbox_webhooks_total{end="${end}"`);

const methods: readonly [method: string, answered: string, becomes: 'paid' | 'declined'][] = [
  ['sandbox-card', 'paid', 'paid'],
  ['sandbox-declined', 'PAYMENT_DECLINED', 'declined'],
  ['sandbox-slow', 'paid', 'paid'],
  ['sandbox-timeout-then-success', 'pending', 'paid'],
  ['sandbox-late-success', 'pending', 'paid'],
];

describe('a payment', () => {
  it.each(methods)('[P1] by %s is answered %s and becomes %s', async (method, answered, becomes) => {
    const [held, order] = [await hold(), newId()];
    expect(gistOf(await pay(held, order, method))).toBe(answered);
    await stage.untilState(order, becomes);
  });

  it.each(methods)(
    '[P1] with the switch at %s is answered %s and becomes %s',
    async (method, answered, becomes) => {
      const charges = method === 'sandbox-card' ? 'success' : method.replace('sandbox-', '');
      await stage.turn({ ...usual, charges });
      const [held, order] = [await hold(), newId()];
      expect(gistOf(await pay(held, order))).toBe(answered);
      await stage.untilState(order, becomes);
    },
  );

  it('[H5] [P1] that is asked for again by its id is one, also while the provider hangs', async () => {
    const [held, order] = [await hold(), newId()];
    const asks = Array.from({ length: 5 }, () => pay(held, order, 'sandbox-timeout-then-success'));
    const gists = (await Promise.all(asks)).map(gistOf);
    // One call waits in vain; the others hear from the same charge how it ended.
    expect(gists.filter((gist) => gist !== 'paid').length).toBeLessThanOrEqual(1);
    expect(gistOf(await pay(held, order, 'sandbox-card'))).toBe('paid');
  });

  it('[P1] that succeeds late takes its seats back when they are available', async () => {
    await stage.turn({ ...usual, lateMs: 3_500 });
    const [held, order] = [await hold('quick'), newId()];
    expect(gistOf(await pay(held, order, 'sandbox-late-success'))).toBe('pending');
    await vi.waitFor(
      async () =>
        expect((await buyer.ask('GET', `/api/holds/${held}`)).body).toMatchObject({ state: 'expired' }),
      5_000,
    );
    await stage.untilState(order, 'paid');
  });

  it('[P1] that succeeds after its seats are sold goes back', async () => {
    await stage.turn({ ...usual, lateMs: 5_000 });
    const [held, order] = [await hold('quick'), newId()];
    const seat = nextSeat - 1;
    expect(gistOf(await pay(held, order, 'sandbox-late-success'))).toBe('pending');
    const rival = await stage.arrive(api.url);
    const rivalHold = newId();
    await vi.waitFor(
      async () => expect(codeOf(await rival.hold('quick', [seat], rivalHold))).toBe(201),
      5_000,
    );
    expect(gistOf(await pay(rivalHold, newId(), 'sandbox-card', rival))).toBe('paid');
    await stage.untilState(order, 'refunded');
    expect(await stage.chargeOf(order)).toBe('refunded');
  });
});

describe('messages of the provider', () => {
  it.each(['duplicated', 'reordered'])('[P1] [H5] that are %s have one effect', async (webhooks) => {
    await stage.turn({ ...usual, webhooks });
    const [held, order, before] = [await hold(), newId(), await messages('delivered')];
    expect(gistOf(await pay(held, order, 'sandbox-late-success'))).toBe('pending');
    await stage.untilState(order, 'paid');
    const heads = await stage.store.heads('hall');
    const count = webhooks === 'duplicated' ? 4 : 2;
    await vi.waitFor(async () => expect(await messages('delivered')).toBe(before + count), 10_000);
    expect(await stage.store.heads('hall')).toEqual(heads);
    expect(await stage.stateOf(order)).toBe('paid');
  });

  it('[P1] that are forged change nothing, and the reconciler does without them', async () => {
    await stage.turn({ ...usual, webhooks: 'forged' });
    const [held, order, before] = [await hold(), newId(), await messages('refused')];
    expect(gistOf(await pay(held, order, 'sandbox-late-success'))).toBe('pending');
    await vi.waitFor(async () => expect(await messages('refused')).toBe(before + 2), 10_000);
    expect([await stage.chargeOf(order), await stage.stateOf(order)]).toEqual(['succeeded', 'pending']);
    await stage.reconcile();
    expect(await stage.stateOf(order)).toBe('paid');
  });

  it('[P1] that are lost are not missed by the reconciler', async () => {
    await stage.turn({ ...usual, webhooks: 'lost' });
    const [held, order] = [await hold(), newId()];
    expect(gistOf(await pay(held, order, 'sandbox-timeout-then-success'))).toBe('pending');
    expect([await stage.chargeOf(order), await stage.stateOf(order)]).toEqual(['succeeded', 'pending']);
    await stage.reconcile();
    expect(await stage.stateOf(order)).toBe('paid');
  });
});

describe('after all of this', () => {
  it('[P1] the money taken is the paid orders and the refunds, and the sold seats are the paid ones', async () => {
    await stage.reconcile();
    expect(await paymentFaults(stage)).toEqual([]);
  });
});
