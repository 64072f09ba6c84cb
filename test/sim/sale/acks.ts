import { type Ack, errorOf, type HoldBody, holdBodyOf, type OrderBody, orderBodyOf } from '@onsale/contracts';
import { type Outcome, type Refusal, StoreUnavailable } from '@onsale/domain';
import type { SaleProcess } from './process.ts';

type Refused = Extract<Ack<object>, { readonly ok: false }>;

export function refusalAck(refusal: Refusal): Refused {
  const { code, message, details } = errorOf(refusal);
  return { ok: false, error: details === undefined ? { code, message } : { code, message, details } };
}

/** The ack of a command that answers a hold. */
export function holdAck({ running }: SaleProcess, outcome: Outcome): Ack<{ readonly hold: HoldBody }> {
  if (!outcome.ok) return refusalAck(outcome.error);
  if (outcome.hold === null) return refusalAck({ code: 'INTERNAL' });
  const nowMs = running.room.clock.estimateMs() ?? Date.now();
  return { ok: true, hold: holdBodyOf(outcome.hold, null, nowMs) };
}

/** The ack of a payment. */
export function orderAck(
  process: SaleProcess,
  outcome: Outcome,
): Ack<{ readonly order: OrderBody; readonly hold: HoldBody }> {
  const held = holdAck(process, outcome);
  if (!held.ok) return held;
  if (!outcome.ok || outcome.order === null) return refusalAck({ code: 'INTERNAL' });
  const nowMs = process.running.room.clock.estimateMs() ?? Date.now();
  return { ...held, order: orderBodyOf(outcome.order, null, nowMs) };
}

/** A handler's answer; what it throws because the database is away is one too. */
export async function answering<A extends object>(work: () => Promise<Ack<A>>): Promise<Ack<A>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreUnavailable) return refusalAck({ code: 'UNAVAILABLE' });
    throw error;
  }
}
