import { createSandboxPayments } from '@onsale/booking';
import type { PaymentProvider } from '@onsale/domain';
import { createRegistry } from '@onsale/runtime';
import { describe, expect, it } from 'vitest';
import { createOutcomeMeter } from './outcome-metrics.ts';
import { figuresOf } from './testing/figures-of.ts';
import { SaleStage } from './testing/sale-stage.ts';

function open(payments: Partial<PaymentProvider> = {}) {
  const registry = createRegistry('test');
  const stage = new SaleStage({ payments: { ...createSandboxPayments(), ...payments } });
  stage.room.onBatch(createOutcomeMeter(registry));
  const read = async (name: string) => {
    const figures = await figuresOf(registry, name);
    return Object.fromEntries(Object.entries(figures).filter(([, figure]) => figure > 0));
  };
  return { stage, holds: () => read('onsale_holds_total'), orders: () => read('onsale_orders_total') };
}

describe('holds', () => {
  it('are counted when they are made and when they end, not when they are asked for again', async () => {
    const { stage, holds } = open();
    const { booking } = stage.room;
    const id = stage.newId();
    await stage.held('ann', [0, 1, 4], id);
    stage.aheadMs += 1_000;
    await stage.held('ann', [0, 1, 4], id);
    expect(await holds()).toEqual({ 'outcome="made"': 1 });
    await booking.release('ann', id, [1]);
    expect(await holds()).toEqual({ 'outcome="made"': 1 });
    await booking.release('ann', id, null);
    await booking.release('ann', id, null);
    expect(await holds()).toEqual({ 'outcome="made"': 1, 'outcome="released"': 1 });
  });

  it('that are refused are not counted', async () => {
    const { stage, holds } = open();
    await stage.held('ann', [0]);
    await stage.hold('bob', [0]);
    expect(await holds()).toEqual({ 'outcome="made"': 1 });
  });
});

describe('orders', () => {
  it('are counted as they start and as they end', async () => {
    const { stage, holds, orders } = open();
    const { booking } = stage.room;
    const [first, second] = [await stage.held('ann', [0]), await stage.held('ann', [1])];
    const paid = stage.newId();
    await booking.pay('ann', first.id, paid, 'sandbox-card');
    await booking.pay('ann', second.id, stage.newId(), 'sandbox-declined');
    expect(await orders()).toEqual({
      'outcome="started"': 2,
      'outcome="paid"': 1,
      'outcome="declined"': 1,
    });
    await booking.refund(paid);
    expect(await orders()).toMatchObject({ 'outcome="refund_due"': 1, 'outcome="refunded"': 1 });
    expect(await holds()).toEqual({ 'outcome="made"': 2, 'outcome="paid"': 1, 'outcome="refunded"': 1 });
  });

  it('whose provider is silent have only started', async () => {
    const { stage, orders } = open({ start: async () => 'unknown' });
    const { id } = await stage.held('ann', [0]);
    await stage.room.booking.pay('ann', id, stage.newId(), 'sandbox-card');
    expect(await orders()).toEqual({ 'outcome="started"': 1 });
  });
});
