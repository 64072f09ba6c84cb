import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '@onsale/client';
import type { HoldBody, OrderAck, OrderBody } from '@onsale/contracts';
import { createRandom, type Random } from '@onsale/domain/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Buyer, codeOf } from './buyer.ts';
import { hallSeats } from './payment-shows.ts';
import { keepsOut, PaymentStage, reconciles, type SaleProcess, type ServicePlan } from './payment-stage.ts';
import { paymentFaults } from './payment-truth.ts';
import { faultsOf } from './truth.ts';

const seed = Number(process.env.ONSALE_KILLS_SEED ?? randomInt(2 ** 31));
/** Kills of each of the two processes that take payments. */
const killsEach = Number(process.env.ONSALE_KILLS_EACH ?? 10);
/** Buyers who pay by each of them at a time. */
const payersEach = 4;
const methods = [
  'sandbox-card',
  'sandbox-card',
  'sandbox-slow',
  'sandbox-late-success',
  'sandbox-timeout-then-success',
  'sandbox-declined',
] as const;
/** How long a process lives after it was ready. */
const lifeMsMax = 800;
/** A buyer who waits longer than this goes on without an answer. */
const answerMsMax = 2_000;

let stage: PaymentStage;
/** Sells, and is not killed. */
let api: SaleProcess;

beforeAll(async () => {
  stage = await PaymentStage.open({
    mysqlUrl: inject('mysqlUrl'),
    redisUrl: inject('redisUrl'),
    sandboxEnv: { SLOW_MS: '60', LATE_MS: '300', HANG_MS: '1000' },
  });
  api = await stage.start({ service: 'seats-api', env: keepsOut });
}, 120_000);
afterAll(() => stage?.close());

const tally = { paid: 0, declined: 0, pending: 0, unanswered: 0, other: 0 };

/** What became of a call, as far as its buyer can tell. */
function count(code: string | number): void {
  if (code === 'PAYMENT_DECLINED') tally.declined++;
  else if (code === 'paid' || code === 'pending') tally[code]++;
  else tally.other++;
}

const stateIn = (body: unknown) => (body as { order?: { state?: string } }).order?.state;

/** A new buyer holds a seat, and pays for it by that process, which may die over it. */
async function payOnce(service: ServicePlan['service'], url: string, random: Random): Promise<void> {
  const buyer = await stage.arrive(api.url);
  const [hold, order, method] = [newId(), newId(), random.pick(methods)];
  if (codeOf(await buyer.hold('hall', [random.below(hallSeats)], hold)) !== 201) return;
  try {
    if (service === 'seats-api') {
      const answer = await buyer.at(url).send('POST', `/api/holds/${hold}/pay`, { id: order, method });
      count(stateIn(answer.body) ?? codeOf(answer));
      return;
    }
    const ack = await within(answerMsMax, paySocket(buyer, url, { hold, id: order, method }));
    count(ack.ok ? ack.order.state : ack.error.code);
  } catch {
    tally.unanswered++;
  }
}

async function paySocket(buyer: Buyer, url: string, command: object): Promise<OrderAck> {
  const socket = await buyer.connect(url);
  return socket.ask<{ order: OrderBody; hold: HoldBody }>('pay', command).finally(() => socket.close());
}

/** A process that dies while a socket opens leaves its client waiting without a word. */
async function within<T>(msMax: number, work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = delay(msMax, undefined, { signal: over.signal }).then(() => {
    throw new Error('no answer in time');
  });
  return Promise.race([work, late]).finally(() => over.abort());
}

/** Kills the process at random moments while buyers pay by it; it is back before the next time. */
async function killOften(service: ServicePlan['service'], random: Random): Promise<void> {
  const victim = await stage.plan({ service, env: { ...keepsOut, PAYMENT_TIMEOUT_MS: '400' } });
  for (let kills = 0; kills < killsEach; kills++) {
    await victim.start();
    const life = { isOver: false };
    const payers = Array.from({ length: payersEach }, async () => {
      while (!life.isOver) await payOnce(service, victim.url, random);
    });
    await delay(random.below(lifeMsMax));
    life.isOver = true;
    await victim.kill();
    await Promise.all(payers);
  }
}

describe(`${2 * killsEach} kills at random moments (ONSALE_KILLS_SEED=${seed})`, () => {
  it('[P1] leave the money taken as the paid orders and the refunds, while others settle', async () => {
    const env = { ...reconciles, SETTLE_AFTER_MS: '300' };
    const settlers = await Promise.all(
      (['seats-api', 'realtime'] as const).map((service) => stage.start({ service, env })),
    );
    await Promise.all([
      killOften('seats-api', createRandom(seed)),
      killOften('realtime', createRandom(seed + 1)),
    ]);
    await stage.untilSettled();
    await Promise.all(settlers.map((settler) => settler.stop()));
    process.stdout.write(`kills: seed ${seed}, ${JSON.stringify(tally)}\n`);
    // The kills must have met payments under way, and payments must have got through between them.
    expect(Math.min(tally.paid, tally.unanswered)).toBeGreaterThan(killsEach / 2);
    expect(await paymentFaults(stage)).toEqual([]);
    expect(await faultsOf(stage.store, 'hall')).toEqual([]);
  }, 400_000);
});
