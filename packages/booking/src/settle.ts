import { type ChargeState, type Order, type Outcome, type PaymentProvider, refuse } from '@onsale/domain';
import type { Submit } from './submit.ts';

/**
 * Carries an order as far as the provider's word allows: pending → paid, declined or refund due → refunded.
 * Repeats safely at every step, so that whoever finds an order half done may go on with it [P1].
 */
export async function settle(
  submit: Submit,
  payments: PaymentProvider,
  order: Order,
  charge: ChargeState,
): Promise<Outcome> {
  if (charge !== 'succeeded' && charge !== 'declined') return { ok: true, hold: null, order };
  const settled = await submit(order.hold, {
    kind: 'settlePayment',
    order: order.id,
    hold: order.hold,
    buyer: order.buyer,
    outcome: charge,
  });
  if (!settled.ok || settled.order?.state !== 'refund_due') return settled;
  return repay(submit, payments, settled.order);
}

/** Gives back money that is due and records it; while the provider is silent it stays due. */
export async function repay(submit: Submit, payments: PaymentProvider, order: Order): Promise<Outcome> {
  const answer = await payments.refund(order);
  if (answer !== 'refunded') return { ok: true, hold: null, order };
  return submit(order.hold, { kind: 'recordRefund', order: order.id, hold: order.hold });
}

/**
 * Asks the provider how a payment stands and carries its order on. A payment that was declined is asked for
 * too: should it have succeeded after all, its money is due back [P1].
 */
export async function settleAnew(submit: Submit, payments: PaymentProvider, order: Order): Promise<Outcome> {
  if (order.state === 'refund_due') return repay(submit, payments, order);
  if (order.state === 'paid' || order.state === 'refunded') return { ok: true, hold: null, order };
  const charge = await payments.lookup(order);
  return charge === 'unknown' ? refuse('UNAVAILABLE') : settle(submit, payments, order, charge);
}
