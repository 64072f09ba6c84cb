import type { Accepted, Outcome } from '../command.ts';
import type { Refusal } from '../errors.ts';
import type { Hold } from '../hold.ts';
import type { Order } from '../order.ts';

/** The answer, which must be an acceptance. */
function acceptedOf(outcome: Outcome | undefined): Accepted {
  if (outcome?.ok !== true) throw new Error(`not accepted: ${JSON.stringify(outcome)}`);
  return outcome;
}

/** The hold in an answer, which must have one. */
export function heldOf(outcome: Outcome | undefined): Hold {
  const { hold } = acceptedOf(outcome);
  if (hold === null) throw new Error('accepted without a hold');
  return hold;
}

/** The order in an answer, which must have one. */
export function orderedOf(outcome: Outcome | undefined): Order {
  const { order } = acceptedOf(outcome);
  if (order === null) throw new Error('accepted without an order');
  return order;
}

/** The whole refusal, to be compared with what it should be. */
export function refusalOf(outcome: Outcome | undefined): Refusal {
  if (outcome?.ok !== false) throw new Error(`not refused: ${JSON.stringify(outcome)}`);
  return outcome.error;
}
