import { newId } from '@onsale/client';
import { holdBody } from '@onsale/contracts';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { type Buyer, codeOf } from './buyer.ts';
import { byName, type KillPoint, payingPoints, repayingPoints, settlingPoints } from './kill-points.ts';
import { keepsOut, PaymentStage, reconciles, type SaleProcess, type ServicePlan } from './payment-stage.ts';
import { paymentFaults } from './payment-truth.ts';
import { faultsOf } from './truth.ts';
import { planVictim, startVictim, type Victim } from './victim.ts';

let stage: PaymentStage;
/** Sells, and is never killed. */
let api: SaleProcess;
/** Cannot reach the provider: its payments stay open. */
let lonely: SaleProcess;
/** Does not wait for the provider's answer. */
let hasty: SaleProcess;
let nextSeat = 0;

beforeAll(async () => {
  stage = await PaymentStage.open({ mysqlUrl: inject('mysqlUrl'), redisUrl: inject('redisUrl') });
  const start = (env: object) => stage.start({ service: 'seats-api', env: { ...keepsOut, ...env } });
  api = await start({});
  lonely = await start({ PAYMENT_URL: 'http://127.0.0.1:1' });
  hasty = await start({ PAYMENT_TIMEOUT_MS: '250' });
}, 120_000);
afterAll(() => stage?.close());

interface Attempt {
  readonly buyer: Buyer;
  readonly hold: string;
  readonly order: string;
  readonly seat: number;
}

/** A new buyer who holds one seat. */
async function newAttempt(show: string): Promise<Attempt> {
  const buyer = await stage.arrive(api.url);
  const seat = nextSeat++;
  const { body } = await buyer.hold(show, [seat]);
  return { buyer, hold: holdBody.parse(body).id, order: newId(), seat };
}

const payOver = (url: string, { buyer, hold, order }: Attempt, method = 'sandbox-card') =>
  buyer.at(url).send('POST', `/api/holds/${hold}/pay`, { id: order, method });

/** Somebody else buys the seat as soon as its hold is over. */
async function sellToRival({ seat }: Attempt): Promise<void> {
  const rival = await stage.arrive(api.url);
  const hold = newId();
  await vi.waitFor(async () => expect(codeOf(await rival.hold('quick', [seat], hold))).toBe(201), 10_000);
  expect(codeOf(await rival.pay(hold))).toBe(200);
}

/** Kills the victim at the point of the order's way; resolves when it is dead. */
async function setKill({ process, lines }: Victim, order: string, point: KillPoint): Promise<void> {
  const die = async () => {
    // A database answers statement by statement; the answer that counts is the commit's, the last one.
    if (point.line === 'mysql' && point.at.answers !== null) await stage.untilState(order, point.left.order);
    await process.kill();
    return 'lose' as const;
  };
  if (point.after === null) return lines[point.line].set(point.at, die);
  let dead: Promise<void> = Promise.resolve();
  await lines.sandbox.set(point.after, async () => {
    dead = lines[point.line].set(point.at, die);
    return 'pass';
  });
  await dead;
}

const ended = new Map<string, KillPoint['ends']>();

async function expectLeft({ order }: Attempt, { left, ends }: KillPoint): Promise<void> {
  expect({ order: await stage.stateOf(order), charge: await stage.chargeOf(order) }).toEqual(left);
  ended.set(order, ends);
}

describe.each<ServicePlan['service']>(['seats-api', 'realtime'])('a %s that pays and dies', (service) => {
  it.each(byName(payingPoints))('[P1] %s leaves what another can settle', async (_, point) => {
    const victim = await startVictim(stage, { service, env: keepsOut });
    const attempt = await newAttempt('hall');
    const { buyer, hold, order } = attempt;
    const socket = service === 'realtime' ? await buyer.connect(victim.url) : null;
    const dead = setKill(victim, attempt.order, point);
    const paying = socket === null ? payOver(victim.url, attempt) : socket.pay(hold, order);
    // Nobody hears an answer, and nobody waits for one.
    paying.catch(() => {});
    await dead;
    socket?.close();
    await expectLeft(attempt, point);
    await victim.stop();
  });
});

describe('a seats-api that gives money back and dies', () => {
  it.each(byName(repayingPoints))('[P1] %s leaves what another can settle', async (_, point) => {
    const victim = await startVictim(stage, { service: 'seats-api', env: keepsOut });
    const attempt = await newAttempt('quick');
    let dead: Promise<void> = Promise.resolve();
    const sold = victim.lines.sandbox.set({ asks: /^POST \/charges HTTP/, answers: /./s }, async () => {
      await sellToRival(attempt);
      dead = setKill(victim, attempt.order, point);
      return 'pass';
    });
    payOver(victim.url, attempt).catch(() => {});
    await sold;
    await dead;
    await expectLeft(attempt, point);
    await victim.stop();
  });
});

describe('a process that settles what others left, and dies', () => {
  it.each(byName(settlingPoints))('[P1] %s leaves what another can settle', async (_, { finds, of }) => {
    const attempt = await newAttempt('hall');
    if (finds === 'absent') await payOver(lonely.url, attempt);
    else await payOver(hasty.url, attempt, 'sandbox-timeout-then-success');
    const victim = await planVictim(stage, { service: 'seats-api', env: reconciles });
    const point = of(attempt.order);
    const dead = setKill(victim, attempt.order, point);
    // It may die before it could say that it is ready.
    await victim.process.start().catch(() => {});
    await dead;
    await expectLeft(attempt, point);
    await victim.stop();
  });
});

describe('the processes that come after them', () => {
  it('[P1] settle every order as it has to be, each once', async () => {
    const processes = await Promise.all(
      (['seats-api', 'realtime'] as const).map((service) => stage.start({ service, env: reconciles })),
    );
    await stage.untilSettled();
    for (const process of processes) await process.stop();
    for (const [order, ends] of ended)
      expect(`${order} ${await stage.stateOf(order)}`).toBe(`${order} ${ends}`);
    expect(ended.size).toBe(2 * payingPoints.length + repayingPoints.length + settlingPoints.length);
  });

  it('[P1] leave the money taken as the paid orders and the refunds, and the paid seats sold', async () => {
    expect(await paymentFaults(stage)).toEqual([]);
    for (const show of ['hall', 'quick']) expect(await faultsOf(stage.store, show)).toEqual([]);
  });
});
