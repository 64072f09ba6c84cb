import type { Choice, Hold, HoldState, Order, OrderState } from '@onsale/domain';

/** A row of `holds` as SQLite gives it. */
export interface HoldRow {
  readonly id: string;
  readonly show_id: string;
  readonly buyer: string;
  readonly requested: string;
  readonly seats: string;
  readonly seat_count: number;
  readonly amount: number;
  readonly created_at_ms: number;
  readonly until_ms: number;
  readonly ended_at_ms: number | null;
  readonly state: HoldState;
  readonly extended: number;
  readonly extended_by_buyer: number;
  readonly order_id: string | null;
  readonly choice: string | null;
}

/** A row of `orders` as SQLite gives it. */
export interface OrderRow {
  readonly id: string;
  readonly hold_id: string;
  readonly show_id: string;
  readonly buyer: string;
  readonly seats: string;
  readonly amount: number;
  readonly currency: string;
  readonly state: OrderState;
  readonly created_at_ms: number;
  readonly contact_name: string | null;
  readonly contact_email: string | null;
}

export function holdOf(row: HoldRow): Hold {
  return {
    id: row.id,
    show: row.show_id,
    buyer: row.buyer,
    requested: JSON.parse(row.requested) as number[],
    seats: JSON.parse(row.seats) as number[],
    amount: row.amount,
    createdAtMs: row.created_at_ms,
    untilMs: row.until_ms,
    endedAtMs: row.ended_at_ms,
    state: row.state,
    extended: row.extended === 1,
    extendedByBuyer: row.extended_by_buyer === 1,
    order: row.order_id,
    choice: row.choice === null ? null : (JSON.parse(row.choice) as Choice),
  };
}

export function holdRowOf(hold: Hold): HoldRow {
  return {
    id: hold.id,
    show_id: hold.show,
    buyer: hold.buyer,
    requested: JSON.stringify(hold.requested),
    seats: JSON.stringify(hold.seats),
    seat_count: hold.seats.length,
    amount: hold.amount,
    created_at_ms: hold.createdAtMs,
    until_ms: hold.untilMs,
    ended_at_ms: hold.endedAtMs,
    state: hold.state,
    extended: hold.extended ? 1 : 0,
    extended_by_buyer: hold.extendedByBuyer ? 1 : 0,
    order_id: hold.order,
    choice: hold.choice === null ? null : JSON.stringify(hold.choice),
  };
}

export function orderOf(row: OrderRow): Order {
  return {
    id: row.id,
    hold: row.hold_id,
    show: row.show_id,
    buyer: row.buyer,
    seats: JSON.parse(row.seats) as number[],
    amount: row.amount,
    currency: row.currency,
    state: row.state,
    createdAtMs: row.created_at_ms,
    contact:
      row.contact_name === null || row.contact_email === null
        ? null
        : { name: row.contact_name, email: row.contact_email },
  };
}

export function orderRowOf(order: Order): OrderRow {
  return {
    id: order.id,
    hold_id: order.hold,
    show_id: order.show,
    buyer: order.buyer,
    seats: JSON.stringify(order.seats),
    amount: order.amount,
    currency: order.currency,
    state: order.state,
    created_at_ms: order.createdAtMs,
    contact_name: order.contact?.name ?? null,
    contact_email: order.contact?.email ?? null,
  };
}
