import { readStoredLayout } from '@onsale/contracts';
import {
  type EpochMs,
  type Hold,
  isLive,
  type LogEntry,
  type Order,
  type SaleStore,
  type SectionSnapshot,
  type Show,
} from '@onsale/domain';
import { replay } from '@onsale/domain/testing';

/** A show as the database has it: version and one digit for each seat, by section. */
export type Truth = Record<string, { version: number; states: string }>;

export async function truthOf(store: SaleStore, show: string): Promise<Truth> {
  const { plan } = await planOf(store, show);
  const sections = await Promise.all(
    plan.sections.map(async ({ id }, section) => {
      const { version, states } = await snapshotOf(store, show, section);
      return [id, { version, states: states.join('') }] as const;
    }),
  );
  return Object.fromEntries(sections);
}

/** What a show's data break of the rules, in one sentence each; none when all is well. */
export async function faultsOf(store: SaleStore, showId: string): Promise<string[]> {
  const { plan, show } = await planOf(store, showId);
  const faults: string[] = [];
  const holds = new Map<string, Hold>();
  const states: number[] = [];
  for (const [section, range] of plan.sections.entries()) {
    const snapshot = await snapshotOf(store, showId, section);
    const entries = await wholeLog(store, showId, section);
    const empty = emptySnapshot(snapshot);
    const replayed = replay(empty, range.first, entries);
    if (replayed.version !== snapshot.version)
      faults.push(`[S3] ${range.id}: the log ends at ${replayed.version}`);
    if (`${replayed.states}` !== `${snapshot.states}`)
      faults.push(`[L2] ${range.id}: the log makes other states`);
    states.push(...snapshot.states);
    for (const id of new Set(entries.flatMap(({ notices }) => notices.map(({ hold }) => hold)))) {
      const hold = await store.hold(id);
      if (hold === null) faults.push(`[L1] the log tells of hold ${id}, which does not exist`);
      else holds.set(id, hold);
    }
  }
  const orders = await ordersOf(store, holds);
  const nowMs = await store.nowMs();
  return [
    ...faults,
    ...seatFaults(states, holds, nowMs),
    ...capFaults(show, holds),
    ...orderFaults(holds, orders),
  ];
}

/**
 * [S1] Every held or sold seat has exactly one hold, and every hold has its seats. One past its deadline that nobody has
 * written down yet keeps those that no other has taken [H2].
 */
function seatFaults(states: readonly number[], holds: ReadonlyMap<string, Hold>, nowMs: EpochMs): string[] {
  const faults: string[] = [];
  const owned = new Map<number, { digit: number; hold: string }>();
  const overdue: Hold[] = [];
  for (const hold of holds.values()) {
    const { id, state, seats } = hold;
    if (state !== 'active' && state !== 'paid') {
      if (seats.length > 0) faults.push(`[S2] hold ${id} is ${state} and has seats`);
    } else if (state === 'active' && !isLive(hold, nowMs)) overdue.push(hold);
    else
      for (const seat of seats) {
        const other = owned.get(seat);
        if (other !== undefined) faults.push(`[S1] seat ${seat} belongs to ${other.hold} and to ${id}`);
        owned.set(seat, { digit: state === 'active' ? 1 : 2, hold: id });
      }
  }
  for (const { id, seats } of overdue)
    for (const seat of seats) if (!owned.has(seat)) owned.set(seat, { digit: 1, hold: id });
  for (const [seat, digit] of states.entries()) {
    const expected = owned.get(seat)?.digit ?? 0;
    if (digit !== expected) faults.push(`[S1] seat ${seat} is ${digit}, its holds say ${expected}`);
  }
  return faults;
}

/** [H4] */
function capFaults(show: Show, holds: ReadonlyMap<string, Hold>): string[] {
  const seats = new Map<string, number>();
  for (const { buyer, seats: held } of holds.values())
    seats.set(buyer, (seats.get(buyer) ?? 0) + held.length);
  return [...seats]
    .filter(([, count]) => count > show.cap)
    .map(([buyer, count]) => `[H4] buyer ${buyer} has ${count} seats`);
}

/** [P1] A paid hold has a paid order of the same seats, and no other hold has one. */
function orderFaults(holds: ReadonlyMap<string, Hold>, orders: ReadonlyMap<string, Order>): string[] {
  const faults: string[] = [];
  for (const hold of holds.values()) {
    const order = hold.order === null ? undefined : orders.get(hold.order);
    const isPaid = order?.state === 'paid';
    if (isPaid !== (hold.state === 'paid'))
      faults.push(`[P1] hold ${hold.id} is ${hold.state}, its order ${order?.state}`);
    if (isPaid && `${order?.seats}` !== `${hold.seats}`)
      faults.push(`[P2] order ${order?.id} has other seats`);
  }
  return faults;
}

async function ordersOf(store: SaleStore, holds: ReadonlyMap<string, Hold>): Promise<Map<string, Order>> {
  const orders = new Map<string, Order>();
  for (const { order: id } of holds.values()) {
    const order = id === null ? null : await store.order(id);
    if (order !== null) orders.set(order.id, order);
  }
  return orders;
}

async function wholeLog(store: SaleStore, show: string, section: number): Promise<readonly LogEntry[]> {
  const changes = await store.changes({ show, section }, 0, 1_000_000);
  if (changes.kind === 'trimmed') throw new Error(`the log of ${show}/${section} was trimmed`);
  return changes.entries;
}

/** The section before its first batch. No seat of these shows is blocked. */
function emptySnapshot({ show, section, states }: SectionSnapshot): SectionSnapshot {
  const { length } = states;
  return {
    show,
    section,
    version: 0,
    states: new Uint8Array(length),
    untilMs: new Float64Array(length),
    owners: new Uint32Array(length),
  };
}

async function snapshotOf(store: SaleStore, show: string, section: number): Promise<SectionSnapshot> {
  const snapshot = await store.snapshot({ show, section });
  if (snapshot === null) throw new Error(`${show} has no section ${section}`);
  return snapshot;
}

async function planOf(store: SaleStore, id: string) {
  const show = (await store.shows()).find((candidate) => candidate.id === id);
  if (show === undefined) throw new Error(`there is no show ${id}`);
  return { show, plan: readStoredLayout((await store.layout(show.layoutHash)) ?? '').plan };
}
