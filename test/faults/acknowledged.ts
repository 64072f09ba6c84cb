import type { Call } from './history.ts';
import type { HoldRow, OrderRow, Reading } from './rows.ts';

/** What buyers were told is theirs must be there, whatever died meanwhile. */
export function lostAcknowledgements(calls: readonly Call[], reading: Reading): string[] {
  const holds = new Map<string, HoldRow>();
  const orders = new Map<string, OrderRow>();
  for (const show of reading.shows) {
    for (const row of show.holds) holds.set(row.id, row);
    for (const row of show.orders) orders.set(row.id, row);
  }
  const lost = new Set<string>();
  for (const { asked, outcome, buyer } of calls) {
    if (outcome.kind !== 'ok') continue;
    const row = holds.get(asked.hold);
    if (row === undefined || row.buyer !== buyer)
      lost.add(`[L1] hold ${asked.hold} was answered and is not there`);
    if (outcome.order !== null && outcome.order.state === 'paid') {
      const order = orders.get(outcome.order.id);
      if (order?.state !== 'paid')
        lost.add(`[P1] order ${outcome.order.id} was answered as paid and is ${order?.state}`);
    }
    if (
      asked.kind === 'release' &&
      row?.state === 'active' &&
      asked.seats.some((seat) => row.seats.includes(seat))
    )
      lost.add(`[L1] seats of hold ${asked.hold} were given back and are still in it`);
  }
  return [...lost];
}
