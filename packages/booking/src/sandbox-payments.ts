import type { ChargeState, OrderId, PaymentProvider } from '@onsale/domain';

/** Charges remembered at most; older ones are forgotten first. */
const rememberedMax = 10_000;

/**
 * A provider within the process that moves no money: `sandbox-declined` declines, any other method
 * succeeds. What this process does not remember was never charged.
 */
export function createSandboxPayments(): PaymentProvider {
  const charges = new Map<OrderId, ChargeState>();
  const remember = (id: OrderId, state: ChargeState): ChargeState => {
    const known = charges.get(id);
    if (known !== undefined) return known;
    const oldest = charges.keys().next();
    if (charges.size >= rememberedMax && !oldest.done) charges.delete(oldest.value);
    charges.set(id, state);
    return state;
  };
  return {
    start: async (order, method) =>
      remember(order.id, method === 'sandbox-declined' ? 'declined' : 'succeeded'),
    lookup: async (order) => charges.get(order.id) ?? 'absent',
    void: async (order) => remember(order.id, 'declined'),
    refund: async () => 'refunded',
    readWebhook: async () => null,
  };
}
