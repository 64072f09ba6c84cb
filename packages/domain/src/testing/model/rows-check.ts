import type { Command } from '../../command.ts';
import type { Hold } from '../../hold.ts';
import type { Seat, ShowId } from '../../ids.ts';
import type { SeatRecord, SeatState } from '../../seat.ts';
import type { MemoryStore } from '../memory-store.ts';
import { world } from './history.ts';
import { RuleBroken, same } from './rule-broken.ts';
import type { SaleModel } from './sale-model.ts';
import { holdIds, orderIds, sectionOfSeat } from './script.ts';
import { swept, sweptSeat } from './swept.ts';

/** The rows of every show against the model, and against the rules by themselves. */
export function checkRows(model: SaleModel, store: MemoryStore): void {
  const holds = holdIds.flatMap((id) => store.holdNow(id) ?? []).map((hold) => swept(hold, model.nowMs));
  checkHolds(model, holds);
  checkOrders(model, store);
  for (const show of world.shows) {
    checkSeats(model, store, show, holds);
    checkClaims(model, store, show);
  }
}

function checkHolds(model: SaleModel, holds: readonly Hold[]): void {
  if (holds.length !== model.holds.size) throw new RuleBroken('H5', 'holds are missing or made up', holds);
  for (const hold of holds) {
    const expected = model.holds.get(hold.id);
    if (!same(hold, expected)) throw new RuleBroken('H1', 'a hold is not the model’s', { hold, expected });
  }
}

/** Each seat has the one holder that the holds say, and the one that the model says. */
function checkSeats(model: SaleModel, store: MemoryStore, show: ShowId, holds: readonly Hold[]): void {
  for (const [seat, owner] of (model.owners.get(show) ?? []).entries()) {
    const record = sweptSeat(store.seatNow(show, seat), model.nowMs);
    const holders = holds.filter((hold) => hold.show === show && hold.seats.includes(seat));
    const expected = recordOf(holders, owner);
    if (holders.length > 1) throw new RuleBroken('S1', `seat ${seat} has several holders`, holders);
    if (!same(record, expected))
      throw new RuleBroken('S1', `seat ${seat} is not the model’s`, { record, expected });
    const holder = 'hold' in record ? record.hold : undefined;
    if (holder !== holders[0]?.id)
      throw new RuleBroken('S1', `seat ${seat} and its hold disagree`, { record, holders });
  }
}

function recordOf(holders: readonly Hold[], owner: string | null): SeatRecord {
  if (owner === null) return { state: 'available' };
  if (owner === 'blocked') return { state: 'blocked' };
  const hold = holders.find(({ id }) => id === owner);
  return hold?.state === 'paid'
    ? { state: 'sold', hold: owner }
    : { state: 'held', hold: owner, untilMs: hold?.untilMs ?? Number.NaN };
}

function checkClaims(model: SaleModel, store: MemoryStore, show: ShowId): void {
  for (const buyer of world.buyers) {
    const claimed = store.claimedNow(show, buyer, model.nowMs);
    if (claimed > world.cap || claimed !== model.claimed(show, buyer))
      throw new RuleBroken('H4', `${buyer} has ${claimed} seats`, { model: model.claimed(show, buyer) });
  }
}

function checkOrders(model: SaleModel, store: MemoryStore): void {
  const paidHolds = new Set<string>();
  for (const id of orderIds) {
    const order = store.orderNow(id);
    const expected = model.orders.get(id) ?? null;
    if (!same(order, expected))
      throw new RuleBroken('P2', 'an order is not the model’s', { order, expected });
    if (order === null) continue;
    const settled = ['paid', 'refund_due', 'refunded'].includes(order.state);
    if (settled !== model.succeeded.has(id)) throw new RuleBroken('P1', 'money is unaccounted for', order);
    if (order.state !== 'paid') continue;
    if (paidHolds.has(order.hold)) throw new RuleBroken('P1', 'a hold is paid twice', order);
    paidHolds.add(order.hold);
    const sold = sectionOfSeat.flatMap((_, seat) => {
      const record = store.seatNow(order.show, seat);
      return record.state === 'sold' && record.hold === order.hold ? [seat] : [];
    });
    if (!same(sold, order.seats))
      throw new RuleBroken('P1', 'an order is paid without its seats', { order, sold });
  }
}

/** The states of a show's seats, overdue ones as available. */
export function seatStates(model: SaleModel, store: MemoryStore, show: ShowId): SeatState[] {
  return sectionOfSeat.map((_, seat: Seat) => sweptSeat(store.seatNow(show, seat), model.nowMs).state);
}

/** The steps that each kind of command may take, overdue seats counting as available [S2]. */
const movesByKind: Record<Command['kind'], readonly `${SeatState}>${SeatState}`[]> = {
  hold: ['available>held'],
  best: ['available>held'],
  release: ['held>available'],
  extend: [],
  startPayment: [],
  settlePayment: ['held>sold', 'available>sold'],
  expire: [],
  refund: ['sold>available'],
  return: ['sold>available'],
  recordRefund: [],
  block: ['available>blocked'],
  unblock: ['blocked>available'],
};

/** Every seat went from its old state to its new one by steps that one of the commands may take. */
export function checkMoves(
  commands: readonly Command[],
  before: readonly SeatState[],
  after: readonly SeatState[],
): void {
  const steps = new Set<string>(commands.flatMap(({ kind }) => movesByKind[kind]));
  for (const [seat, from] of before.entries()) {
    const to = after[seat];
    if (to === undefined || !reachable(from, steps).has(to))
      throw new RuleBroken('S2', `seat ${seat} went from ${from} to ${to}`, commands);
  }
}

function reachable(from: SeatState, steps: ReadonlySet<string>): Set<SeatState> {
  const states: readonly SeatState[] = ['available', 'held', 'sold', 'blocked'];
  const found = new Set([from]);
  // A set grows while it is walked, and the walk takes in what was added.
  for (const state of found) for (const next of states) if (steps.has(`${state}>${next}`)) found.add(next);
  return found;
}
