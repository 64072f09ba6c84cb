import type { Hold } from '../hold.ts';
import type { OrderId, Seat, ShowId } from '../ids.ts';
import type { Order, OrderState } from '../order.ts';
import type { SeatState } from '../seat.ts';

/** Rows of a store, or what a test has read of them. Every order of every hold must be among them. */
export interface LedgerRows {
  readonly orders: readonly Pick<Order, 'id' | 'hold' | 'show' | 'seats' | 'amount' | 'state'>[];
  readonly holds: readonly Pick<Hold, 'id' | 'show' | 'seats' | 'amount' | 'state' | 'order'>[];
  /** Every seat, or at least those that are sold. */
  readonly seats: readonly LedgerSeat[];
}

export interface LedgerSeat {
  readonly show: ShowId;
  readonly seat: Seat;
  readonly state: SeatState;
  readonly hold: string | null;
}

type LedgerOrder = LedgerRows['orders'][number];
type LedgerHold = LedgerRows['holds'][number];

/** The amounts of the orders in each state. Money that came is `paid`, `refund_due` or `refunded` [P1]. */
export function ledgerSums(orders: readonly Pick<Order, 'amount' | 'state'>[]): Record<OrderState, number> {
  const sums = { pending: 0, paid: 0, declined: 0, refund_due: 0, refunded: 0 };
  for (const { state, amount } of orders) sums[state] += amount;
  return sums;
}

/**
 * What is wrong between money and seats, a sentence each, none when all is well: each paid order's seats are
 * sold to its hold, each sold seat has exactly one paid order, no order is paid and given back, and the sums
 * of paid orders and paid holds are the same [P1] [S1].
 */
export function ledgerFaults(rows: LedgerRows): string[] {
  return [...orderFaults(rows), ...holdFaults(rows), ...seatFaults(rows), ...sumFaults(rows)];
}

function orderFaults({ orders, holds, seats }: LedgerRows): string[] {
  const holdsById = new Map(holds.map((hold) => [hold.id, hold]));
  const sold = new Map(seats.filter(isSold).map((seat) => [`${seat.show} ${seat.seat}`, seat.hold]));
  const seen = new Set<OrderId>();
  return orders.flatMap((order) => {
    const faults = seen.has(order.id) ? [`order ${order.id} is there twice, as ${order.state} too`] : [];
    seen.add(order.id);
    const hold = holdsById.get(order.hold);
    if (hold === undefined) return [...faults, `order ${order.id} has no hold ${order.hold}`];
    if (order.state !== 'paid') return [...faults, ...unpaidFaults(order, hold)];
    for (const seat of order.seats) {
      const owner = sold.get(`${order.show} ${seat}`) ?? null;
      if (owner !== order.hold)
        faults.push(`order ${order.id} is paid and its seat ${seat} is not sold to it`);
    }
    return [...faults, ...paidFaults(order, hold)];
  });
}

function paidFaults(order: LedgerOrder, hold: LedgerHold): string[] {
  const same = hold.state === 'paid' && hold.order === order.id && hold.show === order.show;
  const agree = hold.amount === order.amount && `${hold.seats}` === `${order.seats}`;
  return same && agree
    ? []
    : [`order ${order.id} is paid and its hold ${hold.id} is ${hold.state} otherwise`];
}

/** An order that was given back, or never paid, may have seats through another attempt only. */
function unpaidFaults(order: LedgerOrder, hold: LedgerHold): string[] {
  const has = hold.state === 'paid' && hold.order === order.id;
  return has ? [`order ${order.id} is ${order.state} and its hold ${hold.id} is paid by it`] : [];
}

function holdFaults({ orders, holds }: LedgerRows): string[] {
  return holds.flatMap((hold) => {
    const paid = orders.filter((order) => order.hold === hold.id && order.state === 'paid').length;
    const expected = hold.state === 'paid' ? 1 : 0;
    return paid === expected ? [] : [`hold ${hold.id} is ${hold.state} and has ${paid} paid orders`];
  });
}

function seatFaults({ orders, seats }: LedgerRows): string[] {
  const paid = orders.filter(({ state }) => state === 'paid');
  return seats.filter(isSold).flatMap(({ show, seat, hold }) => {
    const own = paid.filter((order) => order.show === show && order.seats.includes(seat));
    if (own.length !== 1) return [`seat ${seat} of ${show} is sold and has ${own.length} paid orders`];
    return own[0]?.hold === hold ? [] : [`seat ${seat} of ${show} is sold to another hold than its order’s`];
  });
}

function sumFaults({ orders, holds }: LedgerRows): string[] {
  const { paid } = ledgerSums(orders);
  const owned = holds.reduce((sum, { state, amount }) => sum + (state === 'paid' ? amount : 0), 0);
  return paid === owned ? [] : [`paid orders come to ${paid}, and paid holds to ${owned}`];
}

function isSold({ state }: LedgerSeat): boolean {
  return state === 'sold';
}
