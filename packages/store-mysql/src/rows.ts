import type { Choice, Contact, Hold, HoldState, Order, OrderState } from '@onsale/domain';
import type { RowDataPacket } from 'mysql2/promise';

/** The columns of `holds`, as they are selected and inserted. */
export const holdColumns =
  'id, show_id, buyer, requested, seats, seat_count, amount, created_at_ms, until_ms, ended_at_ms, state, extended, extended_by_buyer, order_id, choice';

/** The columns of `orders`, as they are selected and inserted. */
export const orderColumns =
  'id, hold_id, show_id, buyer, seats, amount, currency, state, created_at_ms, contact_name, contact_email';

export function holdOf(row: RowDataPacket): Hold {
  return {
    id: row.id as string,
    show: row.show_id as string,
    buyer: row.buyer as string,
    requested: JSON.parse(row.requested as string) as number[],
    seats: JSON.parse(row.seats as string) as number[],
    amount: row.amount as number,
    createdAtMs: row.created_at_ms as number,
    untilMs: row.until_ms as number,
    endedAtMs: row.ended_at_ms as number | null,
    state: row.state as HoldState,
    extended: row.extended === 1,
    extendedByBuyer: row.extended_by_buyer === 1,
    order: row.order_id as string | null,
    choice: row.choice === null ? null : (JSON.parse(row.choice as string) as Choice),
  };
}

export function holdValuesOf(hold: Hold): unknown[] {
  return [
    hold.id,
    hold.show,
    hold.buyer,
    JSON.stringify(hold.requested),
    JSON.stringify(hold.seats),
    hold.seats.length,
    hold.amount,
    hold.createdAtMs,
    hold.untilMs,
    hold.endedAtMs,
    hold.state,
    hold.extended ? 1 : 0,
    hold.extendedByBuyer ? 1 : 0,
    hold.order,
    hold.choice === null ? null : JSON.stringify(hold.choice),
  ];
}

export function orderOf(row: RowDataPacket): Order {
  return {
    id: row.id as string,
    hold: row.hold_id as string,
    show: row.show_id as string,
    buyer: row.buyer as string,
    seats: JSON.parse(row.seats as string) as number[],
    amount: row.amount as number,
    currency: row.currency as string,
    state: row.state as OrderState,
    createdAtMs: row.created_at_ms as number,
    contact: contactOf(row.contact_name as string | null, row.contact_email as string | null),
  };
}

function contactOf(name: string | null, email: string | null): Contact | null {
  return name === null || email === null ? null : { name, email };
}

export function orderValuesOf(order: Order): unknown[] {
  return [
    order.id,
    order.hold,
    order.show,
    order.buyer,
    JSON.stringify(order.seats),
    order.amount,
    order.currency,
    order.state,
    order.createdAtMs,
    order.contact?.name ?? null,
    order.contact?.email ?? null,
  ];
}
