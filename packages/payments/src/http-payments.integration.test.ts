import { randomBytes } from 'node:crypto';
import {
  type Decision,
  describePaymentContract,
  describePaymentPages,
  testOrder,
} from '@onsale/domain/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Payer } from '../../../test/services/payer.ts';
import { type RunningSandbox, startSandbox } from '../../../test/services/start-sandbox.ts';
import { createHttpPayments } from './index.ts';

const apiKey = randomBytes(16).toString('hex');

function connect(url: string, timeoutMs = 5_000) {
  const pages = { baseUrl: url, returnUrl: 'https://shop.example/{show}/orders/{order}' };
  return createHttpPayments({ url, apiKey, timeoutMs, pages, nowMs: Date.now, onError: () => {} });
}

describe('the sandbox as a process', () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({
      env: { API_KEY: apiKey, LATE_MS: '500', SLOW_MS: '100', HANG_MS: '60000' },
    });
  }, 60_000);
  afterAll(() => sandbox?.stop());

  const bench = async () => ({
    payments: connect(sandbox.url),
    methods: {
      succeeds: 'sandbox-card',
      declines: 'sandbox-declined',
      succeedsLate: 'sandbox-late-success',
    },
    byPage: {
      method: 'sandbox-page',
      decide: async (page: string, decision: Decision) => void (await new Payer().decide(page, decision)),
    },
    close: async () => {},
  });
  describePaymentContract('over HTTP', bench);
  describePaymentPages('over HTTP', bench);

  it('[P1] is unknown when it does not answer in time, and can be asked what became of it', async () => {
    const order = testOrder();
    expect(await connect(sandbox.url, 300).start(order, 'sandbox-timeout-then-success')).toBe('unknown');
    expect(await connect(sandbox.url).lookup(order)).toBe('succeeded');
    expect(await connect(sandbox.url).start(order, 'sandbox-timeout-then-success')).toBe('succeeded');
  });

  it('[P1] lets a slow charge take its time', async () => {
    expect(await connect(sandbox.url).start(testOrder(), 'sandbox-slow')).toBe('succeeded');
  });

  it('[P1] has one charge for an order that is begun again otherwise', async () => {
    const order = testOrder();
    expect(await connect(sandbox.url).start(order, 'sandbox-declined')).toBe('declined');
    expect(await connect(sandbox.url).start(order, 'sandbox-card')).toBe('declined');
  });

  it('is unknown to who brings the wrong key', async () => {
    const stranger = createHttpPayments({ url: sandbox.url, nowMs: Date.now, onError: () => {} });
    const order = testOrder();
    expect(await stranger.start(order, 'sandbox-card')).toBe('unknown');
    expect(await stranger.lookup(order)).toBe('unknown');
    expect(await connect(sandbox.url).lookup(order)).toBe('absent');
  });

  it('is reached again after it was gone, over the connections from before', async () => {
    const payments = connect(sandbox.url);
    await payments.start(testOrder(), 'sandbox-card');
    await sandbox.restart();
    expect(await payments.start(testOrder(), 'sandbox-card')).toBe('succeeded');
  });
});

describe('a provider that is not there', () => {
  it('is unknown', async () => {
    const payments = connect('http://127.0.0.1:1');
    const order = testOrder();
    expect(await payments.start(order, 'sandbox-card')).toBe('unknown');
    expect(await payments.lookup(order)).toBe('unknown');
    expect(await payments.void(order)).toBe('unknown');
    expect(await payments.refund(order)).toBe('unknown');
  });
});
