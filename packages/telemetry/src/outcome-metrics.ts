import type { BatchReport } from '@onsale/booking';
import type { Committed, Hold, Notice, Outcome, SeatedCommand } from '@onsale/domain';
import { Counter, type Registry } from '@onsale/runtime';

const holdOutcomes = ['made', 'released', 'expired', 'paid', 'refunded'] as const;
const orderOutcomes = ['started', 'paid', 'declined', 'refund_due', 'refunded'] as const;

type HoldOutcome = (typeof holdOutcomes)[number];
type OrderOutcome = (typeof orderOutcomes)[number];

/**
 * What became of holds and orders in the batches that this process committed, so that the sum over all processes is
 * the sale's. A repeat of a hold or of a payment's start counts nothing; a payment's failure that two processes record
 * at the same time counts twice.
 */
export function createOutcomeMeter(registry: Registry): (report: BatchReport) => void {
  const holds = counter('onsale_holds_total', 'Holds made, and how they ended.', registry);
  const orders = counter('onsale_orders_total', 'Payments started, and how they ended.', registry);
  for (const outcome of holdOutcomes) holds.inc({ outcome }, 0);
  for (const outcome of orderOutcomes) orders.inc({ outcome }, 0);

  function count(command: SeatedCommand['command'], outcome: Outcome, nowMs: number): void {
    if (!outcome.ok) return;
    const makesHold = command.kind === 'hold' || command.kind === 'best';
    if (makesHold && isMadeAt(outcome.hold, nowMs)) holds.inc({ outcome: 'made' });
    const order = orderOutcomeOf(command, outcome, nowMs);
    if (order !== null) orders.inc({ outcome: order });
  }

  return ({ batch, result }) => {
    if (result.kind === 'failed') return;
    const { outcomes, nowMs } = result.committed;
    for (const [index, { command }] of batch.commands.entries()) {
      const outcome = outcomes[index];
      if (outcome !== undefined) count(command, outcome, nowMs);
    }
    for (const { state } of noticesOf(result.committed)) {
      if (state === 'active') continue;
      holds.inc({ outcome: state satisfies HoldOutcome });
      if (state === 'paid') orders.inc({ outcome: 'paid' });
    }
  };
}

function counter(name: string, help: string, registry: Registry): Counter<'outcome'> {
  return new Counter({ name, help, labelNames: ['outcome'], registers: [registry] });
}

/** A repeat's answer is the hold as it was made before, at another moment of the database's clock. */
function isMadeAt(hold: Hold | null, nowMs: number): boolean {
  return hold !== null && hold.createdAtMs === nowMs;
}

/** Success is told by the hold's notice; the other ends of a payment have none. */
function orderOutcomeOf(
  command: SeatedCommand['command'],
  { order }: Extract<Outcome, { ok: true }>,
  nowMs: number,
): OrderOutcome | null {
  if (order === null) return null;
  if (command.kind === 'startPayment') return order.createdAtMs === nowMs ? 'started' : null;
  if (command.kind === 'recordRefund') return order.state === 'refunded' ? 'refunded' : null;
  if (!['settlePayment', 'refund', 'return'].includes(command.kind)) return null;
  return order.state === 'declined' || order.state === 'refund_due' ? order.state : null;
}

/** A hold's notice stands in one of its sections' entries, once. */
function noticesOf({ entries }: Committed): readonly Notice[] {
  return entries.flatMap(({ notices }) => notices);
}
