import type { ChargeState, OrderId, PaymentProvider } from '@onsale/domain';

/** Charges remembered at most; older ones are forgotten first. */
const rememberedMax = 10_000;

/**
 * A provider that moves no money: `sandbox-declined` declines, any other method succeeds. A charge that
 * this process does not remember was never made, so that an order left open by a crash is declined.
 */
export function createSandboxPayments(): PaymentProvider {
  const charges = new Map<OrderId, ChargeState>();
  return {
    async start(order, method) {
      const known = charges.get(order.id);
      if (known !== undefined) return known;
      const oldest = charges.keys().next();
      if (charges.size >= rememberedMax && !oldest.done) charges.delete(oldest.value);
      const state = method === 'sandbox-declined' ? 'declined' : 'succeeded';
      charges.set(order.id, state);
      return state;
    },
    lookup: async (order) => charges.get(order.id) ?? 'declined',
    refund: async () => 'refunded',
  };
}
