import type { Order } from '@onsale/domain';
import { expect, it } from 'vitest';
import { OpenOrderCount } from './open-order-count.ts';

const order = (state: Order['state'], createdAtMs: number) => ({ state, createdAtMs }) as Order;

it('counts over the pages of a pass, and tells the last whole one', () => {
  const count = new OpenOrderCount();
  expect(count.figures).toEqual({ openOrders: { pending: 0, refund_due: 0 }, oldestMs: 0 });
  count.add([order('pending', 100), order('refund_due', 200)], 1_000, false);
  expect(count.figures.oldestMs).toBe(0);
  count.add([order('pending', 300)], 2_000, true);
  expect(count.figures).toEqual({ openOrders: { pending: 2, refund_due: 1 }, oldestMs: 1_700 });
  count.add([], 0, true);
  expect(count.figures).toEqual({ openOrders: { pending: 0, refund_due: 0 }, oldestMs: 0 });
});
