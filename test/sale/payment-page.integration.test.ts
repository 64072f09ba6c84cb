import { newId } from '@onsale/client';
import { holdBody, orderBody, showBody } from '@onsale/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { freePort } from '../servers/free-port.ts';
import { Payer } from '../services/payer.ts';
import { type Buyer, codeOf } from './buyer.ts';
import { keepsOut, PaymentStage, reconciles, type SaleProcess } from './payment-stage.ts';
import { paymentFaults } from './payment-truth.ts';

const shop = 'https://shop.example/{show}/orders/{order}';

let stage: PaymentStage;
/** Buyers' pages are known here, and messages are heard. */
let api: SaleProcess;
/** Names no page, so that charges end at no deadline: a provider whose clock stands still. */
let timeless: SaleProcess;
let nextSeat = 0;

beforeAll(async () => {
  const port = await freePort();
  stage = await PaymentStage.open({
    mysqlUrl: inject('mysqlUrl'),
    redisUrl: inject('redisUrl'),
    sandboxEnv: { WEBHOOK_URL: `http://127.0.0.1:${port}/api/payments/webhook` },
  });
  const pages = { PAYMENT_PAGE_URL: stage.sandbox.url, PAYMENT_RETURN_URL: shop };
  [api, timeless] = await Promise.all([
    stage.start({ service: 'seats-api', port, env: { ...keepsOut, ...pages } }),
    stage.start({ service: 'seats-api', env: keepsOut }),
  ]);
}, 120_000);
afterAll(() => stage?.close());
beforeEach(() => stage.turn({ webhooks: 'sent' }));

interface Begun {
  readonly buyer: Buyer;
  readonly hold: string;
  readonly order: string;
  readonly seat: number;
  readonly page: string;
}

/** A buyer whose order waits for him at the provider's page. */
async function begin(show: 'hall' | 'quick', at: SaleProcess = api): Promise<Begun> {
  const buyer = await stage.arrive(at.url);
  const [seat, order] = [nextSeat++, newId()];
  const hold = holdBody.parse((await buyer.hold(show, [seat])).body).id;
  // A process that names no page does not offer the method; its provider may have one all the same.
  const method = at === api ? 'sandbox-page' : 'sandbox-card';
  await stage.turn({ charges: at === api ? 'success' : 'page' });
  const { body } = await buyer.send('POST', `/api/holds/${hold}/pay`, { id: order, method });
  const begun = orderBody.parse((body as { order: unknown }).order);
  const page = `${stage.sandbox.url}/pay/${order}`;
  expect(begun).toMatchObject({ state: 'pending', ...(at === api ? { payAt: page } : {}) });
  return { buyer, hold, order, seat, page };
}

const untilHold = ({ buyer, hold }: Begun, state: string) =>
  vi.waitFor(
    async () => expect((await buyer.ask('GET', `/api/holds/${hold}`)).body).toMatchObject({ state }),
    10_000,
  );

describe('an order that is paid at the provider’s page', () => {
  it('[P1] [P2] is of the order’s amount, and sold when its payer has paid', async () => {
    const begun = await begin('hall');
    const payer = new Payer();
    expect((await payer.open(begun.page)).text).toContain('€30.00');
    expect(await payer.decide(begun.page, 'pay')).toEqual({
      status: 303,
      location: `https://shop.example/hall/orders/${begun.order}`,
    });
    await stage.untilState(begun.order, 'paid');
    const { body } = await begun.buyer.ask('GET', `/api/orders/${begun.order}`);
    expect(body).toMatchObject({ state: 'paid' });
    expect(body).not.toHaveProperty('payAt');
  });

  it('[P1] is declined when he declines, and the hold can still be paid', async () => {
    const begun = await begin('hall');
    await new Payer().decide(begun.page, 'decline');
    await stage.untilState(begun.order, 'declined');
    const again = await begun.buyer.send('POST', `/api/holds/${begun.hold}/pay`, { id: newId() });
    expect(again.body).toMatchObject({ order: { state: 'paid' } });
  });

  it('[P1] [H5] has one page and one outcome, however often it is begun and decided', async () => {
    const { buyer, hold, order, page } = await begin('hall');
    const repeat = () => buyer.send('POST', `/api/holds/${hold}/pay`, { id: order, method: 'sandbox-page' });
    for (const { body } of await Promise.all([repeat(), repeat(), repeat()]))
      expect(body).toMatchObject({ order: { id: order, state: 'pending', payAt: page } });
    const payer = new Payer();
    const { token } = await payer.open(page);
    const decisions = ['pay', 'decline', 'pay', 'decline'].map((decision) =>
      payer.send(page, { token, decision }),
    );
    await Promise.all(decisions);
    const charge = await stage.chargeOf(order);
    await stage.untilState(order, charge === 'succeeded' ? 'paid' : 'declined');
  });

  it('[P1] [L3] becomes an order though the message is lost, when somebody asks', async () => {
    await stage.turn({ webhooks: 'lost' });
    const { order, page } = await begin('hall');
    await new Payer().decide(page, 'pay');
    expect(await stage.stateOf(order)).toBe('pending');
    await stage.reconcile();
    expect(await stage.stateOf(order)).toBe('paid');
  });
});

it('[A1] [P1] is refused at once where nobody could reach it, and the hold can still be paid', async () => {
  const buyer = await stage.arrive(timeless.url);
  await stage.turn({ charges: 'success' });
  const hold = holdBody.parse((await buyer.hold('hall', [nextSeat++])).body).id;
  const pay = (id: string, method: string) => buyer.send('POST', `/api/holds/${hold}/pay`, { id, method });
  const methodsAt = async (at: SaleProcess) =>
    showBody.parse((await (await stage.arrive(at.url)).ask('GET', '/api/shows/hall')).body).methods;
  expect(await methodsAt(api)).toContain('sandbox-page');
  expect(await methodsAt(timeless)).toEqual(expect.not.arrayContaining(['sandbox-page']));
  expect(await methodsAt(timeless)).toContain('sandbox-card');
  const order = newId();
  expect(codeOf(await pay(order, 'sandbox-page'))).toBe('PAYMENT_DECLINED');
  expect(codeOf(await buyer.ask('GET', `/api/orders/${order}`))).toBe('ORDER_NOT_FOUND');
  expect((await pay(newId(), 'sandbox-card')).body).toMatchObject({ order: { state: 'paid' } });
});

describe('a page that nobody comes back from', () => {
  it('[P1] [H2] ends at the hold’s deadline: the order is declined, the seat free', async () => {
    const begun = await begin('quick');
    await untilHold(begun, 'expired');
    await stage.untilState(begun.order, 'declined');
    expect((await new Payer().open(begun.page)).text).toContain('The time to pay is over.');
    expect(await new Payer().decide(begun.page, 'pay')).toBeNull();
    const rival = await stage.arrive(api.url);
    expect(codeOf(await rival.hold('quick', [begun.seat]))).toBe(201);
  });

  it('[P1] is declined by upkeep once overdue, when the message is lost', async () => {
    await stage.turn({ webhooks: 'lost' });
    const begun = await begin('quick');
    await untilHold(begun, 'expired');
    expect(await stage.stateOf(begun.order)).toBe('pending');
    await stage.reconcile();
    expect(await stage.stateOf(begun.order)).toBe('declined');
  });

  it('[P1] is given up by upkeep, when the provider keeps no deadline; its page says so', async () => {
    const begun = await begin('quick', timeless);
    await untilHold(begun, 'expired');
    const upkeep = await stage.start({
      service: 'seats-api',
      env: { ...reconciles, GIVE_UP_AFTER_MS: '1000' },
    });
    await stage.untilState(begun.order, 'declined');
    await upkeep.kill();
    expect((await new Payer().open(begun.page)).text).toContain('This payment was called off.');
  });
});

describe('a payer who pays after the deadline', () => {
  it('[P1] gets his seat when it is still free', async () => {
    const begun = await begin('quick', timeless);
    await untilHold(begun, 'expired');
    await new Payer().decide(begun.page, 'pay');
    await stage.untilState(begun.order, 'paid');
  });

  it('[P1] gets his money back when it is somebody else’s', async () => {
    const begun = await begin('quick', timeless);
    const rival = await stage.arrive(api.url);
    const rivalHold = newId();
    await vi.waitFor(
      async () => expect(codeOf(await rival.hold('quick', [begun.seat], rivalHold))).toBe(201),
      10_000,
    );
    await new Payer().decide(begun.page, 'pay');
    await stage.untilState(begun.order, 'refunded');
    expect(await stage.chargeOf(begun.order)).toBe('refunded');
    expect((await new Payer().open(begun.page)).text).toContain('The money of this payment was given back.');
  });

  it('[P1] who pays as time runs out has an order or his money, and the seat one owner', async () => {
    const begun = await Promise.all(Array.from({ length: 12 }, () => begin('quick')));
    const payer = new Payer();
    const forms = await Promise.all(begun.map(async ({ page }) => ({ page, ...(await payer.open(page)) })));
    // Two seconds from their start the holds end: the payers press their buttons all around that.
    await Promise.all(
      forms.map(async ({ page, token }, index) => {
        await new Promise((resolve) => setTimeout(resolve, 1_500 + index * 50));
        await payer.send(page, { token, decision: 'pay' });
      }),
    );
    await stage.untilSettled();
    for (const { order } of begun) {
      const [charge, state] = [await stage.chargeOf(order), await stage.stateOf(order)];
      expect([charge, state]).toEqual(
        charge === 'declined'
          ? ['declined', 'declined']
          : [charge, charge === 'refunded' ? 'refunded' : 'paid'],
      );
    }
  });
});

describe('after all of this', () => {
  it('[P1] the money taken is the paid orders and the refunds, and the sold seats are the paid ones', async () => {
    await stage.reconcile();
    expect(await paymentFaults(stage)).toEqual([]);
  });
});
