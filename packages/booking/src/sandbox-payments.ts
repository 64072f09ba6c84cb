import type { ChargeState, OrderId, PaymentProvider } from '@onsale/domain';

/** Charges remembered at most; older ones are forgotten first. */
const rememberedMax = 10_000;

/** How a charge begins by each method; any other succeeds at once. */
const beginnings: Readonly<Record<string, ChargeState>> = {
  'sandbox-declined': 'declined',
  'sandbox-late-success': 'pending',
};

/**
 * A provider within the process that moves no money. `sandbox-declined` declines; `sandbox-late-success` is
 * pending until it is looked up; any other method succeeds. What this process does not remember was never
 * charged: voiding it keeps it from beginning, and of its money nothing is left to give back.
 */
export function createSandboxPayments(): PaymentProvider {
  const charges = new Map<OrderId, ChargeState>();

  function put(id: OrderId, state: ChargeState): ChargeState {
    const oldest = charges.keys().next();
    if (!charges.has(id) && charges.size >= rememberedMax && !oldest.done) charges.delete(oldest.value);
    charges.set(id, state);
    return state;
  }

  return {
    start: async ({ id }, method) => charges.get(id) ?? put(id, beginnings[method] ?? 'succeeded'),
    async lookup({ id }) {
      const charge = charges.get(id) ?? 'absent';
      return charge === 'pending' ? put(id, 'succeeded') : charge;
    },
    async void({ id }) {
      const charge = charges.get(id);
      return charge === undefined || charge === 'pending' ? put(id, 'declined') : charge;
    },
    refund: async ({ id }) => ((charges.get(id) ?? 'succeeded') === 'succeeded' ? 'refunded' : 'unknown'),
    readWebhook: async () => null,
  };
}
