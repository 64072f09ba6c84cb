import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Decision,
  describePaymentContract,
  describePaymentPages,
  testOrder,
} from '@onsale/domain/testing';
import { createLogger, createRegistry } from '@onsale/runtime';
import { expect, it, vi } from 'vitest';
import { Payer } from '../../../test/services/payer.ts';
import { openPayments } from './payments.ts';

async function open(chargesPath?: string) {
  const heard: Request[] = [];
  const { sandbox, provider } = await openPayments({
    chargesPath,
    registry: createRegistry('standalone'),
    logger: createLogger('standalone', 'silent'),
    lifecycle: { stop: async () => {} },
    nowMs: Date.now,
    hear(message) {
      heard.push(message);
      return new Response(null, { status: 204 });
    },
  });
  const payer = new Payer({ fetch: (request) => sandbox.app.fetch(request) });
  return {
    heard,
    provider,
    decide: (page: string, decision: Decision) => payer.decide(`http://localhost:8080${page}`, decision),
    async close() {
      sandbox.endCalls();
      sandbox.endMessages();
      await sandbox.close();
    },
  };
}

async function openBench() {
  const { provider, decide, close } = await open();
  return {
    payments: provider,
    methods: {
      succeeds: 'sandbox-card',
      declines: 'sandbox-declined',
      succeedsLate: 'sandbox-late-success',
    },
    byPage: {
      method: 'sandbox-page',
      decide: async (page: string, decision: Decision) => void (await decide(page, decision)),
    },
    close,
  };
}

describePaymentContract('the sandbox within the process', openBench);
describePaymentPages('the sandbox within the process', openBench);

it('[P1] tells the sale what its payer decided, in a message that it knows for genuine', async () => {
  const { heard, provider, decide, close } = await open();
  const order = testOrder();
  await provider.start(order, 'sandbox-page', Date.now() + 60_000);
  const page = (await provider.pageOf?.(order)) ?? '';
  expect(page).toBe(`/pay/${order.id}`);
  expect(await decide(page, 'pay')).toEqual({ status: 303, location: `/orders/${order.id}` });
  await vi.waitFor(() => expect(heard).toHaveLength(2));
  for (const message of heard) {
    const headers = Object.fromEntries(message.headers);
    expect(await provider.readWebhook(headers, await message.text())).toEqual({ order: order.id });
    expect(new URL(message.url).pathname).toBe('/api/payments/webhook');
  }
  await close();
});

it('[P1] knows after its end what was paid before it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-payments-'));
  const path = join(folder, 'charges.jsonl');
  const order = testOrder();
  const before = await open(path);
  await before.provider.start(order, 'sandbox-card');
  await before.close();
  const after = await open(path);
  expect(await after.provider.lookup(order)).toBe('succeeded');
  expect(await after.provider.refund(order)).toBe('refunded');
  await after.close();
  await rm(folder, { recursive: true });
});
