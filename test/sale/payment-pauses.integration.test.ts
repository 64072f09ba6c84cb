import { newId } from '@onsale/client';
import { holdBody, orderBody } from '@onsale/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { type Answer, type Buyer, codeOf } from './buyer.ts';
import { keepsOut, PaymentStage, reconciles, type SaleProcess } from './payment-stage.ts';
import { paymentFaults } from './payment-truth.ts';
import { faultsOf } from './truth.ts';
import { startVictim, type Victim } from './victim.ts';

const charge = /^POST \/charges HTTP/;
const start = /INSERT INTO orders/;
const due = /UPDATE orders SET state = 'refund_due'/;
const answers = /./s;

let stage: PaymentStage;
/** Sells, and settles nothing of others. */
let api: SaleProcess;
/** Settles what is open for a moment, and gives up what is pending for one. */
let reconciler: SaleProcess;
let victim: Victim;
let buyer: Buyer;
let hold: string;
let order: string;
let seat = 0;

beforeAll(async () => {
  stage = await PaymentStage.open({
    mysqlUrl: inject('mysqlUrl'),
    redisUrl: inject('redisUrl'),
    sandboxEnv: { LATE_MS: '3600000' },
  });
  api = await stage.start({ service: 'seats-api', env: keepsOut });
  const env = { ...reconciles, GIVE_UP_AFTER_MS: '200' };
  reconciler = await stage.start({ service: 'seats-api', env });
  victim = await startVictim(stage, {
    service: 'seats-api',
    env: { ...keepsOut, PAYMENT_TIMEOUT_MS: '30000' },
  });
}, 120_000);
afterAll(async () => {
  await victim?.stop();
  await stage?.close();
});

beforeEach(() => {
  order = newId();
  seat += 1;
});
// A process that stands still would keep the next test from its answer.
afterEach(() => victim.process.resume());

async function holdIn(show: string): Promise<void> {
  buyer = await stage.arrive(api.url);
  const { body } = await buyer.hold(show, [seat]);
  hold = holdBody.parse(body).id;
}

const pay = (method = 'sandbox-card') =>
  buyer.at(victim.url).send('POST', `/api/holds/${hold}/pay`, { id: order, method });

function gistOf(answer: Answer): string | number {
  const paid = orderBody.safeParse((answer.body as { order?: unknown }).order);
  return paid.success ? paid.data.state : codeOf(answer);
}

/** Stops the victim where it is, and lets what it waits for arrive. */
async function pauseThere(): Promise<'pass'> {
  await victim.process.pause();
  return 'pass';
}

/** The same once the order is no longer in that state: of a database's answers the commit's is the last. */
async function pauseAfter(state: 'none' | 'pending'): Promise<'pass'> {
  await stage.untilNot(order, state);
  return pauseThere();
}

describe('a process that stands still', () => {
  it('[P1] before it asks for the charge finds it void when it goes on', async () => {
    await holdIn('hall');
    const paused = victim.lines.mysql.set({ asks: start, answers }, () => pauseAfter('none'));
    const paying = pay();
    await paused;
    await stage.untilState(order, 'declined');
    await victim.process.resume();
    expect(gistOf(await paying)).toBe('PAYMENT_DECLINED');
    expect([await stage.stateOf(order), await stage.chargeOf(order)]).toEqual(['declined', 'declined']);
  });

  it('[P1] after the charge finds the order made when it goes on, and makes no second one', async () => {
    await holdIn('hall');
    const paused = victim.lines.sandbox.set({ asks: charge, answers }, pauseThere);
    const paying = pay();
    await paused;
    await stage.untilState(order, 'paid');
    const heads = await stage.store.heads('hall');
    await victim.process.resume();
    expect(gistOf(await paying)).toBe('paid');
    expect(await stage.store.heads('hall')).toEqual(heads);
    expect(await stage.chargeOf(order)).toBe('succeeded');
  });

  it('[P1] while the charge is pending finds it given up when it goes on', async () => {
    await holdIn('hall');
    const paused = victim.lines.sandbox.set({ asks: charge, answers }, pauseThere);
    const paying = pay('sandbox-late-success');
    await paused;
    await stage.untilState(order, 'declined');
    await victim.process.resume();
    // Its answer is of the moment at which it asked; whoever looks again sees how it ended.
    expect(gistOf(await paying)).toBe('pending');
    expect(gistOf(await pay('sandbox-late-success'))).toBe('PAYMENT_DECLINED');
    expect([await stage.stateOf(order), await stage.chargeOf(order)]).toEqual(['declined', 'declined']);
  });

  it('[P1] before it gives money back finds that done when it goes on, and gives it once', async () => {
    await reconciler.kill();
    await holdIn('quick');
    let paused: Promise<void> = Promise.resolve();
    const sold = victim.lines.sandbox.set({ asks: charge, answers }, async () => {
      await sellToRival();
      paused = victim.lines.mysql.set({ asks: due, answers }, () => pauseAfter('pending'));
      return 'pass';
    });
    const paying = pay();
    await sold;
    await paused;
    expect([await stage.stateOf(order), await stage.chargeOf(order)]).toEqual(['refund_due', 'succeeded']);
    await reconciler.start();
    await stage.untilState(order, 'refunded');
    await victim.process.resume();
    expect(gistOf(await paying)).toBe('refunded');
    expect([await stage.stateOf(order), await stage.chargeOf(order)]).toEqual(['refunded', 'refunded']);
  });
});

async function sellToRival(): Promise<void> {
  const rival = await stage.arrive(api.url);
  const rivalHold = newId();
  await vi.waitFor(
    async () => expect(codeOf(await rival.hold('quick', [seat], rivalHold))).toBe(201),
    10_000,
  );
  expect(codeOf(await rival.pay(rivalHold))).toBe(200);
}

describe('a charge that stands still on its way', () => {
  it('[P1] is void when it arrives after the order was written off', async () => {
    await holdIn('hall');
    const written = victim.lines.sandbox.set({ asks: charge, answers: null }, async () => {
      await stage.untilState(order, 'declined');
      return 'pass';
    });
    const paying = pay();
    await written;
    expect(gistOf(await paying)).toBe('PAYMENT_DECLINED');
    expect([await stage.stateOf(order), await stage.chargeOf(order)]).toEqual(['declined', 'declined']);
  });
});

describe('after all of this', () => {
  it('[P1] the money taken is the paid orders and the refunds, and the paid seats are sold', async () => {
    await stage.untilSettled();
    expect(await paymentFaults(stage)).toEqual([]);
    for (const show of ['hall', 'quick']) expect(await faultsOf(stage.store, show)).toEqual([]);
  });
});
