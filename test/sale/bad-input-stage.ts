import { newId } from '@onsale/client';
import { holdBody } from '@onsale/contracts';
import { vi } from 'vitest';
import { Buyer, codeOf } from './buyer.ts';
import type { Place } from './place.ts';
import type { SaleSocket } from './sale-socket.ts';
import { showIds } from './shows.ts';
import { truthOf } from './truth.ts';

/** Two buyers and what they have, against which bad input is thrown. */
export interface Stage {
  readonly place: Place;
  readonly buyer: Buyer;
  readonly socket: SaleSocket;
  /** The buyer's live hold of the seats 0 and 1 in the hall, and its id. */
  readonly held: string;
  /** The buyer's live hold of seat 0 in the demo show. */
  readonly elsewhere: string;
  /** The buyer's hold of seat 2 in the hall, paid, and the order. */
  readonly paid: string;
  readonly order: string;
  /** The buyer's hold that he has given back. */
  readonly released: string;
  /** The buyer's hold whose time is over. */
  readonly expired: string;
  /** Another buyer's live hold of seat 5 in the hall. */
  readonly foreign: string;
  /** Another buyer's order. */
  readonly foreignOrder: string;
  readonly stranger: Buyer;
  close(): void;
}

export async function openStage(place: Place): Promise<Stage> {
  const [buyer, other] = [await Buyer.arrive(place), await Buyer.arrive(place)];
  const socket = await buyer.connect(place.realtimeUrls.at(-1) ?? '');
  const [paid, foreignPaid] = [await holdOf(buyer, 'hall', [2]), await holdOf(other, 'hall', [6])];
  const [order, foreignOrder] = [newId(), newId()];
  await buyer.pay(paid, order);
  await other.pay(foreignPaid, foreignOrder);
  const released = await holdOf(buyer, 'hall', [7]);
  await buyer.release(released);
  const expired = await holdOf(buyer, 'quick', [0]);
  await vi.waitFor(
    async () => {
      if ((await place.store.hold(expired))?.state !== 'expired') throw new Error('not expired yet');
    },
    { timeout: 10_000 },
  );
  return {
    place,
    buyer,
    socket,
    held: await holdOf(buyer, 'hall', [0, 1]),
    elsewhere: await holdOf(buyer, 'demo', [0]),
    paid,
    order,
    released,
    expired,
    foreign: await holdOf(other, 'hall', [5]),
    foreignOrder,
    stranger: buyer.withCookie('onsale=nonsense'),
    close: () => socket.close(),
  };
}

async function holdOf(buyer: Buyer, show: string, seats: readonly number[]): Promise<string> {
  const answer = await buyer.hold(show, seats);
  if (answer.status !== 201) throw new Error(`holding ${seats} of ${show}: ${codeOf(answer)}`);
  return holdBody.parse(answer.body).id;
}

/** Everything that bad input must leave as it is. */
export async function everythingOf({ place, ...stage }: Stage): Promise<object> {
  const { store } = place;
  const maps = await Promise.all(showIds.map((show) => truthOf(store, show)));
  const holds = [stage.held, stage.elsewhere, stage.paid, stage.released, stage.expired, stage.foreign];
  return {
    maps,
    holds: await Promise.all(holds.map((id) => store.hold(id))),
    orders: await Promise.all([stage.order, stage.foreignOrder].map((id) => store.order(id))),
    open: await store.openOrders(0, 100),
  };
}
