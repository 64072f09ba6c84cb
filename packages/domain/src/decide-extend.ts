import { type Command, type Outcome, refuse } from './command.ts';
import { ownHold, unfitRefusal } from './decide-hold.ts';
import type { Draft } from './draft.ts';
import { type Hold, isLive } from './hold.ts';
import type { EpochMs } from './ids.ts';
import type { Order } from './order.ts';
import type { Show } from './show.ts';

/** Whether its buyer may extend a hold at that moment [H8]. `newest` is its newest attempt to pay, where it is known. */
export function mayExtend(show: Show, hold: Hold, newest: Order | null, nowMs: EpochMs): boolean {
  if (show.extensionMs === null || hold.extendedByBuyer || !isLive(hold, nowMs)) return false;
  return hold.order === null || (newest !== null && newest.state !== 'pending');
}

/**
 * Moves the deadline of a live hold by the show's extension, once [H8]. What was extended already is answered as it
 * stands, whatever became of it since [H5].
 */
export function decideExtend(draft: Draft, command: Extract<Command, { kind: 'extend' }>): Outcome {
  const hold = ownHold(draft, command.hold, command.buyer);
  if (hold === undefined) return refuse('HOLD_NOT_FOUND');
  if (hold.extendedByBuyer) return { ok: true, hold, order: null };
  const { extensionMs } = draft.sale.show;
  if (extensionMs === null) return refuse('NO_EXTENSION');
  const unfit = unfitRefusal(draft, hold);
  if (unfit !== null) return { ok: false, error: unfit };

  const next: Hold = { ...hold, untilMs: hold.untilMs + extensionMs, extendedByBuyer: true };
  draft.moveDeadline(next);
  draft.putHold(next);
  draft.tell(next);
  return { ok: true, hold: next, order: null };
}
