import { amountOf, ownerMark, seatCodes } from '@onsale/domain';
import type { Replay } from './log-replay.ts';
import type { HoldRow, OrderRow, SeatRow, ShowRows } from './rows.ts';

/** Faults told of one invariant at most; more of the same say nothing new. */
const faultsToldMax = 5;

/**
 * What must agree in the rows of a show at every moment, whatever has happened. Each fault begins with the rule that it
 * breaks.
 */
export function invariantFaults(rows: ShowRows, replay: Replay): string[] {
  const index = indexOf(rows);
  const checks = [
    () => replay.faults,
    () => logFaults(rows),
    () => replayFaults(rows, replay),
    () => rows.seats.flatMap((seat) => seatFaults(seat, index)),
    () => rows.holds.flatMap((hold) => holdFaults(hold, rows, index)),
    () => rows.orders.flatMap((order) => orderFaults(order, index)),
    () => capFaults(rows),
    () => noticeFaults(rows),
  ];
  return checks.flatMap((check) => {
    const faults = check();
    const left = faults.length - faultsToldMax;
    const told = faults.slice(0, faultsToldMax).map((fault) => `${rows.show.id}: ${fault}`);
    return left > 0 ? [...told, `${rows.show.id}: and ${left} more of that kind`] : told;
  });
}

interface Index {
  readonly seats: ReadonlyMap<number, SeatRow>;
  readonly holds: ReadonlyMap<string, HoldRow>;
  readonly ordersOf: ReadonlyMap<string, readonly OrderRow[]>;
}

function indexOf({ seats, holds, orders }: ShowRows): Index {
  const ordersOf = new Map<string, OrderRow[]>();
  for (const order of orders) ordersOf.set(order.hold, [...(ordersOf.get(order.hold) ?? []), order]);
  return {
    seats: new Map(seats.map((row) => [row.seat, row])),
    holds: new Map(holds.map((row) => [row.id, row])),
    ordersOf,
  };
}

/** The head is the newest entry, and none is missing after what was trimmed. */
function logFaults({ sections, log }: ShowRows): string[] {
  return sections.flatMap(({ section, version, trimmedTo }) => {
    const versions = log.filter((entry) => entry.section === section).map((entry) => entry.version);
    const expected = Array.from({ length: version - trimmedTo }, (_, index) => trimmedTo + index + 1);
    const isRight =
      versions.length === expected.length && versions.every((each, at) => each === expected[at]);
    return isRight
      ? []
      : [`[L1] section ${section} is at ${version}, its log from ${versions[0]} to ${versions.at(-1)}`];
  });
}

/** The log, replayed from the import on, gives the table of seats. */
function replayFaults({ seats }: ShowRows, replay: Replay): string[] {
  return seats.flatMap(({ seat, state, hold, untilMs }) => {
    const told = replay.seats[seat];
    const owner = hold === null ? 0 : ownerMark(hold);
    if (told?.state === state && told.untilMs === untilMs && told.owner === owner) return [];
    return [`[L2] seat ${seat} is ${state} until ${untilMs} of ${owner}, by its log ${JSON.stringify(told)}`];
  });
}

function seatFaults(row: SeatRow, index: Index): string[] {
  const hold = row.hold === null ? undefined : index.holds.get(row.hold);
  if (row.state === seatCodes.available || row.state === seatCodes.blocked)
    return row.hold === null && row.untilMs === 0 ? [] : [`[S1] seat ${row.seat} is free and names a hold`];
  if (hold === undefined) return [`[S1] seat ${row.seat} belongs to a hold that does not exist`];
  if (!hold.seats.includes(row.seat))
    return [`[S1] seat ${row.seat} belongs to a hold that does not have it`];
  if (row.state === seatCodes.held) {
    if (hold.state !== 'active') return [`[S1] seat ${row.seat} is held by a hold that is ${hold.state}`];
    return hold.untilMs === row.untilMs ? [] : [`[H2] seat ${row.seat} and its hold end at different times`];
  }
  if (hold.state !== 'paid') return [`[P1] seat ${row.seat} is sold to a hold that is ${hold.state}`];
  const paid = (index.ordersOf.get(hold.id) ?? []).filter(({ state }) => state === 'paid');
  return paid.length === 1 && paid[0]?.seats.includes(row.seat)
    ? []
    : [`[P1] seat ${row.seat} is sold with ${paid.length} paid orders`];
}

function holdFaults(hold: HoldRow, { show, nowMs }: ShowRows, { seats }: Index): string[] {
  const faults: string[] = [];
  const name = `hold ${hold.id} (${hold.state})`;
  const isBound = hold.state === 'paid' || (hold.state === 'active' && hold.untilMs > nowMs);
  if (isBound) {
    const code = hold.state === 'paid' ? seatCodes.sold : seatCodes.held;
    const lost = hold.seats.filter((seat) => {
      const row = seats.get(seat);
      return row?.hold !== hold.id || row.state !== code;
    });
    if (lost.length > 0) faults.push(`[H1] ${name} lacks the seats ${lost}`);
    if (hold.seats.length === 0) faults.push(`[H1] ${name} has no seats`);
  } else if (hold.state !== 'active' && hold.seats.length > 0) faults.push(`[S1] ${name} still has seats`);
  if (hold.seats.some((seat) => !hold.requested.includes(seat)))
    faults.push(`[H1] ${name} has others' seats`);
  if (hold.seatCount !== hold.seats.length) faults.push(`[H4] ${name} counts ${hold.seatCount} seats`);
  if (hold.amount !== amountOf(show.sale, hold.seats)) faults.push(`[P2] ${name} costs ${hold.amount}`);
  return faults;
}

function orderFaults(order: OrderRow, { holds, ordersOf }: Index): string[] {
  const hold = holds.get(order.hold);
  const name = `order ${order.id} (${order.state})`;
  if (hold === undefined) return [`[P1] ${name} is of no hold`];
  if (hold.buyer !== order.buyer) return [`[P1] ${name} is another buyer's than its hold`];
  if (order.state !== 'paid') return [];
  if (hold.state !== 'paid' || hold.order !== order.id)
    return [`[P1] ${name} is of a hold that is ${hold.state}`];
  const same = (ordersOf.get(order.hold) ?? []).filter(({ state }) => state === 'paid');
  if (same.length !== 1) return [`[P1] hold ${hold.id} has ${same.length} paid orders`];
  return order.seats.join() === hold.seats.join() && order.amount === hold.amount
    ? []
    : [`[P2] ${name} is of other seats or another amount than its hold`];
}

function capFaults({ show, holds, nowMs }: ShowRows): string[] {
  const claimed = new Map<string, number>();
  for (const hold of holds) {
    const counts = hold.state === 'paid' || (hold.state === 'active' && hold.untilMs > nowMs);
    if (counts) claimed.set(hold.buyer, (claimed.get(hold.buyer) ?? 0) + hold.seats.length);
  }
  const { cap } = show.sale.show;
  return [...claimed]
    .filter(([, seats]) => seats > cap)
    .map(([buyer, seats]) => `[H4] buyer ${buyer} has ${seats} seats of ${cap}`);
}

/** However many sweepers there are, a hold ends once. */
function noticeFaults({ log }: ShowRows): string[] {
  const ended = new Map<string, number>();
  for (const { notices } of log)
    for (const { hold, state } of notices)
      if (state === 'expired' || state === 'paid') {
        const key = `${hold} ${state}`;
        ended.set(key, (ended.get(key) ?? 0) + 1);
      }
  return [...ended]
    .filter(([, times]) => times > 1)
    .map(([key, times]) => `[H5] hold ${key} told ${times} times`);
}
