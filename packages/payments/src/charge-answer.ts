import type { ChargeState, Order } from '@onsale/domain';
import { z } from 'zod';

const charge = z.object({
  id: z.string(),
  state: z.enum(['pending', 'succeeded', 'declined', 'refunded']),
  /** Null when the charge was voided before its content was known. */
  amount: z.int().nullable(),
  currency: z.string().nullable(),
  /** Where the payer decides; absent or null when there is no such page. */
  payUrl: z.string().max(2_000).nullish(),
});

type Charge = z.infer<typeof charge>;

/** The charge in an answer's body, when it is one and is this order's; else null. */
export function chargeOf(body: unknown, order: Order): Charge | null {
  const { success, data } = charge.safeParse(body);
  if (!success || data.id !== order.id) return null;
  const isTombstone = data.amount === null && data.state === 'declined';
  const isOrders = data.amount === order.amount && data.currency === order.currency;
  return isTombstone || isOrders ? data : null;
}

/** A charge whose money went back has succeeded all the same: the refund is on the order's own record. */
export function stateOf({ state }: Charge): ChargeState {
  return state === 'refunded' ? 'succeeded' : state;
}

const refusal = z.object({ error: z.object({ code: z.string() }) });

/** The provider's code in the body of a refusal; null when somebody else answered, a proxy for example. */
export function codeOf(body: unknown): string | null {
  const { success, data } = refusal.safeParse(body);
  return success ? data.error.code : null;
}
