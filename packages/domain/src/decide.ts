import type { Command, Outcome, SeatedCommand } from './command.ts';
import { decideBest } from './decide-best.ts';
import { decideExtend } from './decide-extend.ts';
import { decideHold, decideRelease } from './decide-hold.ts';
import {
  decideRecordRefund,
  decideRefund,
  decideReturn,
  decideSettlePayment,
  decideStartPayment,
} from './decide-payment.ts';
import { decideBlock, decideExpire, decideUnblock } from './decide-system.ts';
import { Draft, type Loaded, type Writes } from './draft.ts';
import type { Sale } from './show.ts';

export interface Decision {
  /** One answer per command, in their order. */
  readonly outcomes: readonly Outcome[];
  readonly writes: Writes;
  /**
   * Whether a buyer's tally stood in the way of any command. Where not, larger tallies would have been good enough
   * and the true ones would have led to the same decision.
   */
  readonly stoodByTally: boolean;
}

/**
 * Decides a batch: each command sees what those before it did [S4]. Pure and without a clock; the store
 * calls it between load and save, under the locks of every section that the commands' seats lie in.
 * Throws {@link InvariantBroken} when something needed was not loaded or a rule would be broken.
 */
export function decide(sale: Sale, commands: readonly SeatedCommand[], loaded: Loaded): Decision {
  const draft = new Draft(sale, loaded);
  const outcomes = commands.map(({ command }) => decideOne(draft, command));
  return { outcomes, writes: draft.writes(), stoodByTally: draft.stoodByTally };
}

function decideOne(draft: Draft, command: Command): Outcome {
  switch (command.kind) {
    case 'hold':
      return decideHold(draft, command);
    case 'best':
      return decideBest(draft, command);
    case 'release':
      return decideRelease(draft, command);
    case 'extend':
      return decideExtend(draft, command);
    case 'startPayment':
      return decideStartPayment(draft, command);
    case 'settlePayment':
      return decideSettlePayment(draft, command);
    case 'refund':
      return decideRefund(draft, command);
    case 'return':
      return decideReturn(draft, command);
    case 'recordRefund':
      return decideRecordRefund(draft, command);
    case 'expire':
      return decideExpire(draft, command);
    case 'block':
      return decideBlock(draft, command);
    case 'unblock':
      return decideUnblock(draft, command);
  }
}
