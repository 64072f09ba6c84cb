import { expect, vi } from 'vitest';
import type { OrderId } from '../ids.ts';
import type { Order } from '../order.ts';
import type { ChargeState, PaymentProvider } from '../ports.ts';
import { createIdMaker } from './id-maker.ts';
import { createRandom } from './random.ts';

/** How long a charge may be pending before the suite calls it stuck. */
const pendingMsMax = 20_000;

export const newOrderId = createIdMaker(createRandom(1), Date.now);

/** An order as it stands when its payment begins, in the test sales' currency. */
export function testOrder(id: OrderId = newOrderId(), amount = 135_00): Order {
  return {
    id,
    hold: newOrderId(),
    show: 'test-show',
    buyer: 'buyer-1',
    seats: [0, 1, 2],
    amount,
    currency: 'KRW',
    state: 'pending',
    createdAtMs: Date.now(),
    contact: null,
  };
}

/** Waits until the provider says so of the order's charge. */
export async function untilState(payments: PaymentProvider, order: Order, state: ChargeState): Promise<void> {
  await vi.waitFor(async () => expect(await payments.lookup(order)).toBe(state), {
    timeout: pendingMsMax,
    interval: 25,
  });
}
